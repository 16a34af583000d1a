"""Adding a body that no register lists: who may, what is refused, what looks alike, and where its page is."""

import datetime as dt
from typing import Any
from unittest.mock import patch

import pytest

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.register.models import Organisation
from missions.stakeholders.bodies import Body, add_body
from tests.making import client_of, give, make_council, make_department, make_lead, make_mission, make_supplier, make_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 9, 1)
ADD = "/register/add/"
ASSOCIATION = Body("Planning Officers Circle", "sector-body")


@pytest.fixture
def lead() -> User:
    return make_lead(make_mission("planning"))


def send(user: User, query: str = "", **values: str) -> Any:
    return client_of(user).post(f"{ADD}{query}", {"name": "Planning Officers Circle", "kind": "sector-body", **values})


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    found: dict[str, list[str]] = response.context["form"].errors
    return found


def test_a_lead_adds_an_association_with_its_audit_row(lead: User) -> None:
    made = add_body(by=lead, body=ASSOCIATION, on=ON)
    assert (made.code, made.kind, made.council_type, made.starts_on) == ("planning-officers-circle", "sector-body", "", None)
    row = AuditRow.objects.get(action="register.add-body")
    assert (row.actor_id, row.subject_id, row.detail) == (lead.pk, str(made.pk), {"kind": "sector-body"})


def test_without_its_audit_row_nothing_is_added(lead: User) -> None:
    with patch("missions.stakeholders.bodies.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        add_body(by=lead, body=ASSOCIATION, on=ON)
    assert not Organisation.objects.filter(name=ASSOCIATION.name).exists()


@pytest.mark.parametrize("role", ["member", "director", "analyst", "observer"])
def test_others_on_a_mission_may_not(role: str) -> None:
    with pytest.raises(NotAllowed, match="administrator or the lead"):
        add_body(by=give(make_user(), role, make_mission()), body=ASSOCIATION, on=ON)


def test_a_lead_whose_role_has_ended_may_not() -> None:
    former = give(make_user(), "lead", make_mission(), ends_on=ON)
    with pytest.raises(NotAllowed):
        add_body(by=former, body=ASSOCIATION, on=ON)
    assert add_body(by=former, body=ASSOCIATION, on=ON - dt.timedelta(days=1)).pk


@pytest.mark.parametrize("kind", ["council", "combined-authority", "national-park", "development-corporation", "nonsense"])
def test_councils_and_authorities_never_come_this_way(lead: User, kind: str) -> None:
    with pytest.raises(NotNow, match="published register"):
        add_body(by=lead, body=Body("Newtown", kind), on=ON)
    assert "kind" in errors(send(lead, kind=kind))


def test_a_company_goes_by_its_number(lead: User) -> None:
    assert send(lead, name="Maps Ltd", kind="supplier", company_number=" 123 4567 ").headers["Location"] == "/register/01234567/"
    made = Organisation.objects.get(code="01234567")
    assert list(made.identifiers.values_list("scheme", "value")) == [("company", "01234567")]
    again = errors(send(lead, name="Quite Another", kind="supplier", company_number="01234567"))
    assert again == {"company_number": ["Maps Ltd is in the register already, as 01234567."]}


@pytest.mark.parametrize("number", ["12A", "ABCDEFGH", "123456789", "SC12345"])
def test_a_number_that_no_company_has_is_refused(lead: User, number: str) -> None:
    assert "for example 01234567" in errors(send(lead, company_number=number))["company_number"][0]


@pytest.mark.parametrize("name", ["", "  ", "…", "x" * 201])
def test_a_name_is_needed(lead: User, name: str) -> None:
    assert set(errors(send(lead, name=name))) == {"name"}


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://example.org", "no address"])
def test_a_website_that_no_browser_should_open_is_refused(lead: User, website: str) -> None:
    assert set(errors(send(lead, website=website))) == {"website"}


@pytest.mark.parametrize("name", ["Ayton", "ayton", "AYT", "Ayton  Borough Council", "Ayton-on-Sea"])
def test_what_is_there_under_a_name_or_code_is_not_added_again(lead: User, name: str) -> None:
    council = make_council("AYT", name="Ayton", official_name="Ayton Borough Council")
    council.alternative_names.create(name="Ayton-on-Sea")
    assert errors(send(lead, name=name)) == {"name": ["Ayton is in the register already, as AYT."]}


def test_a_name_that_a_council_had_which_ended_is_free(lead: User) -> None:
    make_council("OLD", name="Ayton", ends_on=dt.date(2019, 4, 1))
    assert send(lead, name="Ayton", is_none_of_these="on").status_code == 302


def test_what_looks_alike_is_shown_first_and_added_only_when_it_is_another(lead: User) -> None:
    make_supplier("01234567", name="Idox Software")
    make_supplier("07654321", name="Cartography Works")
    shown = send(lead, name="Idox Software Group plc", kind="supplier")
    assert [item.code for item in shown.context["form"].alike] == ["01234567"]
    assert "Is it one of these?" in shown.content.decode()
    assert send(lead, name="Idox Software Group plc", kind="supplier", is_none_of_these="on").status_code == 302
    assert Organisation.objects.filter(kind="supplier").count() == 3


def test_nothing_is_asked_when_nothing_looks_alike(lead: User) -> None:
    make_supplier(name="Cartography Works")
    make_department(name="Department for Bins")
    assert send(lead).status_code == 302


@pytest.mark.parametrize(("name", "code"), [("Add", "add-2"), ("Import", "import-2"), ("株式会社", "supplier")])
def test_a_code_never_takes_the_place_of_another_page(lead: User, name: str, code: str) -> None:
    made = add_body(by=lead, body=Body(name, "supplier"), on=ON)
    assert made.code == code
    assert client_of(lead).get(made.get_absolute_url()).context["organisation"] == made


def test_whoever_came_from_a_mission_goes_back_with_the_body_filled_in(lead: User) -> None:
    back = send(lead, "?mission=planning").headers["Location"]
    assert back == "/missions/planning/stakeholders/new/?organisation=planning-officers-circle"
    assert 'value="planning-officers-circle"' in client_of(lead).get(back).content.decode()
    make_mission("other")
    assert (
        send(lead, "?mission=other", name="Second Circle", is_none_of_these="on").headers["Location"]
        == "/register/second-circle/"
    )


def test_the_way_leads_from_where_an_organisation_is_missing(lead: User) -> None:
    client = client_of(lead)
    stake = client.post("/missions/planning/stakeholders/new/", {"organisation": "Lost & Found"}).content.decode()
    assert 'href="/register/add/?mission=planning&amp;name=Lost%20%26%20Found"' in stake
    for page in ("/register/", "/search/"):
        assert 'href="/register/add/?name=Lost%20%26%20Found"' in client.get(page, {"q": "Lost & Found"}).content.decode()
        assert "/register/add/" not in client_of(None).get(page, {"q": "Lost & Found"}).content.decode()
    member = give(make_user(), "member", make_mission("second"))
    theirs = client_of(member).get("/missions/second/stakeholders/new/").content.decode()
    assert "/register/add/" not in theirs
    assert "An administrator or the lead of this mission can add it." in theirs


def test_the_form_takes_few_queries(lead: User) -> None:
    assert queries_of(client_of(lead), f"{ADD}?mission=planning") <= 5
