"""The map of levers, which administrators change."""

from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.stewardship import lever_actions
from missions.stewardship.lever_actions import Wording
from missions.stewardship.models import Lever, LeverStage, LeverStyle
from missions.stewardship.starting_levers import STARTING
from tests.making import TODAY, client_of, give, make_director, make_intervention, make_mission, make_user

pytestmark = pytest.mark.django_db
WORDING = Wording("Ask nicely", "convene", "early", "It sometimes works.")


@pytest.fixture
def administrator() -> User:
    return make_user(is_administrator=True)


def test_the_map_begins_with_a_lever_for_each_style_at_each_stage() -> None:
    assert {(row.style, row.stage) for row in STARTING} == {
        (style, stage) for style in LeverStyle.values for stage in LeverStage.values
    }
    assert len({row.slug for row in STARTING}) == len({row.name for row in STARTING}) == len(STARTING)
    assert all(len(row.description) <= 400 and row.description.endswith(".") for row in STARTING)


def test_one_is_added_renamed_and_moved_wherever_it_is_used(administrator: User) -> None:
    lever = lever_actions.add_lever(by=administrator, wording=WORDING)
    item = make_intervention(make_mission("planning"), slug="standard")
    item.levers.add(lever)
    lever_actions.change_lever(by=administrator, lever=lever, wording=Wording("Ask again", "inform", "mature"))
    assert "Ask again" in client_of(None).get(item.get_absolute_url()).content.decode()
    assert AuditRow.objects.get(action="lever.change").detail["before"] == {
        "name": "Ask nicely", "style": "convene", "stage": "early"
    }  # fmt: skip


def test_two_of_one_name_are_refused(administrator: User) -> None:
    lever_actions.add_lever(by=administrator, wording=WORDING)
    with pytest.raises(NotNow, match="this name already"):
        lever_actions.add_lever(by=administrator, wording=Wording("ASK NICELY", "fund", "mature"))
    answer = client_of(administrator).post(
        reverse("stewardship:add_lever"), {"name": "Ask nicely", "style": "fund", "stage": "early"}
    )
    assert "There is a lever of this name already." in answer.content.decode()


def test_what_is_retired_stays_where_it_is_used_and_nobody_else_can_choose_it(administrator: User) -> None:
    mission = make_mission("planning")
    director, grants = make_director(mission), Lever.objects.get(slug="grants")
    other = lever_actions.add_lever(by=administrator, wording=WORDING)
    for lever in (grants, other):
        lever_actions.retire_lever(by=administrator, lever=lever, on=TODAY)
    form = client_of(director).get(reverse("stewardship:mandate", args=["planning"])).content.decode()
    assert "Grants" in form
    assert "Ask nicely" not in form
    with pytest.raises(NotNow, match="retired already"):
        lever_actions.retire_lever(by=administrator, lever=other, on=TODAY)
    lever_actions.bring_back_lever(by=administrator, lever=other)
    assert "Ask nicely" in client_of(director).get(reverse("stewardship:mandate", args=["planning"])).content.decode()


def test_what_is_used_cant_be_deleted_what_isnt_can(administrator: User) -> None:
    make_mission("planning")
    grants, other = Lever.objects.get(slug="grants"), lever_actions.add_lever(by=administrator, wording=WORDING)
    with pytest.raises(NotNow, match="Retire it instead"):
        lever_actions.delete_lever(by=administrator, lever=grants)
    page = client_of(administrator).get(reverse("stewardship:delete_lever", args=["grants"])).content.decode()
    assert "can’t be deleted" in page
    lever_actions.delete_lever(by=administrator, lever=other)
    assert list(Lever.objects.filter(slug__in=("grants", "ask-nicely"))) == [grants]
    assert AuditRow.objects.get(action="lever.delete").detail == {"name": "Ask nicely"}


def test_only_administrators_change_them() -> None:
    lead = give(make_user(), "lead", make_mission())
    with pytest.raises(NotAllowed, match="administrator"):
        lever_actions.add_lever(by=lead, wording=WORDING)


def test_without_its_audit_row_nothing_is_added(administrator: User) -> None:
    with patch("missions.stewardship.lever_actions.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        lever_actions.add_lever(by=administrator, wording=WORDING)
    assert not Lever.objects.filter(name="Ask nicely").exists()


@pytest.mark.parametrize("values", [{"style": "shout"}, {"stage": "late"}])
def test_the_database_knows_the_styles_and_stages(values: dict[str, str]) -> None:
    good = {"slug": "x", "name": "X", "style": "fund", "stage": "early"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Lever.objects.create(**{**good, **values})
