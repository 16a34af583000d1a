"""The subsidy rules: which days count, the limit to the penny, groups together, told before confirmed before decided."""

import datetime as dt
import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from funding import subsidy
from funding.actions import subsidy as actions
from funding.minimal_assistance import Given, Position, months_after, window_starts_on
from funding.models import ActorMember, Award, EconomicActor, Fund, SubsidyNotice, SubsidyRoute
from missions.core.refusals import NotAllowed, NotNow
from missions.stewardship.access import stand
from tests.making import give, make_award, make_council, make_lead, make_mission, make_supplier, make_user

DAY = dt.date(2026, 9, 1)
LIMIT = Decimal("315000.00")


def stood(given: list[tuple[dt.date, str]], on: dt.date = DAY) -> Position:
    return Position.of([Given(day, Decimal(amount), "Somebody") for day, amount in given], limit=LIMIT, decided_on=on)


def to_decide(mission: Any, supplier: Any, amount: str = "1000.00", *, confirmed: bool = True) -> Any:
    """A submitted award whose amount the supplier was told of, and confirmed."""
    award = make_award(mission, supplier, amount, status="submitted")
    told, says = make_user(), make_user()
    notice = SubsidyNotice.objects.create(award=award, amount=award.amount, limit=LIMIT, notified_by=told)
    if confirmed:
        notice.confirmed_at, notice.confirmed_by, notice.confirmation = timezone.now(), says, "I do."
        notice.save()
    return award


@pytest.mark.parametrize(
    ("decided_on", "first"),
    [
        (dt.date(2026, 9, 1), dt.date(2024, 4, 1)),
        (dt.date(2026, 3, 31), dt.date(2023, 4, 1)),
        (dt.date(2026, 4, 1), dt.date(2024, 4, 1)),
    ],
)
def test_the_days_that_count_begin_two_financial_years_before(decided_on: dt.date, first: dt.date) -> None:
    assert window_starts_on(decided_on) == first


def test_exactly_the_limit_passes_and_a_penny_more_does_not() -> None:
    where = stood([(dt.date(2025, 1, 1), "200000.00")])
    assert where.why_not(Decimal("115000.00")) is None
    assert "£115,000 is left" in (where.why_not(Decimal("115000.01")) or "")


def test_31_march_is_out_and_1_april_is_in() -> None:
    assert stood([(dt.date(2024, 3, 31), "1.00"), (dt.date(2024, 4, 1), "2.00")]).total == Decimal("2.00")


def test_three_months_after_a_long_month_is_the_last_day_of_the_short_one() -> None:
    assert months_after(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)
    assert months_after(dt.date(2026, 9, 1), 3) == dt.date(2026, 12, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("amount", "passes"), [("315000.00", True), ("315000.01", False)])
def test_an_award_is_checked_to_the_penny(amount: str, passes: bool) -> None:
    award = to_decide(make_mission(), make_supplier(), amount)
    assert (subsidy.why_not(award, on=DAY) is None) is passes


@pytest.mark.django_db
def test_notification_then_confirmation_then_award() -> None:
    mission, supplier = make_mission(), make_supplier()
    award = make_award(mission, supplier, status="submitted")
    assert subsidy.why_not(award, on=DAY) == subsidy.NOT_NOTIFIED
    assert subsidy.why_not(to_decide(mission, supplier, confirmed=False), on=DAY) == subsidy.NOT_CONFIRMED


@pytest.mark.django_db
def test_a_changed_amount_is_told_anew() -> None:
    award = to_decide(make_mission(), make_supplier())
    award.amount = Decimal("2000.00")
    assert "told of £1,000" in (subsidy.why_not(award, on=DAY) or "")


@pytest.mark.django_db
def test_councils_are_not_enterprises() -> None:
    award = make_award(make_mission(), make_council(), "900000.00", status="submitted")
    assert subsidy.why_not(award, on=DAY) is None


@pytest.mark.django_db
def test_a_group_shares_one_limit_while_its_members_belong_to_it() -> None:
    mission, one, other = make_mission(), make_supplier(), make_supplier()
    group = EconomicActor.objects.create(name="Group")
    for member in (one, other):
        ActorMember.objects.create(
            actor=group, organisation=member, starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2026, 12, 1), source="Register"
        )
    make_award(mission, one, "300000.00", awarded_on=dt.date(2025, 5, 1))
    award = to_decide(mission, other, "15000.01")
    assert subsidy.why_not(award, on=DAY) is not None
    assert subsidy.why_not(award, on=dt.date(2026, 12, 1)) is None


@pytest.mark.django_db
def test_nobody_belongs_to_two_groups_at_once() -> None:
    supplier = make_supplier()
    values = {"organisation": supplier, "starts_on": DAY, "source": "Register"}
    ActorMember.objects.create(actor=EconomicActor.objects.create(name="One"), **values)
    with pytest.raises(IntegrityError, match="actor_member_of_one_group"), transaction.atomic():
        ActorMember.objects.create(actor=EconomicActor.objects.create(name="Two"), **values)


@pytest.mark.django_db
def test_what_other_authorities_gave_counts() -> None:
    award = to_decide(make_mission(), make_supplier(), "15000.00")
    line = award.subsidy_notices.get().declared.create(authority="A council", amount="300000.00", given_on=dt.date(2024, 4, 1))
    assert subsidy.why_not(award, on=DAY) is None
    line.amount = Decimal("300000.01")
    line.save()
    assert subsidy.why_not(award, on=DAY) is not None


@pytest.mark.django_db
def test_another_route_lifts_the_limit_and_is_not_counted() -> None:
    mission, supplier = make_mission(), make_supplier()
    award = to_decide(mission, supplier, "400000.00")
    with pytest.raises(NotNow, match="limited to £315,000"), transaction.atomic():
        subsidy.check(award, on=DAY)
    lead = make_lead(mission)
    standing = stand(lead, mission.slug, on=DAY)
    actions.record_route(
        by=lead, standing=standing, award=award, kind="assessed", reference="A-1", reason="Principles met.", now=timezone.now()
    )
    subsidy.check(Award.objects.get(pk=award.pk), on=DAY)
    assert subsidy.position(subsidy.actor_of(supplier, on=DAY), on=DAY).total == 0


@pytest.mark.django_db
def test_a_route_says_which_and_why() -> None:
    award = make_award(make_mission(), make_supplier())
    with pytest.raises(IntegrityError, match="subsidy_route_says_which_and_why"), transaction.atomic():
        SubsidyRoute.objects.create(award=award, kind="assessed", reference="", reason="", recorded_by=make_user())


@pytest.mark.django_db
def test_only_the_suppliers_signatory_confirms_and_what_was_confirmed_is_kept() -> None:
    mission, supplier = make_mission(), make_supplier()
    lead, signatory = make_lead(mission), give(make_user(), "supplier-signatory", supplier)
    award = make_award(mission, supplier, status="submitted")
    team = stand(lead, mission.slug, on=DAY)
    actions.notify(by=lead, standing=team, award=award, now=timezone.now())
    with pytest.raises(NotAllowed):
        actions.confirm(by=lead, standing=team, award=award, declared=(), now=timezone.now())
    theirs = stand(signatory, mission.slug, on=DAY)
    declared = (actions.Declared("A council", Decimal("10.00"), DAY),)
    actions.confirm(by=signatory, standing=theirs, award=award, declared=declared, now=timezone.now())
    assert "1 April 2024" in award.subsidy_notices.get().confirmation
    with pytest.raises(NotNow, match="confirmed already"):
        actions.confirm(by=signatory, standing=theirs, award=award, declared=(), now=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize(("amount", "flagged"), [("100000.00", False), ("100000.01", True)])
def test_above_the_threshold_an_entry_is_due_in_three_months(amount: str, flagged: bool) -> None:
    award = make_award(make_mission(), make_supplier(), amount, awarded_on=DAY)
    assert [duty.due_on for duty in subsidy.duties([award])] == ([dt.date(2026, 12, 1)] if flagged else [])


@pytest.mark.django_db(transaction=True)
def test_of_two_awards_of_200_000_at_once_one_passes() -> None:
    mission, supplier = make_mission(), make_supplier()
    funds = [Fund.objects.create(mission=mission, slug=f"f{number}", name="Fund") for number in (1, 2)]
    awards = [to_decide(mission, supplier, "200000.00") for _ in funds]
    start, passed, refused = threading.Barrier(2), [], []

    def decide(award: Award) -> None:
        try:
            start.wait(timeout=10)
            with transaction.atomic():
                subsidy.check(award, on=DAY)
                # A recorded award is the plainest one that counts as given.
                Award.objects.filter(pk=award.pk).update(status="recorded", awarded_on=DAY)
            passed.append(award.pk)
        except NotNow:
            refused.append(award.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(award,)) for award in awards]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), len(refused)) == (1, 1)
