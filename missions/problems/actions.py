"""Changes to pain points and to the evidence under them."""

from collections.abc import Collection

from django.db import transaction

from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.problems.judging import Estimate, Judgement
from missions.problems.lifecycle import PAIN_POINT
from missions.problems.models import Basis, Evidence, EvidenceLink, PainPoint, PainPointJudgement
from missions.stewardship.access import CURATORS, Standing
from missions.stewardship.models import Mission


def create_pain_point(*, by: User, standing: Standing, title: str, barrier: str) -> PainPoint:
    """A new pain point, owned by who made it, with the next free reference."""
    require(standing.why_not(CURATORS, "add a pain point"))
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=standing.mission.pk)
        numbers = PainPoint.objects.filter(mission=standing.mission).values_list("reference", flat=True)
        last = max((int(part) for part in (name.rpartition("-")[2] for name in numbers) if part.isdigit()), default=0)
        point = PainPoint.objects.create(
            mission=standing.mission,
            reference=f"PP-{last + 1:03d}",
            title=title,
            barrier=barrier,
            owner=by,
            reported_on=standing.on,
        )
        record("pain-point.create", by=by, subject=point, mission=standing.mission)
    return point


def link_evidence(*, by: User, standing: Standing, evidence: Evidence, pain_point: PainPoint) -> EvidenceLink:
    """Say that this was said about this pain point; several pieces under one pain point is how duplicates are merged."""
    require(standing.why_not(CURATORS, "link what was said to a pain point"))
    if {evidence.mission_id, pain_point.mission_id} != {standing.mission.pk}:
        raise NotNow("What was said and the pain point must belong to this mission.")
    with transaction.atomic():
        link, is_new = EvidenceLink.objects.get_or_create(
            pain_point=pain_point, evidence=evidence, defaults={"basis": Basis.JUDGEMENT, "linked_at": clock.now()}
        )
        if is_new:
            record("pain-point.link-evidence", by=by, subject=pain_point, mission=standing.mission, evidence=evidence.pk)
    return link


def link_all(*, by: User, standing: Standing, evidence: Collection[int], pain_point: PainPoint) -> set[int]:
    """Put several pieces, by id, under one pain point; returns those that weren’t under it before. Three queries and an audit row."""
    require(standing.why_not(CURATORS, "link what was said to a pain point"))
    with transaction.atomic():
        PainPoint.objects.select_for_update().get(pk=pain_point.pk, mission=standing.mission)
        found = Evidence.objects.filter(pk__in=evidence, mission=standing.mission)
        new = set(found.exclude(links__pain_point=pain_point).values_list("pk", flat=True))
        EvidenceLink.objects.bulk_create(
            EvidenceLink(pain_point=pain_point, evidence_id=pk, basis=Basis.JUDGEMENT, linked_at=clock.now())
            for pk in sorted(new)
        )
        if new:
            record("pain-point.link-evidence", by=by, subject=pain_point, mission=standing.mission, evidence=sorted(new))
    return new


def unlink_all(*, by: User, standing: Standing, evidence: Collection[int], pain_point: PainPoint) -> None:
    """Take several pieces, by id, away from a pain point. What was said stays."""
    require(standing.why_not(CURATORS, "link what was said to a pain point"))
    with transaction.atomic():
        gone, _ = EvidenceLink.objects.filter(pain_point=pain_point, evidence__in=evidence).delete()
        if gone:
            record("pain-point.unlink-evidence", by=by, subject=pain_point, mission=standing.mission, evidence=sorted(evidence))


def move_pain_point(*, by: User, standing: Standing, pain_point: PainPoint, status: str, reason: str) -> None:
    """Change a pain point's status by its lifecycle; not pursuing it needs a reason."""
    require(standing.why_not(CURATORS, "change a pain point"))
    with transaction.atomic():
        locked = PainPoint.objects.select_for_update().get(pk=pain_point.pk)
        PAIN_POINT.check(locked.status, status)
        if status == "not-pursued" and not reason.strip():
            raise NotNow("Say why it is not pursued: those who reported it will read it.")
        before, locked.status, locked.status_reason = locked.status, status, reason.strip()
        locked.save(update_fields=["status", "status_reason"])
        record("pain-point.move", by=by, subject=locked, mission=standing.mission, before=before, after=status)


def take_ownership(*, by: User, standing: Standing, pain_point: PainPoint) -> None:
    """Become the owner of a pain point."""
    require(standing.why_not(CURATORS, "own a pain point"))
    with transaction.atomic():
        locked = PainPoint.objects.select_for_update().get(pk=pain_point.pk)
        before, locked.owner = locked.owner_id, by
        locked.save(update_fields=["owner"])
        record("pain-point.own", by=by, subject=locked, mission=standing.mission, before=before)


def judge_pain_point(*, by: User, standing: Standing, pain_point: PainPoint, estimate: Estimate) -> None:
    """Say how much it hurts, how sure that is and what it takes, with the reason; an earlier judgement stays in the history."""
    require(standing.why_not(CURATORS, "judge a pain point"))
    with transaction.atomic():
        locked = PainPoint.objects.select_for_update().get(pk=pain_point.pk, mission=standing.mission)
        before = PainPointJudgement.objects.filter(pain_point=locked).first()
        detail = keep_judgement(before or PainPointJudgement(pain_point=locked), by=by, estimate=estimate)
        record("pain-point.judge", by=by, subject=locked, mission=standing.mission, **detail)


def keep_judgement(judgement: Judgement, *, by: User, estimate: Estimate) -> dict[str, object]:
    """Store an estimate as the judgement of a thing that is locked; returns what it was and is, for the audit row."""
    if not estimate.reason.strip():
        raise NotNow("Say why you judge so: what you saw or counted.")
    if estimate.is_empty:
        raise NotNow("Judge at least one of impact, confidence and effort.")
    before = judgement.as_json() if judgement.pk else None
    judgement.impact, judgement.confidence = estimate.impact, estimate.confidence
    judgement.effort_months, judgement.reason = estimate.effort_months, estimate.reason.strip()
    judgement.judged_by, judgement.judged_at = by, clock.now()
    judgement.save()
    return {"before": before, "after": judgement.as_json()}
