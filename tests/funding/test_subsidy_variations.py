"""A variation that raises an award to an enterprise is checked against the subsidy limit as the award was."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from funding import subsidy
from funding.actions import awards, variations
from funding.actions import subsidy as actions
from funding.models import ActorMember, Award, EconomicActor
from funding.terms import Terms
from missions.core.refusals import NotNow
from tests import making
from tests.funding.awarding import NOW, ON, Cast, make_cast, submitted
from tests.making import client_of

pytestmark = pytest.mark.django_db
AFTER_ALL = dt.date(2026, 12, 1)  # three months after 1 September 2026


@pytest.fixture
def cast() -> Cast:
    """A fund with room enough, and a supplier with its signatory in the council’s place."""
    cast = make_cast("900000.00")
    supplier = making.make_supplier()
    return replace(cast, council=supplier, signatory=making.give(making.make_user(), "supplier-signatory", supplier))


def tell_and_confirm(cast: Cast, award: Award) -> None:
    award, now = Award.objects.get(pk=award.pk), timezone.now()
    actions.notify(by=cast.member, standing=cast.stands(cast.member), award=award, now=now)
    actions.confirm(by=cast.signatory, standing=cast.stands(cast.signatory), award=award, declared=(), now=now)


def given(cast: Cast, amount: str) -> Award:
    award = submitted(cast, amount, purpose="supplier-adoption")
    tell_and_confirm(cast, award)
    awards.approve(by=cast.director, place=cast.at(cast.director, award), now=NOW)
    return Award.objects.get(pk=award.pk)


def proposed(cast: Cast, award: Award, amount: str) -> None:
    terms = replace(Terms.of(award), years={2026: Decimal(amount)})
    variations.propose(by=cast.member, place=cast.at(cast.member, award), terms=terms, reason="More councils.", now=NOW)


def approve(cast: Cast, award: Award) -> None:
    place = cast.at(cast.director, award)
    variations.approve(by=cast.director, place=place, number=award.variations.count(), now=NOW)


def test_a_raise_is_told_and_confirmed_before_it_is_approved(cast: Cast) -> None:
    award = given(cast, "100000.00")
    proposed(cast, award, "150000.00")
    with pytest.raises(NotNow, match="told of £100,000, and the award is £150,000 now"):
        approve(cast, award)
    tell_and_confirm(cast, award)
    assert award.subsidy_notices.first().amount == Decimal("150000.00")  # type: ignore[union-attr]
    approve(cast, award)
    assert Award.objects.get(pk=award.pk).amount == Decimal("150000.00")


@pytest.mark.parametrize(("amount", "passes"), [("215000.00", True), ("215000.01", False)])
def test_a_raise_is_checked_to_the_penny_with_the_whole_group(cast: Cast, amount: str, passes: bool) -> None:
    other = making.make_supplier()
    group = EconomicActor.objects.create(name="Group")
    for member in (cast.council, other):
        ActorMember.objects.create(actor=group, organisation=member, starts_on=dt.date(2020, 1, 1), source="Register")
    making.make_award(cast.mission, other, "100000.00", awarded_on=dt.date(2024, 4, 1))
    award = given(cast, "50000.00")
    proposed(cast, award, amount)
    tell_and_confirm(cast, award)
    if passes:
        approve(cast, award)
    else:
        with pytest.raises(NotNow, match=r"£150,000 has been given, so £165,000 is left, and this raise is £165,000\.01"):
            approve(cast, award)
    assert Award.objects.get(pk=award.pk).amount == Decimal(amount if passes else "50000.00")


def test_a_lower_amount_needs_no_new_notification(cast: Cast) -> None:
    award = given(cast, "100000.00")
    proposed(cast, award, "60000.00")
    approve(cast, award)
    assert Award.objects.get(pk=award.pk).amount == Decimal("60000.00")


def test_another_route_lifts_the_limit_from_raises_too(cast: Cast) -> None:
    award = given(cast, "300000.00")
    actions.record_route(
        by=cast.lead, standing=cast.stands(cast.lead), award=award, kind="scheme", reference="S-1", reason="Published.", now=NOW
    )
    award = Award.objects.get(pk=award.pk)
    proposed(cast, award, "400000.00")
    approve(cast, award)
    assert Award.objects.get(pk=award.pk).amount == Decimal("400000.00")


def test_what_a_raise_added_counts_from_its_own_day(cast: Cast) -> None:
    """An award of 2023 doesn’t count on 1 September 2026 any more; what was added to it that day does."""
    award = given(cast, "100000.00")
    proposed(cast, award, "150000.00")
    tell_and_confirm(cast, award)
    approve(cast, award)
    Award.objects.filter(pk=award.pk).update(awarded_on=dt.date(2023, 5, 1))
    where = subsidy.position(subsidy.actor_of(cast.council, on=ON), on=ON)
    assert [(item.given_on, item.amount) for item in where.counted] == [(ON, Decimal("50000.00"))]


def test_a_raise_over_the_threshold_is_to_be_published_from_its_day(cast: Cast) -> None:
    award = given(cast, "100000.00")
    assert subsidy.duties([award]) == []
    proposed(cast, award, "100000.01")
    tell_and_confirm(cast, award)
    approve(cast, award)
    Award.objects.filter(pk=award.pk).update(awarded_on=dt.date(2026, 4, 1))
    (duty,) = subsidy.duties([Award.objects.get(pk=award.pk)])
    assert (duty.decided_on, duty.due_on) == (ON, AFTER_ALL)


def test_the_page_says_what_a_raise_waits_for(cast: Cast) -> None:
    award = given(cast, "100000.00")
    proposed(cast, award, "150000.00")
    text = client_of(cast.member).get(f"/missions/{cast.mission.slug}/awards/{award.reference}/subsidy/").content.decode()
    assert "A variation would raise this award from £100,000 to £150,000." in text
    assert "Send a new notification" in text
