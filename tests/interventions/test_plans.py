"""What stands behind an intervention: what it says, its theory of change, what it rests on."""

import threading
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.core.registries import gaps
from missions.interventions.dependencies import way
from missions.interventions.models import Intervention
from missions.interventions.plan_actions import add_dependency, remove_dependency, set_theory
from missions.interventions.plan_models import Dependency, TheoryLine
from missions.interventions.theory import theory_of
from missions.people.models import User
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Lever, Mission
from tests.making import TODAY, client_of, give, make_intervention, make_lead, make_mission, make_pain_point, make_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def lead(mission: Mission) -> User:
    return make_lead(mission)


@pytest.fixture
def standing(mission: Mission, lead: User) -> Standing:
    return stand(lead, "planning", on=TODAY)


def items(mission: Mission, *names: str) -> list[Intervention]:
    return [make_intervention(mission, slug=name.lower(), name=name) for name in names]


def rest(standing: Standing, intervention: Intervention, on: Intervention, strength: str = "needs") -> Dependency:
    assert standing.user is not None
    return add_dependency(by=standing.user, standing=standing, intervention=intervention, on=on, strength=strength)


def page(user: User | None, name: str, slug: str = "") -> str:
    answer = client_of(user).get(reverse(f"interventions:{name}", args=["planning", *([slug] if slug else [])]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_is_added_as_an_idea_with_its_pain_points_and_levers(mission: Mission, lead: User) -> None:
    make_pain_point(mission, reference="PP-001")
    grants = Lever.objects.get(slug="grants")
    data = {"name": "Shared checker", "kind": "tool", "summary": "Checks files.", "pain_points": "pp-001", "levers": [grants.pk]}
    assert client_of(lead).post(reverse("interventions:add", args=["planning"]), data).status_code == 302
    item = Intervention.objects.get(slug="shared-checker")
    assert (item.status, item.owner) == ("idea", lead)
    assert [link.pain_point.reference for link in item.addresses.all()] == ["PP-001"]
    assert list(item.levers.all()) == [grants]
    assert AuditRow.objects.filter(action="intervention.add", actor_id=lead.pk).exists()


def test_a_reference_that_no_pain_point_has_is_told(mission: Mission, lead: User) -> None:
    data = {"name": "Checker", "kind": "tool", "summary": "Checks.", "pain_points": "PP-404 <script>"}
    answer = client_of(lead).post(reverse("interventions:add", args=["planning"]), data).content.decode()
    assert "This mission has no pain point &lt;SCRIPT&gt;, PP-404." in answer
    assert not Intervention.objects.exists()


def test_changing_it_keeps_the_basis_of_links_that_stay_and_a_retired_lever(mission: Mission, lead: User) -> None:
    stays, goes = make_pain_point(mission, reference="PP-001"), make_pain_point(mission, reference="PP-002")
    item = make_intervention(mission, slug="standard", pain_point=goes)
    item.addresses.create(pain_point=stays, basis="source")
    retired = Lever.objects.create(slug="old", name="Old", style="buy", retired_on=TODAY)
    item.levers.add(retired)
    url = reverse("interventions:edit", args=["planning", "standard"])
    assert "PP-001, PP-002" in page(lead, "edit", "standard")
    data = {"name": "New name", "kind": "tool", "summary": "It is.", "pain_points": "PP-001", "levers": [retired.pk]}
    assert client_of(lead).post(url, data).status_code == 302
    assert [(link.pain_point, link.basis) for link in item.addresses.all()] == [(stays, "source")]
    assert list(item.levers.all()) == [retired]
    # Others can’t choose what is retired.
    assert client_of(lead).post(reverse("interventions:add", args=["planning"]), data).status_code == 200


def test_a_theory_is_kept_in_order_and_drawn_for_everybody(standing: Standing, lead: User) -> None:
    [item] = items(standing.mission, "Standard")
    set_theory(by=lead, standing=standing, intervention=item, lines={"inputs": ["Money", "People"], "outcomes": ["Fewer errors"]})
    set_theory(
        by=lead, standing=standing, intervention=item, lines={"inputs": ["People", "Money"], "assumptions": ["Files exist"]}
    )
    drawn = theory_of(TheoryLine.objects.all())
    assert [column.lines for column in drawn.columns] == [["People", "Money"], [], [], []]
    assert (drawn.sentence, drawn.missing) == ("2 inputs. It rests on 1 assumption.", ["activities", "outputs", "outcomes"])
    shown = page(None, "intervention", "standard")
    assert shown.index("People</li>") < shown.index("Money</li>") < shown.index("Files exist")
    assert "Fewer errors" not in shown
    assert AuditRow.objects.filter(action="intervention.theory").count() == 2


def test_a_whole_theory_in_one_sentence() -> None:
    words = {"inputs": 1, "activities": 2, "outputs": 1, "outcomes": 3}
    lines = [TheoryLine(step=step, position=place, wording="x") for step, number in words.items() for place in range(number)]
    assert theory_of(lines).sentence == "1 input, then 2 activities, then 1 output, then 3 outcomes."


def test_the_owner_writes_it_as_long_as_they_are_on_the_mission(mission: Mission, lead: User) -> None:
    owner = give(make_user(), "observer", mission)
    item = make_intervention(mission, slug="standard", owner=owner)
    member = give(make_user(), "member", mission)
    lines = {"inputs": ["Money"]}
    set_theory(by=owner, standing=stand(owner, "planning", on=TODAY), intervention=item, lines=lines)
    with pytest.raises(NotAllowed, match="lead and the intervention’s owner"):
        set_theory(by=member, standing=stand(member, "planning", on=TODAY), intervention=item, lines=lines)
    owner.mission_roles.update(ends_on=TODAY)
    with pytest.raises(NotAllowed):
        set_theory(by=owner, standing=stand(owner, "planning", on=TODAY), intervention=item, lines=lines)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x" * 201, "Line 1 of inputs has 201 characters. Shorten it to 200 or fewer."),
        ("\n".join("abcdefghijklm"), "Inputs has 13 lines. Keep to 12 or fewer."),
        ("x" * 30_000, "Ensure this value has at most 20000 characters"),
    ],
)
def test_a_theory_that_can_be_read_at_a_glance(mission: Mission, lead: User, typed: str, sentence: str) -> None:
    items(mission, "Standard")
    answer = client_of(lead).post(reverse("interventions:theory", args=["planning", "standard"]), {"inputs": typed})
    assert sentence in answer.content.decode()
    assert not TheoryLine.objects.exists()


def test_a_circle_is_refused_with_its_way(standing: Standing, lead: User) -> None:
    a, b, c = items(standing.mission, "Alpha", "Beta", "Gamma")
    rest(standing, a, b)
    rest(standing, b, c, "helped")
    with pytest.raises(NotNow, match="circle: Alpha, which rests on Beta, which rests on Gamma"):
        rest(standing, c, a)
    with pytest.raises(NotNow, match="on itself"):
        rest(standing, a, a)
    with pytest.raises(NotNow, match="already"):
        rest(standing, a, b, "helped")
    # Two ways to one thing are no circle.
    rest(standing, a, c)
    answer = client_of(lead).post(
        reverse("interventions:dependencies", args=["planning", "gamma"]), {"on": a.pk, "strength": "needs"}
    )
    assert "That would go round in a circle" in answer.content.decode()
    assert Dependency.objects.count() == 3


def test_the_shortest_way_and_none() -> None:
    links = [(1, 2), (2, 3), (3, 4), (1, 4), (4, 5)]
    assert way(links, 1, 5) == [1, 4, 5]
    assert way(links, 5, 1) is None


def test_only_interventions_of_one_mission_rest_on_one_another(standing: Standing) -> None:
    [item] = items(standing.mission, "Standard")
    with pytest.raises(NotNow, match="this mission"):
        rest(standing, item, make_intervention(make_mission()))


def test_the_database_refuses_what_rests_on_itself_and_a_second_link(mission: Mission) -> None:
    a, b = items(mission, "Alpha", "Beta")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dependency.objects.create(intervention=a, on=a, strength="needs")
    Dependency.objects.create(intervention=a, on=b, strength="needs")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dependency.objects.create(intervention=a, on=b, strength="helped")


def test_both_ways_are_shown_and_a_stopped_one_is_warned_of(standing: Standing, lead: User) -> None:
    a, b = items(standing.mission, "Alpha", "Beta")
    rest(standing, a, b)
    assert "which is stopped" not in page(None, "intervention", "alpha")
    assert "Alpha" in page(None, "intervention", "beta")
    Intervention.objects.filter(pk=b.pk).update(status="stopped", status_reason="No use.")
    assert "It needs Beta, which is stopped." in page(None, "intervention", "alpha")
    assert "Rests on something stopped" in page(None, "interventions")
    found = [gap.sentence for rule in gaps for gap in rule.find([standing.mission.pk], TODAY)]
    assert "Alpha needs Beta, which is stopped." in found
    # What is stopped itself has nothing to be warned of.
    Intervention.objects.filter(pk=a.pk).update(status="stopped", status_reason="No use.")
    assert "which is stopped." not in page(None, "intervention", "alpha")


def test_one_is_taken_away_with_its_audit(standing: Standing, lead: User) -> None:
    a, b = items(standing.mission, "Alpha", "Beta")
    link = rest(standing, a, b)
    with patch("missions.interventions.plan_actions.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        remove_dependency(by=lead, standing=standing, dependency=link)
    assert Dependency.objects.exists()
    remove_dependency(by=lead, standing=standing, dependency=link)
    assert not Dependency.objects.exists()
    assert AuditRow.objects.filter(action="intervention.rest-no-more").exists()


def test_moving_warns_of_what_rests_on_it(standing: Standing, lead: User) -> None:
    a, b = items(standing.mission, "Alpha", "Beta")
    rest(standing, a, b)
    assert "Alpha</a> needs it" in page(lead, "move", "beta")
    assert "needs it" not in page(lead, "move", "alpha")


def test_the_page_takes_as_many_queries_however_much_there_is(standing: Standing, lead: User) -> None:
    [item] = items(standing.mission, "Standard")
    url, client = reverse("interventions:intervention", args=["planning", "standard"]), client_of(lead)
    rest(standing, item, make_intervention(standing.mission))
    few = queries_of(client, url)
    set_theory(by=lead, standing=standing, intervention=item, lines={"inputs": ["Money"] * 12, "outputs": ["Files"] * 12})
    for _ in range(10):
        rest(standing, item, make_intervention(standing.mission))
        rest(standing, make_intervention(standing.mission), item)
    assert queries_of(client, url) <= few <= 12


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_no_circle() -> None:
    mission = make_mission("at-once")
    lead = make_lead(mission)
    standing = stand(lead, "at-once", on=TODAY)
    a, b = items(mission, "Alpha", "Beta")
    start, refused = threading.Barrier(2), []

    def write(intervention: Intervention, on: Intervention) -> None:
        start.wait(10)
        try:
            rest(standing, intervention, on)
        except NotNow as refusal:
            refused.append(refusal.sentence)
        connection.close()

    threads = [threading.Thread(target=write, args=pair) for pair in ((a, b), (b, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == Dependency.objects.count() == 1
