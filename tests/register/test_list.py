"""The register’s list: search, filters, and as at any day."""

import datetime as dt
from typing import Any

import pytest

from missions.register.models import AlternativeName, Identifier, Succession
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2019, 4, 1)


@pytest.fixture
def taunton() -> None:
    """Taunton Deane, followed by Somerset West and Taunton; a borough elsewhere; a supplier."""
    old = making.make_council("TAU", name="Taunton Deane", region="South West", ends_on=DAY)
    new = making.make_council("SWT", name="Somerset West and Taunton", region="South West", starts_on=DAY)
    Succession.objects.create(predecessor=old, successor=new, vests_on=DAY)
    AlternativeName.objects.create(organisation=new, name="SWaT")
    Identifier.objects.create(organisation=new, scheme="gss", value="E07000246")
    Identifier.objects.create(organisation=new, scheme="planning-data", value="local-authority:SWTX")
    making.make_council("CMD", name="Camden", council_type="london-borough", region="London", official_name="LB of Camden")
    making.make_council("CRF", name="Cardiff", council_type="welsh", nation="Wales", region="Wales")
    making.make_supplier("01234567", name="Taunton Software Ltd")


def get(query: str) -> Any:
    response = client_of(None).get(f"/register/{query}")
    assert response.status_code == 200
    return response


def found(query: str) -> list[str]:
    return [item.code for item, _ in get(query).context["rows"]]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?q=camden", ["CMD"]),
        ("?q=lb+of", ["CMD"]),
        ("?q=swat", ["SWT"]),
        ("?q=e07000246", ["SWT"]),
        ("?q=local-authority:swtx", ["SWT"]),
        ("?q=swtx", ["SWT"]),
        ("?q=swt", ["SWT"]),
        ("?q=taunton", ["SWT", "01234567"]),
        ("?q=taunton&kind=council", ["SWT"]),
        ("?kind=supplier", ["01234567"]),
        ("?type=london-borough", ["CMD"]),
        ("?nation=Wales", ["CRF"]),
        ("?region=London", ["CMD"]),
        ("?q=taunton&as_at=2019-03-31", ["TAU", "01234567"]),
        ("?q=taunton&as_at=1/4/2019", ["SWT", "01234567"]),
        ("?q=taunton&ended=yes", ["SWT", "TAU", "01234567"]),
        ("?q=zzz", []),
        ("?q=%00", ["CMD", "CRF", "SWT", "01234567"]),
    ],
)
def test_search_and_filters(taunton: None, query: str, codes: list[str]) -> None:
    assert found(query) == codes


def test_ended_ones_are_said_plainly(taunton: None) -> None:
    text = get("?q=taunton+deane&ended=yes").content.decode()
    assert "Ended</strong>" in text
    assert "Last day 31 March 2019, then Somerset West and Taunton" in text


def test_what_matches_on_another_day_is_one_click_away(taunton: None) -> None:
    text = get("?q=taunton+deane").content.decode()
    assert "1 more matches, but had ended or not started by then" in text
    assert 'href="/register/?q=taunton+deane&amp;ended=yes"' in text


@pytest.mark.parametrize("text", ["nonsense", "2019-02-30", "1000-01-01", "3000-01-01"])
def test_a_day_that_is_none_is_told_and_today_is_shown(taunton: None, text: str) -> None:
    response = get(f"?as_at={text}")
    assert "Enter a date that exists between 1800 and 2099" in response.content.decode()
    assert response.context["as_at"].is_today


def test_a_future_day_shows_the_councils_to_come() -> None:
    making.make_council("ESY", name="East Surrey", starts_on=dt.date(2097, 4, 1))
    assert found("?q=surrey") == []
    assert found("?q=surrey&as_at=2097-04-01") == ["ESY"]
    assert "Not started</strong>" in get("?q=surrey&ended=yes").content.decode()


def test_a_population_that_is_not_known_is_not_zero() -> None:
    making.make_council(population=None)
    assert "not known" in get("").content.decode()


def test_an_empty_register_says_who_fills_it() -> None:
    assert "The register is empty" in get("").content.decode()


def test_only_an_administrator_is_led_to_the_import() -> None:
    for user, is_led in ((making.make_user(is_administrator=True), True), (making.make_user(), False), (None, False)):
        assert ("Import a register" in client_of(user).get("/register/").content.decode()) is is_led


def test_fifty_on_a_page_in_the_same_number_of_queries() -> None:
    client = client_of(making.make_user())
    _followed()
    few = queries_of(client, "/register/?q=council&ended=yes"), queries_of(client, "/register/?q=council")
    for _ in range(60):
        _followed()
    assert (queries_of(client, "/register/?q=council&ended=yes"), queries_of(client, "/register/?q=council")) == few
    assert max(few) <= 12
    assert len(get("?ended=yes").context["rows"]) == 50


def _followed() -> None:
    """A council that exists, with an end to come, and the one that follows it."""
    to_come = dt.date(2097, 4, 1)
    old, new = making.make_council(ends_on=to_come), making.make_council(starts_on=to_come)
    Succession.objects.create(predecessor=old, successor=new, vests_on=to_come)


def test_the_list_leads_to_the_reorganisations() -> None:
    assert 'href="/register/reorganisations/"' in client_of(None).get("/register/").content.decode()
