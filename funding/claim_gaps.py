"""What is late about claims and the subsidy rules, and milestones whose evidence never came."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.urls import reverse

from funding.claim_reminders import CLAIM_STEPS
from funding.gaps import late_before, milestone_gaps, rule_of
from funding.models import Claim, Milestone
from funding.reminders import EVIDENCE_TO_LEAD, without_evidence
from funding.subsidy import unpublished
from missions.core import clock
from missions.core.formats import day as in_words
from missions.core.formats import pounds
from missions.core.registries import Gap, GapRule

CLAIMS = "Claims that wait too long"
EVIDENCE = "Reported milestones without their evidence"
PUBLICATIONS = "Subsidies that should have been published"


def waiting_claims(mission_ids: Iterable[int], day: dt.date) -> Any:
    """Claims whose next step is later than the service level; once approved, their payment counts instead."""
    with_us = [status for status in CLAIM_STEPS if status != "returned"]
    found = Claim.objects.in_turn(*with_us).filter(award__fund__mission__in=list(mission_ids))
    return found.filter(status_since__lt=late_before(day))


def _of_claims(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    for claim in waiting_claims(mission_ids, day).select_related("award__fund__mission", "council"):
        since = clock.london_day(claim.status_since)
        sentence = f"Claim {claim.pk} of {claim.council.name} waits for {claim.turn} since {in_words(since)}."
        yield Gap(CLAIMS, sentence, claim.get_absolute_url(), claim.award.fund.mission_id, since)


def unproven(mission_ids: Iterable[int], day: dt.date) -> Any:
    """Milestones of running awards that were reported a while ago and whose evidence never came."""
    until = clock.start_of(day - dt.timedelta(days=EVIDENCE_TO_LEAD - 1))
    of_missions = Milestone.objects.open().filter(award__fund__mission__in=list(mission_ids))
    return without_evidence(of_missions).filter(status_at__lt=until)


def _of_publications(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    for duty in unpublished(on=day, mission_ids=mission_ids):
        if duty.is_late(day):
            award, mission = duty.award, duty.award.fund.mission
            sentence = (
                f"Award {award.reference} to {award.recipient.name}, {pounds(award.amount)}, was to stand in the subsidy database "
                f"by {in_words(duty.due_on)}."
            )
            address = reverse("funding:award_subsidy", args=[mission.slug, award.reference])
            yield Gap(PUBLICATIONS, sentence, address, mission.pk, duty.due_on)


RULES = {
    "claims waiting": rule_of(CLAIMS, _of_claims, waiting_claims, "award__fund__mission_id"),
    "milestone evidence": rule_of(EVIDENCE, partial(milestone_gaps, EVIDENCE, unproven), unproven, "award__fund__mission_id"),
    # Which awards are above the threshold of their day is worked out row by row: the gaps page does it, the counts of home don't.
    "publications late": GapRule(PUBLICATIONS, _of_publications, lambda ids, day: []),
}
