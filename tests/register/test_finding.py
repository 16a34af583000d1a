"""Finding organisations by the references that published tables use."""

import pytest

from missions.register.finding import Finder
from missions.register.models import AlternativeName, Identifier, Kind, Organisation
from tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def councils() -> tuple[Organisation, Organisation]:
    """An old county and the new unitary that share a name; the new one goes by another code in planning data."""
    old = making.make_council("SOM", name="Somerset County")
    new = making.make_council("SMT", name="Somerset")
    AlternativeName.objects.create(organisation=old, name="somerset")
    AlternativeName.objects.create(organisation=new, name="Somerset Unitary")
    Identifier.objects.create(organisation=new, scheme="planning-data", value="local-authority:SUA")
    Identifier.objects.create(organisation=new, scheme="gss", value="E06000066")
    Identifier.objects.create(organisation=old, scheme="former-gss", value="E10000027")
    return old, new


def test_by_a_reference_of_planning_data_or_our_own_code(councils: tuple[Organisation, Organisation]) -> None:
    old, new = councils
    finder = Finder()
    assert finder.reference("local-authority:SUA") == finder.reference("SMT") == new.pk
    assert finder.reference("SOM") == old.pk
    assert finder.reference("local-authority:XXX") is None


def test_by_a_gss_code_a_former_one_included(councils: tuple[Organisation, Organisation]) -> None:
    finder = Finder()
    assert (finder.gss("E10000027"), finder.gss("E06000066")) == tuple(council.pk for council in councils)
    assert finder.gss("E99999999") is None


def test_an_ambiguous_name_is_not_guessed(councils: tuple[Organisation, Organisation]) -> None:
    assert Finder().name("Somerset") is None


def test_a_name_that_one_organisation_goes_by_is_found_in_any_case(councils: tuple[Organisation, Organisation]) -> None:
    old, new = councils
    finder = Finder()
    assert finder.name(" somerset UNITARY ") == new.pk
    assert finder.name("Somerset County") == old.pk
    assert finder.name("Nowhere") is None


def test_one_name_written_twice_by_one_organisation_is_not_ambiguous() -> None:
    council = making.make_council(name="Ayton", official_name="AYTON")
    assert Finder().name("ayton") == council.pk


def test_it_asks_three_questions_whatever_the_number(django_assert_num_queries: object) -> None:
    for _ in range(20):
        making.make_council(kind=Kind.COUNCIL)
    with django_assert_num_queries(3):  # type: ignore[operator]
        finder = Finder()
        assert finder.reference("nothing") is None
