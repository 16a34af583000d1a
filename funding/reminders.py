"""Reminders of awards: offers, milestones, evidence, payments and the end of the year; what stays overdue goes up to the lead, then the director."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse

from funding.award_querysets import MilestoneQuerySet
from funding.models import Award, FundYear, Milestone, MilestoneKind, Payment
from funding.telling import DIRECTORS, LEADS, PAYERS, RECIPIENTS, SIGNATORIES, Step, Subject, days, notices, working_days
from missions.core import clock
from missions.core.periods import FinancialYear
from missions.core.registries import Notice, ReminderRule

OFFER_DAYS, OFFER_TO_LEAD, OFFER_TO_DIRECTOR = 7, 14, 28
MILESTONE_DAYS_BEFORE, MISSED_TO_LEAD, MISSED_TO_DIRECTOR = 14, 7, 28
SERVICE_LEVEL, SERVICE_TO_DIRECTOR = 10, 20  # working days
EVIDENCE_DAYS, EVIDENCE_TO_LEAD = 3, 10
YEAR_END_FROM = (3, 1)  # 1 March

OFFER_STEPS = (
    Step("award_offer_waits", SIGNATORIES, days(OFFER_DAYS)),
    Step("award_offer_unanswered", LEADS, days(OFFER_TO_LEAD), escalated=True),
    Step("award_offer_unanswered", DIRECTORS, days(OFFER_TO_DIRECTOR), escalated=True),
)
MILESTONE_STEPS = (
    Step("milestone_soon", RECIPIENTS, days(-MILESTONE_DAYS_BEFORE), until_the_day=True),
    Step("milestone_missed", RECIPIENTS, days(1)),
    Step("milestone_stays_missed", LEADS, days(MISSED_TO_LEAD), escalated=True),
    Step("milestone_stays_missed", DIRECTORS, days(MISSED_TO_DIRECTOR), escalated=True),
)
REPORTED_STEPS = (
    Step("milestone_unchecked", LEADS, working_days(SERVICE_LEVEL)),
    Step("milestone_unchecked", DIRECTORS, working_days(SERVICE_TO_DIRECTOR), escalated=True),
)
EVIDENCE_STEPS = (
    Step("milestone_evidence", RECIPIENTS, days(EVIDENCE_DAYS)),
    Step("milestone_evidence_missing", LEADS, days(EVIDENCE_TO_LEAD), escalated=True),
)
PAYMENT_STEPS = (
    Step("payment_waits", PAYERS, working_days(SERVICE_LEVEL)),
    Step("payment_stays", LEADS, working_days(SERVICE_LEVEL + 5), escalated=True),
    Step("payment_stays", DIRECTORS, working_days(SERVICE_TO_DIRECTOR), escalated=True),
)
YEAR_STEPS = (Step("year_end", (*LEADS, *PAYERS), days(0)),)


def offers(now: dt.datetime) -> Iterator[Notice]:
    """Offers that nobody has accepted or declined."""
    waiting = Award.objects.filter(status="offered", status_at__isnull=False).select_related("fund__mission", "recipient")
    subjects = [_of_award(award, str(award.pk), award.status_at) for award in waiting.order_by("status_at", "pk")]
    return notices(subjects, OFFER_STEPS, on=clock.london_day(now))


def milestones(now: dt.datetime) -> Iterator[Notice]:
    """Milestones of running awards about which the recipient has said nothing."""
    soon = clock.london_day(now) + dt.timedelta(days=MILESTONE_DAYS_BEFORE)
    return _about(Milestone.objects.open().filter(status="planned", due_on__lte=soon), MILESTONE_STEPS, now)


def reported(now: dt.datetime) -> Iterator[Notice]:
    """Milestones that a recipient reported and that the team hasn’t looked at."""
    return _about(Milestone.objects.open().filter(status="reported", status_at__isnull=False), REPORTED_STEPS, now)


def evidence(now: dt.datetime) -> Iterator[Notice]:
    """Milestones that were reported as reached while what would show it was never sent."""
    return _about(without_evidence(Milestone.objects.open()), EVIDENCE_STEPS, now)


def _about(found: MilestoneQuerySet, steps: Sequence[Step], now: dt.datetime) -> Iterator[Notice]:
    """Counted from the day on which a planned one is due, and on which another one was reported."""
    rows = found.select_related("award__fund__mission", "award__recipient").order_by("due_on", "pk")
    return notices([_of_milestone(item) for item in rows], steps, on=clock.london_day(now))


def payments(now: dt.datetime) -> Iterator[Notice]:
    """Payments that were asked for and neither released nor refused."""
    waiting = Payment.objects.filter(status="requested").select_related("award__fund__mission", "award__recipient")
    subjects = [
        _of_award(item.award, str(item.pk), item.requested_at, payment=item) for item in waiting.order_by("requested_at", "pk")
    ]
    return notices(subjects, PAYMENT_STEPS, on=clock.london_day(now))


def year_end(now: dt.datetime) -> Iterator[Notice]:
    """Funds that have money of this financial year which is not committed, or committed and not paid."""
    today = clock.london_day(now)
    year = FinancialYear.of(today)
    first = dt.date(year.start_year + 1, *YEAR_END_FROM)
    left = FundYear.objects.filter(start_year=year.start_year, published_on__isnull=False)
    left = left.filter(Q(committed__lt=F("budget")) | Q(paid__lt=F("committed"))).select_related("fund__mission").order_by("pk")
    subjects = [
        Subject(
            str(item.pk),
            first,
            item.fund.mission_id,
            None,
            {"fund_year": item, "fund": item.fund, "url": _awards_of(item)},
        )
        for item in (left if today >= first else ())
    ]
    return notices(subjects, YEAR_STEPS, on=today)


def _awards_of(item: FundYear) -> str:
    """The awards of its fund."""
    return f"{reverse('funding:awards', args=[item.fund.mission.slug])}?{urlencode({'fund': item.fund.slug})}"


def without_evidence(found: MilestoneQuerySet) -> MilestoneQuerySet:
    """Milestones that are shown by evidence and were reported without it."""
    kinds = (MilestoneKind.EVIDENCE, MilestoneKind.CONFORMANCE)
    open_ones = found.filter(status="reported", kind__in=kinds, status_at__isnull=False)
    return open_ones.filter(evidence_url="", conformance_pass__isnull=True, documents__isnull=True)


def _of_award(award: Award, key: str, moment: dt.datetime | None, **context: Any) -> Subject:
    assert moment is not None  # noqa: S101 - the queries ask for it
    about = {"award": award, "url": award.get_absolute_url(), **context}
    return Subject(key, clock.london_day(moment), award.fund.mission_id, award.recipient_id, about)


def _of_milestone(item: Milestone) -> Subject:
    award = item.award
    context = {"milestone": item, "award": award, "url": award.get_absolute_url()}
    on = item.due_on if item.status == "planned" or item.status_at is None else clock.london_day(item.status_at)
    return Subject(str(item.pk), on, award.fund.mission_id, award.recipient_id, context)


RULES = {
    "offer unanswered": ReminderRule(
        what="An offer of an award waits for an answer",
        whom="The recipient’s signatories; then the leads; then the directors",
        when=f"{OFFER_DAYS} days after it was offered; after {OFFER_TO_LEAD} days; after {OFFER_TO_DIRECTOR} days",
        due=offers,
    ),
    "milestone due": ReminderRule(
        what="A milestone of an award is due, or was missed",
        whom="The recipient’s coordinators, contacts and signatories; then the leads; then the directors",
        when=f"{MILESTONE_DAYS_BEFORE} days before and the day after; {MISSED_TO_LEAD} days after; {MISSED_TO_DIRECTOR} days after",
        due=milestones,
    ),
    "milestone unchecked": ReminderRule(
        what="A milestone was reported as reached and nobody has checked it",
        whom="The leads; then the directors",
        when=f"After {SERVICE_LEVEL} working days; after {SERVICE_TO_DIRECTOR} working days",
        due=reported,
    ),
    "milestone evidence": ReminderRule(
        what="A milestone was reported without the evidence that it asks for",
        whom="The recipient’s coordinators, contacts and signatories; then the leads",
        when=f"{EVIDENCE_DAYS} days after; {EVIDENCE_TO_LEAD} days after",
        due=evidence,
    ),
    "payment waits": ReminderRule(
        what="A payment waits to be released",
        whom="The payments officers; then the leads; then the directors",
        when=f"After {SERVICE_LEVEL}, {SERVICE_LEVEL + 5} and {SERVICE_TO_DIRECTOR} working days",
        due=payments,
    ),
    "year end": ReminderRule(
        what="The financial year ends with money of a fund not committed or not paid",
        whom="The leads and payments officers",
        when="From 1 March, once",
        due=year_end,
    ),
}
