"""Councils say what is in their way; it adds up per intervention and per mission, and findings may rest on it."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.urls import reverse

from missions.adoption import actions
from missions.adoption.blocking import blockers_on, of_intervention, of_mission, set_blockers, stuck
from missions.adoption.market_pieces import find, look_up
from missions.adoption.models import Blocker
from missions.adoption.summary import summarise
from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    client_of,
    give,
    make_council,
    make_event,
    make_intervention,
    make_lead,
    make_mission,
    make_pain_point,
    make_user,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
LATER = TODAY + dt.timedelta(days=30)


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def lead(mission: Mission) -> User:
    return make_lead(mission)


@pytest.fixture
def item(mission: Mission) -> Intervention:
    return make_intervention(mission, slug="standard", name="Standard")


@pytest.fixture
def council() -> Organisation:
    return make_council("AAA", name="Ayton")


def say(by: User, item: Intervention, council: Organisation, *barriers: str, on: dt.date = TODAY, note: str = "") -> None:
    standing = stand(by, "planning", on=on)
    set_blockers(by=by, standing=standing, intervention=item, organisation=council, barriers=barriers, note=note)


def named(item: Intervention, day: dt.date) -> set[str]:
    return set(blockers_on(day, intervention=item).values_list("barrier", flat=True))


def test_what_is_in_the_way_holds_from_day_to_day(lead: User, item: Intervention, council: Organisation) -> None:
    say(lead, item, council, "capacity", "funding")
    say(lead, item, council, "funding", "lock-in", on=LATER)
    assert named(item, TODAY) == {"capacity", "funding"}
    assert named(item, LATER) == {"funding", "lock-in"}
    assert AuditRow.objects.filter(action="adoption.blockers").count() == 2
    say(lead, item, council, "lock-in", "funding", on=LATER)
    assert AuditRow.objects.filter(action="adoption.blockers").count() == 2


def test_what_was_taken_back_on_the_same_day_was_never_in_the_way(lead: User, item: Intervention, council: Organisation) -> None:
    say(lead, item, council, "capacity")
    say(lead, item, council)
    assert not Blocker.objects.exists()


def test_nothing_is_in_the_way_of_a_council_that_uses_it(lead: User, item: Intervention, council: Organisation) -> None:
    say(lead, item, council, "capacity", on=TODAY - dt.timedelta(days=9))
    standing = stand(lead, "planning", on=TODAY)
    about: dict[str, Any] = {
        "by": lead,
        "standing": standing,
        "intervention": item,
        "organisation": council,
        "happened_on": TODAY,
    }
    actions.record_event(**about, stage="live", barriers=["capacity"])
    assert named(item, TODAY) == set()
    with pytest.raises(NotNow, match="uses it"):
        say(lead, item, council, "funding")


def test_who_may_say_it(item: Intervention, council: Organisation, mission: Mission) -> None:
    with pytest.raises(NotAllowed, match="own staff"):
        say(give(make_user(), "coordinator", make_council()), item, council, "funding")
    say(give(make_user(), "data-provider", council), item, council, "funding")
    assert named(item, TODAY) == {"funding"}


def test_councils_add_up_per_intervention_and_mission(
    lead: User, mission: Mission, item: Intervention, council: Organisation
) -> None:
    other, second = make_intervention(mission, slug="other"), make_council()
    gone = make_council(ends_on=TODAY)
    for intervention, who, barriers in (
        (item, council, ("capacity", "funding")),
        (item, second, ("capacity",)),
        (other, council, ("capacity",)),
    ):
        say(lead, intervention, who, *barriers)
    say(lead, item, gone, "capacity", on=TODAY - dt.timedelta(days=1))
    make_pain_point(mission, barrier="capacity")
    make_pain_point(mission, barrier="capacity", status="resolved")
    assert [(barrier, councils) for barrier, _, councils in of_intervention(item, TODAY)] == [("capacity", 2), ("funding", 1)]
    found = of_mission(mission, TODAY)
    assert found.councils == 2
    assert [(block.barrier, block.councils, block.pain_points) for block in found.blocks] == [
        ("capacity", 2, 1),
        ("funding", 1, 0),
    ]
    assert [(each, councils) for each, councils in found.blocks[0].interventions] == [(item, 2), (other, 1)]


def test_who_stands_still_without_a_word(item: Intervention, council: Organisation) -> None:
    long_ago = TODAY - dt.timedelta(days=200)
    silent = make_council()
    for who, stage, day in (
        (council, "committed", long_ago),
        (silent, "committed", long_ago),
        (make_council(), "live", long_ago),
        (make_council(), "aware", TODAY - dt.timedelta(days=100)),
    ):
        make_event(item, who, stage, happened_on=day)
    assert stuck(summarise(item, as_at=TODAY), {council.pk}) == [silent.pk]


def test_a_finding_may_rest_on_it_and_strangers_see_nothing(lead: User, item: Intervention, council: Organisation) -> None:
    say(lead, item, council, "capacity")
    standing = stand(lead, "planning", on=TODAY)
    [piece] = find(standing, "standard")
    assert piece.text == "1 council says what is in the way of Standard: skills and capacity"
    assert look_up(standing, [piece.pointer]) == {piece.pointer: piece}
    assert find(standing, "nothing like it") == []
    assert look_up(Standing(standing.mission, None, frozenset(), TODAY), [piece.pointer]) == {}


def test_pages_show_it_and_lead_to_pain_points(lead: User, mission: Mission, item: Intervention, council: Organisation) -> None:
    client = client_of(lead)
    point = make_pain_point(mission, barrier="funding")
    url = reverse("adoption:council_blockers", args=["planning", "standard", "AAA"])
    html = client.post(url, {"barriers": ["funding"], "barrier_note": "No budget until April."}, follow=True).content.decode()
    assert "What is in the way of Ayton is saved" in html
    assert 'value="funding"' in client.get(url).content.decode()
    listed = client.get(reverse("adoption:blockers", args=["planning", "standard"])).content.decode()
    assert "No budget until April." in listed
    assert (
        "Ayton" not in client.get(f"{reverse('adoption:blockers', args=['planning', 'standard'])}?barrier=data").content.decode()
    )
    whole = client.get(reverse("adoption:mission_blockers", args=["planning"])).content.decode()
    assert f"{reverse('problems:pain_points', args=['planning'])}?barrier={point.barrier}" in whole
    assert "1 council says what is in its way" in whole


def test_the_report_form_takes_it_along(item: Intervention, council: Organisation, mission: Mission) -> None:
    client = client_of(give(make_user(), "contributor", council))
    day = {"happened_on_day": "1", "happened_on_month": "5", "happened_on_year": "2026"}
    data = {"stage": "piloting", "note": "We test it.", "barriers": ["data"], "barrier_note": "Our maps are old.", **day}
    client.post(reverse("adoption:record", args=["planning", "standard", "AAA"]), data)
    [blocker] = Blocker.objects.all()
    assert (blocker.barrier, blocker.note, blocker.organisation) == ("data", "Our maps are old.", council)


@pytest.mark.parametrize("name", ["mission_blockers", "blockers"])
def test_pages_take_the_same_queries_however_many(
    lead: User, mission: Mission, item: Intervention, council: Organisation, name: str
) -> None:
    say(lead, item, council, "capacity")
    client, url = client_of(lead), reverse(f"adoption:{name}", args=["planning", *(["standard"] if name == "blockers" else [])])
    one = queries_of(client, url)
    for _ in range(8):
        say(lead, item, make_council(), "capacity", "funding")
        say(lead, make_intervention(mission), council, "process")
    assert queries_of(client, url) == one <= 12


def test_the_file_holds_what_each_council_says_and_no_formula(
    lead: User, mission: Mission, item: Intervention, council: Organisation
) -> None:
    say(lead, item, council, "funding", "data", note="=HYPERLINK(1)")
    say(lead, make_intervention(mission, name="Tool"), council, "process")
    url = reverse("adoption:blockers_download", args=["planning"])
    response = client_of(lead).get(url)
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))
    assert response.streaming
    assert [(row["intervention"], row["code"], row["barrier"], row["in its words"]) for row in rows] == [
        ("Standard", "AAA", "Data and standards", "'=HYPERLINK(1)"),
        ("Standard", "AAA", "Money", "'=HYPERLINK(1)"),
        ("Tool", "AAA", "Process", ""),
    ]
