"""The pass of a conformance test is recorded with its report by one person and verified by another."""

import datetime as dt

from funding.access import Place
from funding.actions.moves import changing
from funding.conformance import pass_of, why_not_record, why_not_verify
from funding.models import Award, ConformancePass, Milestone, MilestoneKind
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User


def record_pass(
    *,
    by: User,
    place: Place,
    number: int,
    product: str,
    standard: str,
    passed_on: dt.date,
    report_url: str,
    now: dt.datetime,
) -> ConformancePass:
    """Write down that the product passed, and where the report is. Until it is verified it can be corrected."""
    require(why_not_record(place))
    with changing(place) as award:
        item = _lock(award, number)
        before = pass_of(item)
        if before is not None and before.verified_at is not None:
            raise NotNow("This pass was verified already, so it doesn’t change.")
        if passed_on > place.standing.on:
            raise NotNow("The day of the pass lies in the future.")
        values = {
            "product": product.strip(),
            "standard": standard.strip(),
            "passed_on": passed_on,
            "report_url": report_url,
            "entered_by": by,
            "entered_at": now,
        }
        found, _ = ConformancePass.objects.update_or_create(milestone=item, defaults=values)
        record("conformance.record", by=by, subject=award, mission=place.standing.mission, milestone=number)
    return found


def verify_pass(*, by: User, place: Place, number: int, now: dt.datetime) -> None:
    """Somebody else has read the report: the milestone is proven."""
    require(why_not_verify(place))
    with changing(place) as award:
        found = pass_of(_lock(award, number))
        if found is None:
            raise NotNow("No pass is recorded for this milestone yet.")
        require(why_not_verify(place, found))
        if found.verified_at is None:
            found.verified_by, found.verified_at = by, now
            found.save(update_fields=["verified_by", "verified_at"])
            record("conformance.verify", by=by, subject=award, mission=place.standing.mission, milestone=number)


def _lock(award: Award, number: int) -> Milestone:
    if award.status != "active":
        raise NotNow("A pass is recorded while the award is active.")
    locked = Milestone.objects.select_for_update(of=("self",)).select_related("conformance_pass")
    item: Milestone | None = locked.filter(award=award, number=number, kind=MilestoneKind.CONFORMANCE).first()
    if item is None:
        raise NotNow("This award has no such milestone that a conformance test proves.")
    return item
