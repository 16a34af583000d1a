"""What is late about awards: approvals and offers that wait, milestones that were missed or that nobody checked, payments not released."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from funding.models import Award, Milestone, Payment
from funding.reminders import OFFER_TO_LEAD, SERVICE_LEVEL
from missions.core import clock
from missions.core.formats import day as in_words
from missions.core.registries import Gap, GapRule, counted_as
from missions.core.working_days import working_day_before

ONE = dt.timedelta(days=1)
APPROVALS = "Awards that wait for approval"
OFFERS = "Offers that nobody has answered"
MISSED = "Milestones past their date"
UNCHECKED = "Reported milestones that nobody has checked"
PAYMENTS = "Payments that wait to be released"


def waiting_for_approval(mission_ids: Iterable[int], day: dt.date) -> Any:
    """Awards that were submitted longer ago than the service level."""
    return _awards(mission_ids).filter(status="submitted", status_at__lt=late_before(day))


def unanswered(mission_ids: Iterable[int], day: dt.date) -> Any:
    """Offers that the recipient has neither accepted nor declined for a fortnight."""
    until = clock.start_of(day - dt.timedelta(days=OFFER_TO_LEAD) + ONE)
    return _awards(mission_ids).filter(status="offered", status_at__lt=until)


def missed(mission_ids: Iterable[int], day: dt.date) -> Any:
    """Milestones of running awards whose day has passed and about which the recipient has said nothing."""
    return Milestone.objects.overdue(on=day).filter(award__fund__mission__in=list(mission_ids))


def unchecked(mission_ids: Iterable[int], day: dt.date) -> Any:
    """Milestones that wait for the team longer than the service level."""
    of_missions = Milestone.objects.open().filter(award__fund__mission__in=list(mission_ids))
    return of_missions.filter(status="reported", status_at__lt=late_before(day))


def unreleased(mission_ids: Iterable[int], day: dt.date) -> Any:
    """Payments that were asked for longer ago than the service level."""
    of_missions = Payment.objects.filter(award__fund__mission__in=list(mission_ids))
    return of_missions.filter(status="requested", requested_at__lt=late_before(day))


def _awards(mission_ids: Iterable[int]) -> Any:
    return Award.objects.filter(fund__mission__in=list(mission_ids))


def late_before(day: dt.date) -> dt.datetime:
    """What has waited since before this moment has waited longer than the service level."""
    return clock.start_of(working_day_before(day, SERVICE_LEVEL) + ONE)


def _of_awards(kind: str, rows: Any, says: str, mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    for award in rows(mission_ids, day).select_related("fund__mission", "recipient").order_by("status_at", "pk"):
        since = clock.london_day(award.status_at)
        sentence = f"Award {award.reference} to {award.recipient.name} {says} since {in_words(since)}."
        yield Gap(kind, sentence, award.get_absolute_url(), award.fund.mission_id, since)


def milestone_gaps(kind: str, rows: Any, mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """A gap for each of these milestones: since it was due where nobody reported it, since it was reported otherwise."""
    for item in rows(mission_ids, day).select_related("award__fund__mission", "award__recipient").order_by("due_on", "pk"):
        award = item.award
        if kind == MISSED:
            since, says = item.due_on, f"was due on {in_words(item.due_on)}"
        else:
            since = clock.london_day(item.status_at)
            says = f"was reported on {in_words(since)}"
        sentence = f"{award.recipient.name}, award {award.reference}: “{item.title}” {says}."
        yield Gap(kind, sentence, award.get_absolute_url(), award.fund.mission_id, since)


def _of_payments(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    rows = unreleased(mission_ids, day).select_related("award__fund__mission", "award__recipient")
    for item in rows.order_by("requested_at", "pk"):
        since = clock.london_day(item.requested_at)
        sentence = (
            f"Payment {item.number} of award {item.award.reference} to {item.award.recipient.name} waits since {in_words(since)}."
        )
        yield Gap(PAYMENTS, sentence, item.award.get_absolute_url(), item.award.fund.mission_id, since)


def rule_of(kind: str, find: Any, rows: Any, mission: str) -> GapRule:
    """A rule whose gaps are found by `find` and counted from `rows`; `mission` is the path to the mission of a row."""
    return GapRule(kind, find, lambda ids, day: [counted_as(kind, rows(ids, day), mission)])


RULES = {
    "award approvals": rule_of(
        APPROVALS,
        partial(_of_awards, APPROVALS, waiting_for_approval, "waits for approval"),
        waiting_for_approval,
        "fund__mission_id",
    ),
    "award offers": rule_of(
        OFFERS, partial(_of_awards, OFFERS, unanswered, "was offered and not answered"), unanswered, "fund__mission_id"
    ),
    "milestones missed": rule_of(MISSED, partial(milestone_gaps, MISSED, missed), missed, "award__fund__mission_id"),
    "milestones unchecked": rule_of(
        UNCHECKED, partial(milestone_gaps, UNCHECKED, unchecked), unchecked, "award__fund__mission_id"
    ),
    "payments unreleased": rule_of(PAYMENTS, _of_payments, unreleased, "award__fund__mission_id"),
}
