"""Reminders of claims that wait for somebody, and of subsidies that must be published."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse

from funding.claim_access import CLAIMANTS
from funding.models import Claim
from funding.reminders import SERVICE_LEVEL, SERVICE_TO_DIRECTOR
from funding.subsidy import Duty, unpublished
from funding.telling import CERTIFIERS, DIRECTORS, LEADS, Step, Subject, days, notices, working_days
from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.people.roles import MissionRoleName

CLAIM_WORKING_DAYS_BEFORE = 2
PUBLICATION_DAYS_BEFORE, PUBLICATION_TO_DIRECTOR = 28, 7
TEAM = (MissionRoleName.LEAD, MissionRoleName.MEMBER)


def _steps(*roles: str) -> Sequence[Step]:
    """Who has to act hears before it is late; then it goes up."""
    return (
        Step("claim_waits", roles, working_days(SERVICE_LEVEL - CLAIM_WORKING_DAYS_BEFORE)),
        Step("claim_late", LEADS, working_days(SERVICE_LEVEL), escalated=True),
        Step("claim_late", DIRECTORS, working_days(SERVICE_TO_DIRECTOR), escalated=True),
    )


# A claim that is approved has a payment, of which another rule reminds.
CLAIM_STEPS = {
    "submitted": _steps(*CERTIFIERS),
    "certified": _steps(*TEAM),
    "checked": _steps(*LEADS),
    "returned": (Step("claim_returned", CLAIMANTS, working_days(SERVICE_LEVEL)),),
}
PUBLICATION_STEPS = (
    Step("publication_due", TEAM, days(-PUBLICATION_DAYS_BEFORE), until_the_day=True),
    Step("publication_late", LEADS, days(1), escalated=True),
    Step("publication_late", DIRECTORS, days(PUBLICATION_TO_DIRECTOR), escalated=True),
)


def claims(now: dt.datetime) -> Iterator[Notice]:
    """Claims whose next step nobody has taken. Two queries for each state beside that of the claims."""
    found = Claim.objects.in_turn(*CLAIM_STEPS).with_totals().select_related("award__fund__mission", "council")
    by_status: dict[str, list[Subject]] = {}
    for claim in found:
        by_status.setdefault(claim.status, []).append(_of_claim(claim))
    for status, subjects in by_status.items():
        yield from notices(subjects, CLAIM_STEPS[status], on=clock.london_day(now))


def _of_claim(claim: Claim) -> Subject:
    award = claim.award
    context = {"claim": claim, "award": award, "url": claim.get_absolute_url()}
    since = clock.london_day(claim.status_since)
    return Subject(f"{claim.pk}-{claim.status}", since, award.fund.mission_id, claim.council_id, context)


def publications(now: dt.datetime) -> Iterator[Notice]:
    """Subsidies above the threshold that stand in no public database yet."""
    today = clock.london_day(now)
    return notices(_of_duties(unpublished(on=today)), PUBLICATION_STEPS, on=today)


def _of_duties(duties: Iterable[Duty]) -> list[Subject]:
    found = []
    for duty in duties:
        award, mission = duty.award, duty.award.fund.mission
        context = {"award": award, "duty": duty, "url": reverse("funding:award_subsidy", args=[mission.slug, award.reference])}
        found.append(Subject(str(award.pk), duty.due_on, mission.pk, None, context))
    return found


RULES = {
    "claim waits": ReminderRule(
        what="A council’s claim waits for its next step",
        whom="The finance certifier, the team or the lead, whose turn it is; then the leads; then the directors",
        when=f"After {SERVICE_LEVEL - CLAIM_WORKING_DAYS_BEFORE}, {SERVICE_LEVEL} and {SERVICE_TO_DIRECTOR} working days; "
        f"a returned claim: its council’s coordinators and contributors after {SERVICE_LEVEL} working days",
        due=claims,
    ),
    "publication due": ReminderRule(
        what="A subsidy must be published in the public database, or should have been",
        whom="The leads and members; then the leads; then the directors",
        when=f"{PUBLICATION_DAYS_BEFORE} days before; the day after; {PUBLICATION_TO_DIRECTOR} days after",
        due=publications,
    ),
}
