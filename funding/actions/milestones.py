"""Milestones: the recipient says that one is reached, the team confirms it or sends it back."""

import datetime as dt

from funding.access import Place, why_not_draft, why_not_report
from funding.actions.documents import SentFile, attach
from funding.actions.moves import changing
from funding.conformance import why_unproven
from funding.lifecycle import MILESTONE
from funding.models import Award, Milestone
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User


def report(
    *,
    by: User,
    place: Place,
    number: int,
    report: str,
    evidence_url: str,
    now: dt.datetime,
    file: SentFile | None = None,
) -> None:
    """The recipient says how it was reached, and sends what shows it."""
    require(why_not_report(place))
    with changing(place) as award:
        item = _lock(award, number, "reported")
        if file is not None:
            attach(by=by, place=place, title=f"Evidence for milestone {number}", file=file, now=now, milestone=item)
        item.report, item.evidence_url, item.reported_by = report.strip(), evidence_url, by
        _move(item, "reported", by=by, place=place, now=now)


def confirm(*, by: User, place: Place, number: int, now: dt.datetime) -> None:
    """The team agrees that it is met; its money may be paid now."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        item = _lock(award, number, "met")
        if item.reported_by_id == by.pk:
            raise NotNow("You reported this milestone, so somebody else confirms it.")
        sentence = why_unproven(item)
        if sentence is not None:
            raise NotNow(sentence)
        item.met_by = by
        _move(item, "met", by=by, place=place, now=now)


def send_back(*, by: User, place: Place, number: int, now: dt.datetime) -> None:
    """It isn’t met yet: the recipient reports it again."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        _move(_lock(award, number, "planned"), "planned", by=by, place=place, now=now)


def _lock(award: Award, number: int, status: str) -> Milestone:
    if award.status != "active":
        raise NotNow("Milestones are reported and confirmed while the award is active.")
    item: Milestone | None = Milestone.objects.select_for_update().filter(award=award, number=number).first()
    if item is None:
        raise NotNow("This award has no such milestone.")
    MILESTONE.check(item.status, status)
    return item


def _move(item: Milestone, status: str, *, by: User, place: Place, now: dt.datetime) -> None:
    item.status, item.status_at = status, now
    item.save()
    record(f"milestone.{status}", by=by, subject=place.award, mission=place.standing.mission, milestone=item.number)
