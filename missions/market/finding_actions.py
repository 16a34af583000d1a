"""Changes to findings about how a market fails: written, given evidence, judged by somebody else, withdrawn, judged anew."""

import datetime as dt

from django.db import transaction

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.market.access import why_not_judge, why_not_withdraw, why_not_write
from missions.market.frozen_figures import freeze
from missions.market.lifecycle import FINDING
from missions.market.models import Finding, FindingEvidence
from missions.market.pieces import piece_sources
from missions.people.models import User
from missions.stewardship.access import Standing
from missions.stewardship.models import Mission

TWICE = "The finding rests on this already."


def write_finding(*, by: User, standing: Standing, kind: str, strength: str, statement: str, reasoning: str = "") -> Finding:
    """A new draft with the next free reference. Only the people on the mission see it until it is judged."""
    require(why_not_write(standing))
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=standing.mission.pk)
        names = Finding.objects.filter(mission=standing.mission).values_list("reference", flat=True)
        last = max((int(name.rpartition("-")[2]) for name in names), default=0)
        finding = Finding.objects.create(
            mission=standing.mission,
            reference=f"MF-{last + 1:03d}",
            kind=kind,
            strength=strength,
            statement=statement,
            reasoning=reasoning,
            written_by=by,
        )
        record("finding.write", by=by, subject=finding, mission=standing.mission)
    return finding


def change_finding(
    *, by: User, standing: Standing, finding: Finding, kind: str, strength: str, statement: str, reasoning: str = ""
) -> None:
    """Change a draft."""
    require(why_not_write(standing))
    with transaction.atomic():
        locked = _draft(finding)
        locked.kind, locked.strength, locked.statement, locked.reasoning = kind, strength, statement, reasoning
        locked.save(update_fields=["kind", "strength", "statement", "reasoning"])
        record("finding.change", by=by, subject=locked, mission=standing.mission)


def add_figure(*, by: User, standing: Standing, finding: Finding, name: str, as_at: dt.date, now: dt.datetime) -> FindingEvidence:
    """A figure of the market page, frozen as it is for that day by what is recorded now."""
    require(why_not_write(standing))
    if as_at > standing.on:
        raise NotNow("The day can’t be in the future.")
    figure = freeze(name, standing.mission, as_at=as_at, now=now)
    with transaction.atomic():
        locked = _draft(finding)
        if locked.evidence.filter(figure__name=name, figure__as_at=figure["as_at"]).exists():
            raise NotNow(TWICE)
        return _add(by, standing, locked, FindingEvidence(source="figure", title=figure["label"], figure=figure))


def add_document(*, by: User, standing: Standing, finding: Finding, title: str, url: str) -> FindingEvidence:
    """A document that stands elsewhere."""
    require(why_not_write(standing))
    with transaction.atomic():
        locked = _draft(finding)
        if locked.evidence.filter(url=url).exists():
            raise NotNow(TWICE)
        return _add(by, standing, locked, FindingEvidence(source="document", title=title, url=url))


def add_piece(*, by: User, standing: Standing, finding: Finding, source: str, pointer: str) -> FindingEvidence:
    """Something that another area holds, for example what somebody said. Only a pointer is kept, so that its words can be forgotten."""
    require(why_not_write(standing))
    if source not in piece_sources or pointer not in piece_sources[source].look_up(standing, [pointer]):
        raise NotNow("It isn’t there any more, or you may not read it. Search again.")
    with transaction.atomic():
        locked = _draft(finding)
        if locked.evidence.filter(source=source, pointer=pointer).exists():
            raise NotNow(TWICE)
        return _add(by, standing, locked, FindingEvidence(source=source, pointer=pointer))


def take_out_evidence(*, by: User, standing: Standing, evidence: FindingEvidence) -> None:
    """A draft doesn't rest on it after all."""
    require(why_not_write(standing))
    with transaction.atomic():
        locked = _draft(evidence.finding)
        record("finding.take-out-evidence", by=by, subject=locked, mission=standing.mission, source=evidence.source)
        evidence.delete()


def judge_finding(*, by: User, standing: Standing, finding: Finding, now: dt.datetime) -> None:
    """It holds, by somebody who didn't write it. From then on anybody can read it and nothing about it changes."""
    require(why_not_judge(standing, finding))
    with transaction.atomic():
        locked = _locked(finding)
        FINDING.check(locked.status, "judged")
        if not locked.evidence.exists():
            raise NotNow("It rests on nothing yet. Add a figure, a document or something that was said first.")
        locked.status, locked.judged_by, locked.judged_at = "judged", by, now
        locked.save(update_fields=["status", "judged_by", "judged_at"])
        record("finding.judge", by=by, subject=locked, mission=standing.mission, version=locked.version)


def withdraw_finding(*, by: User, standing: Standing, finding: Finding, reason: str, now: dt.datetime) -> None:
    """It no longer holds, or a draft is given up. It stays to be read, with the reason."""
    require(why_not_withdraw(standing, finding))
    if not reason.strip():
        raise NotNow("Say why it no longer holds.")
    with transaction.atomic():
        locked = _locked(finding)
        FINDING.check(locked.status, "withdrawn")
        _require_latest(locked)
        before, locked.status = locked.status, "withdrawn"
        locked.withdrawn_by, locked.withdrawn_at, locked.withdrawn_reason = by, now, reason.strip()
        locked.save(update_fields=["status", "withdrawn_by", "withdrawn_at", "withdrawn_reason"])
        record("finding.withdraw", by=by, subject=locked, mission=standing.mission, before=before)


def revise_finding(*, by: User, standing: Standing, finding: Finding) -> Finding:
    """A draft of its next version with the same words and evidence. The earlier one counts until the new one is judged."""
    require(why_not_write(standing))
    with transaction.atomic():
        locked = _locked(finding)
        if locked.status != "judged":
            raise NotNow("Only a finding that is judged gets a new version.")
        _require_latest(locked)
        draft = Finding.objects.create(
            mission=locked.mission,
            reference=locked.reference,
            version=Finding.objects.filter(mission=locked.mission, reference=locked.reference).count() + 1,
            kind=locked.kind,
            strength=locked.strength,
            statement=locked.statement,
            reasoning=locked.reasoning,
            written_by=by,
        )
        for item in locked.evidence.all():
            item.pk, item.finding = None, draft
            item.save(force_insert=True)
        record("finding.revise", by=by, subject=draft, mission=standing.mission, version=draft.version)
    return draft


def _add(by: User, standing: Standing, finding: Finding, evidence: FindingEvidence) -> FindingEvidence:
    evidence.finding = finding
    evidence.save()
    record("finding.add-evidence", by=by, subject=finding, mission=standing.mission, source=evidence.source)
    return evidence


def _locked(finding: Finding) -> Finding:
    """The row, held until the end of the transaction."""
    return Finding.objects.select_for_update().get(pk=finding.pk)


def _draft(finding: Finding) -> Finding:
    locked = _locked(finding)
    if locked.status != "draft":
        raise NotNow("Only a draft can be changed. Start a new version instead.")
    return locked


def _require_latest(finding: Finding) -> None:
    """A later version, a draft or a judged one, is what people work on now; a draft that was given up doesn't count."""
    later = Finding.objects.filter(mission=finding.mission, reference=finding.reference, version__gt=finding.version)
    if later.exclude(status="withdrawn", judged_at__isnull=True).exists():
        raise NotNow("A later version of this finding exists already. Open that one.")
