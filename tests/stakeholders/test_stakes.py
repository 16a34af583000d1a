"""Stakes: who may change them, what the database refuses, the log that keeps what it said, gaps and the reminder."""

import datetime as dt
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from django.test import Client

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.register.models import Organisation
from missions.stakeholders.actions import Judgement, Talk, add_stake, correct_contact, edit_stake, log_contact, move_stake
from missions.stakeholders.gaps import LATE, UNOWNED, find
from missions.stakeholders.models import Contact, Stake, StakeRole
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests.making import client_of, give, make_contact, make_council, make_lead, make_mission, make_stake, make_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 9, 1)
ROLE = StakeRole.values[0]


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def council() -> Organisation:
    return make_council("AAA", name="Ayton")


@pytest.fixture
def standing(mission: Mission) -> Standing:
    return stand(make_lead(mission), mission.slug, on=ON)


def talk(standing: Standing, outcome: str = "") -> Talk:
    assert standing.user is not None
    return Talk(dt.date(2026, 8, 20), "call", standing.user, outcome or "agreed", "")


@pytest.mark.parametrize("name", ["interest", "influence"])
@pytest.mark.parametrize("value", [0, 6])
def test_interest_and_influence_run_from_1_to_5(mission: Mission, council: Organisation, name: str, value: int) -> None:
    with pytest.raises(IntegrityError, match=f"stake_{name}_1_to_5"):
        make_stake(mission, council, **{name: value})


def test_an_organisation_is_a_stakeholder_once(standing: Standing, council: Organisation) -> None:
    by = standing.user
    assert by is not None
    add_stake(by=by, standing=standing, organisation=council, judgement=Judgement(ROLE, 3, 4))
    with pytest.raises(NotNow, match="already"):
        add_stake(by=by, standing=standing, organisation=council, judgement=Judgement(ROLE, 3, 4))
    assert Stake.objects.count() == 1


def test_observers_read_and_dont_change(mission: Mission, council: Organisation) -> None:
    observer = give(make_user(), "observer", mission)
    standing = stand(observer, mission.slug, on=ON)
    with pytest.raises(NotAllowed):
        add_stake(by=observer, standing=standing, organisation=council, judgement=Judgement(ROLE, 3, 4))


def test_a_change_and_its_audit_row_come_together_or_not_at_all(standing: Standing, council: Organisation) -> None:
    by = standing.user
    assert by is not None
    stake = make_stake(standing.mission, council)
    with patch("missions.stakeholders.actions.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        edit_stake(by=by, standing=standing, stake=stake, judgement=Judgement(ROLE, 5, 5))
    stake.refresh_from_db()
    assert stake.influence == 3
    edit_stake(by=by, standing=standing, stake=stake, judgement=Judgement(ROLE, 5, 5))
    assert AuditRow.objects.get(action="stake.edit").detail["changed"] == ["influence", "interest"]


def test_the_log_keeps_what_it_said_beside_the_correction(standing: Standing, council: Organisation) -> None:
    by = standing.user
    assert by is not None
    stake = make_stake(standing.mission, council)
    first = log_contact(by=by, standing=standing, stake=stake, talk=talk(standing), next_contact_on=dt.date(2026, 10, 1))
    stake.refresh_from_db()
    assert stake.next_contact_on == dt.date(2026, 10, 1)
    later = correct_contact(by=by, standing=standing, contact=first, talk=talk(standing, "interested"), reason="Misheard.")
    assert later.supersedes == first
    assert set(Contact.objects.values_list("outcome", flat=True)) == {"agreed", "interested"}
    with pytest.raises(NotNow, match="corrected already"):
        correct_contact(by=by, standing=standing, contact=first, talk=talk(standing), reason="Again.")


def test_engagement_moves_as_the_table_says(standing: Standing, council: Organisation) -> None:
    by = standing.user
    assert by is not None
    stake = make_stake(standing.mission, council)
    with pytest.raises(NotNow):
        move_stake(by=by, standing=standing, stake=stake, engagement="leading", since=ON)
    move_stake(by=by, standing=standing, stake=stake, engagement="taking-part", since=ON)
    stake.refresh_from_db()
    assert stake.engagement == "taking-part"


def test_a_stake_nobody_looks_after_and_a_contact_past_its_day_are_gaps(mission: Mission, council: Organisation) -> None:
    stake = make_stake(mission, council, engagement="taking-part", next_contact_on=dt.date(2026, 8, 31))
    assert {gap.kind for gap in find([mission.pk], ON)} == {UNOWNED, LATE}
    Stake.objects.filter(pk=stake.pk).update(owner=make_lead(mission), next_contact_on=dt.date(2026, 10, 1))
    assert list(find([mission.pk], ON)) == []


@pytest.mark.parametrize("page", ["", "grid/", "suggestions/", "coverage/", "coverage/missing/"])
def test_pages_take_the_same_queries_with_more_stakeholders(mission: Mission, council: Organisation, page: str) -> None:
    client = client_of(make_lead(mission))
    url = f"/missions/planning/stakeholders/{page}"
    make_contact(make_stake(mission, council), make_lead(mission))
    few = queries_of(client, url)
    for _ in range(20):
        make_contact(make_stake(mission, make_council()), make_lead(mission))
    assert queries_of(client, url) <= few
    assert few <= 12


def test_coverage_names_who_is_missing(mission: Mission, council: Organisation) -> None:
    make_council("BBB", name="Beeford", population=300_000)
    lead = make_lead(mission)
    stake = make_stake(mission, council)
    move_stake(by=lead, standing=stand(lead, mission.slug, on=ON), stake=stake, engagement="taking-part", since=ON)
    client = client_of(lead)
    assert "Beeford" in client.get("/missions/planning/stakeholders/coverage/missing/").content.decode()
    page = " ".join(client.get("/missions/planning/stakeholders/coverage/").content.decode().split())
    assert "Unknown supplier" in page
    assert "25%" in page


def test_strangers_dont_know_that_there_are_stakeholders(mission: Mission, client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/missions/planning/stakeholders/").status_code == 404
