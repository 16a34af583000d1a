"""What the database holds about funds and awards, whoever writes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from funding.models import Award, Fund
from missions.problems.models import Basis
from tests import making

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_an_award_is_more_than_nothing(amount: str) -> None:
    with pytest.raises(IntegrityError, match="award_amount_positive"):
        making.make_award(making.make_mission(), making.make_council(), amount)


def test_a_fund_has_each_reference_once() -> None:
    mission, council = making.make_mission(), making.make_council()
    making.make_award(mission, council, reference="A1")
    with pytest.raises(IntegrityError, match="award_reference_once"):
        making.make_award(mission, council, reference="A1")


def test_a_mission_has_each_fund_once_and_another_may_have_it_too() -> None:
    mission = making.make_mission()
    Fund.objects.create(mission=mission, slug="round-1", name="Round 1")
    Fund.objects.create(mission=making.make_mission(), slug="round-1", name="Round 1")
    with pytest.raises(IntegrityError, match="fund_slug_once"):
        Fund.objects.create(mission=mission, slug="round-1", name="Round one")


def test_an_iteration_says_where_it_comes_from() -> None:
    mission, council = making.make_mission(), making.make_council()
    iteration = making.make_iteration(mission)
    with pytest.raises(IntegrityError, match="award_iteration_says_its_basis"), transaction.atomic():
        making.make_award(mission, council, iteration=iteration, iteration_basis="")
    with pytest.raises(IntegrityError, match="award_iteration_says_its_basis"):
        making.make_award(mission, council, iteration_basis=Basis.JUDGEMENT)


def test_the_rules_hold_for_raw_sql_as_well() -> None:
    award = making.make_award(making.make_mission(), making.make_council())
    with pytest.raises(IntegrityError, match="award_amount_positive"), connection.cursor() as cursor:
        cursor.execute("UPDATE funding_award SET amount = 0 WHERE id = %s", [award.pk])


def test_who_was_given_money_stays_in_the_register() -> None:
    award = making.make_award(making.make_mission(), making.make_council())
    with pytest.raises(ProtectedError):
        award.recipient.delete()


def test_an_amount_is_kept_to_the_penny() -> None:
    award = making.make_award(making.make_mission(), making.make_council(), "99999999999.99")
    assert Award.objects.get(pk=award.pk).amount == Decimal("99999999999.99")


@pytest.mark.parametrize("status", ["draft", "submitted", "rejected", "declined", "withdrawn"])
def test_money_that_was_not_given_does_not_count(status: str) -> None:
    mission, council = making.make_mission(), making.make_council()
    making.make_award(mission, council, status=status, submitted_by=making.make_user())
    given = making.make_award(mission, council)
    assert list(Award.objects.given()) == [given]


def test_every_change_of_an_award_is_kept() -> None:
    award = making.make_award(making.make_mission(), making.make_council(), "100.00", awarded_on=dt.date(2026, 5, 1))
    Award.objects.filter(pk=award.pk).update(amount=Decimal("200.00"))
    assert list(award.events.order_by("pgh_id").values_list("amount", flat=True)) == [Decimal(100), Decimal(200)]  # type: ignore[attr-defined]
