"""What the database holds about organisations, whoever writes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from missions.register.models import AlternativeName, Identifier, Organisation, Succession, SuccessionStatus
from tests import making

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 4, 1)


def test_a_code_names_one_organisation() -> None:
    making.make_council("AAA")
    with pytest.raises(IntegrityError, match="code"):
        making.make_supplier("AAA")


@pytest.mark.parametrize("ends_on", [DAY, DAY - dt.timedelta(days=1)])
def test_an_organisation_ends_after_it_starts(ends_on: dt.date) -> None:
    with pytest.raises(IntegrityError, match="organisation_span"):
        making.make_council(starts_on=DAY, ends_on=ends_on)


@pytest.mark.parametrize(("kind", "council_type"), [("council", ""), ("council", "kingdom"), ("supplier", "district")])
def test_only_a_council_has_a_type_and_every_council_has_one(kind: str, council_type: str) -> None:
    with pytest.raises(IntegrityError, match="organisation_council_has_type"):
        Organisation.objects.create(code="X", name="X", kind=kind, council_type=council_type)


def test_an_identifier_names_one_organisation_and_an_organisation_may_have_several() -> None:
    first, second = making.make_council(), making.make_council()
    Identifier.objects.create(organisation=first, scheme="gss", value="E1")
    Identifier.objects.create(organisation=first, scheme="gss", value="E2")
    with pytest.raises(IntegrityError, match="identifier_names_one_organisation"):
        Identifier.objects.create(organisation=second, scheme="gss", value="E1")


def test_two_organisations_may_share_a_name_but_each_has_it_once() -> None:
    old, new = making.make_council(), making.make_council()
    AlternativeName.objects.create(organisation=old, name="Dorset")
    AlternativeName.objects.create(organisation=new, name="Dorset")
    with pytest.raises(IntegrityError, match="alternative_name_once"):
        AlternativeName.objects.create(organisation=new, name="Dorset")


def test_nothing_follows_itself() -> None:
    council = making.make_council()
    with pytest.raises(IntegrityError, match="succession_not_itself"):
        Succession.objects.create(predecessor=council, successor=council, vests_on=DAY)


def test_one_link_between_two() -> None:
    old, new = making.make_council(), making.make_council()
    Succession.objects.create(predecessor=old, successor=new, vests_on=DAY)
    with pytest.raises(IntegrityError, match="succession_once"):
        Succession.objects.create(predecessor=old, successor=new, vests_on=DAY)


@pytest.mark.parametrize("share", ["0", "-0.1", "1.00001"])
def test_a_share_is_a_share(share: str) -> None:
    with pytest.raises(IntegrityError, match="succession_share_is_a_share"):
        Succession.objects.create(
            predecessor=making.make_council(), successor=making.make_council(), vests_on=DAY, population_share=Decimal(share)
        )


def test_a_council_that_was_followed_is_never_deleted() -> None:
    old, new = making.make_council(), making.make_council()
    Succession.objects.create(predecessor=old, successor=new, vests_on=DAY)
    with pytest.raises(ProtectedError):
        old.delete()


def test_a_successor_is_responsible_from_the_vesting_day_unless_it_was_stopped() -> None:
    link = Succession(vests_on=DAY)
    assert not link.in_force_on(DAY - dt.timedelta(days=1))
    assert link.in_force_on(DAY)
    assert not Succession(vests_on=DAY, status=SuccessionStatus.WITHDRAWN).in_force_on(DAY)
    assert not Succession(vests_on=DAY, status=SuccessionStatus.CHALLENGED).in_force_on(DAY)


def test_the_last_day_is_the_one_before_the_end() -> None:
    assert making.make_council(ends_on=DAY).last_day == dt.date(2023, 3, 31)
