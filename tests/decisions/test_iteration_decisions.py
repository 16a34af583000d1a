"""Deciding an iteration: within the limit by the lead, beyond it by the director; its own evidence frozen; “adapt” opens the next."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from missions.adoption.blocking import set_blockers
from missions.core.refusals import NotAllowed
from missions.decisions import actions
from missions.decisions.bundles import iteration_figures
from missions.decisions.iteration_evidence import collect
from missions.decisions.models import Decision
from missions.interventions.models import Intervention, Iteration
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mandate, Mission
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
YES = {"outcome": "scale", "rationale": "It works."}


@dataclass
class Room:
    """A mission with its headline intervention, another one, and a running iteration of the other."""

    mission: Mission
    lead: User
    director: User
    item: Intervention
    iteration: Iteration
    councils: list[Organisation]

    @property
    def standing(self) -> Standing:
        return stand(self.lead, self.mission.slug, on=making.TODAY)

    @property
    def client(self) -> Client:
        return client_of(self.lead)

    @property
    def url(self) -> str:
        return reverse("decisions:decide_iteration", args=[self.mission.slug, self.iteration.slug])

    def decide(self, **values: Any) -> Decision:
        return actions.decide(
            by=self.lead, standing=self.standing, iteration=self.iteration, now=timezone.now(), **{**YES, **values}
        )


@pytest.fixture
def room() -> Room:
    mission = making.make_mission("planning")
    headline = making.make_intervention(mission, name="Headline", is_headline=True)
    item = making.make_intervention(mission, name="Tree data")
    iteration = making.make_iteration(
        mission,
        slug="help",
        name="Help desk",
        serves=item,
        expected_adopters=3,
        expected_by=dt.date(2026, 8, 1),
        budget=60_000,
        hypothesis="Help brings them.",
    )
    councils = [making.make_council() for _ in range(6)]
    iteration.targeted_councils.add(*councils[:4])
    # Three adopt the headline without this iteration; of those it is aimed at one is live because of it, one aware.
    for council in councils[3:]:
        making.make_event(headline, council)
    making.make_event(item, councils[0], "aware", iteration=iteration, happened_on=dt.date(2026, 5, 1))
    making.make_event(item, councils[0], "live", iteration=iteration, happened_on=dt.date(2026, 6, 1))
    making.make_event(item, councils[1], "aware", happened_on=dt.date(2026, 6, 1))
    return Room(mission, making.make_lead(mission), making.make_director(mission), item, iteration, councils)


def shown(content: dict[str, Any], iteration: Iteration) -> dict[str, str]:
    return {figure.name: figure.figure for figure in iteration_figures(content, iteration.pk)}


def test_the_evidence_is_the_iterations_own_and_not_the_headlines(room: Room) -> None:
    decision = room.decide(dissent="Two districts would rather wait.")
    assert decision.evidence is not None
    own = decision.evidence.content["iteration"]
    assert (own["adopters"], own["still_adopted"], own["councils"], own["expected"]) == (1, 1, 4, 3)
    assert (own["hypothesis"], own["budget"], own["dissent"]) == (
        "Help brings them.", "60000.00", "Two districts would rather wait.",
    )  # fmt: skip
    [tree] = own["interventions"]
    assert {row["stage"]: row["count"] for row in tree["stages"] if row["count"]} == {"not-started": 2, "aware": 1, "live": 1}
    assert {row["stage"]: row["count"] for row in tree["credited"]} == {"aware": 1, "live": 1}
    figures = shown(decision.evidence.content, room.iteration)
    assert figures["Councils that adopted because of it"] == "1"
    assert figures["Its councils, live: Tree data"] == "1"
    assert figures["Awarded in this iteration"] == "£0"


def test_who_left_again_still_counts_as_moved_but_not_as_using_it(room: Room) -> None:
    making.make_event(room.item, room.councils[0], "stopped", happened_on=dt.date(2026, 7, 1))
    own = collect(room.iteration, making.TODAY, timezone.now())
    assert (own["adopters"], own["still_adopted"]) == (1, 0)


def test_a_day_before_and_a_moment_before_are_kept_apart(room: Room) -> None:
    assert collect(room.iteration, dt.date(2026, 5, 31), timezone.now())["adopters"] == 0
    before = timezone.now()
    making.make_event(room.item, room.councils[2], iteration=room.iteration, recorded_at=timezone.now())
    assert collect(room.iteration, making.TODAY, before)["adopters"] == 1
    assert collect(room.iteration, making.TODAY, timezone.now())["adopters"] == 2


def test_overlaps_and_barriers_are_frozen_too(room: Room) -> None:
    other = making.make_iteration(room.mission, name="Grants", serves=room.item)
    other.targeted_councils.add(*room.councils[1:3])
    set_blockers(
        by=room.lead, standing=room.standing, intervention=room.item, organisation=room.councils[1], barriers=["funding"]
    )
    own = collect(room.iteration, making.TODAY, timezone.now())
    assert own["overlaps"] == [{"name": "Grants", "interventions": ["Tree data"], "councils": 2}]
    assert (own["in_two"], [(row["barrier"], row["councils"]) for row in own["barriers"]]) == (2, [("funding", 1)])


def test_money_paid_is_told_beside_money_awarded(room: Room) -> None:
    making.make_award(room.mission, making.make_council(), "1000.50", iteration=room.iteration)
    decision = room.decide()
    assert decision.evidence is not None
    figures = shown(decision.evidence.content, room.iteration)
    assert figures["Awarded in this iteration"] == "£1,000.50"
    assert figures["Paid in this iteration"] in ("£0", "not known")


def test_the_frozen_evidence_stays_and_the_page_says_what_differs_and_by_how_much(room: Room) -> None:
    decision = room.decide()
    making.make_event(room.item, room.councils[2], iteration=room.iteration, happened_on=dt.date(2026, 6, 2))
    page = room.client.get(decision.get_absolute_url()).content.decode()
    frozen, differing = page.split("What differs today")
    assert '>1</td><td class="govuk-table__cell" data-label="What it rests on">Expected: 3' in frozen
    row = differing.split("Councils that adopted because of it")[1].split("</tr>")[0]
    assert "1 (Expected: 3" in row
    assert "2 (Expected: 3" in row
    assert ">+1</td>" in row
    assert "unchanged since then" in page
    decision.refresh_from_db()
    assert decision.evidence is not None
    assert decision.evidence.content["iteration"]["adopters"] == 1


@pytest.mark.parametrize(("limit", "may"), [("60000.00", True), ("59999.99", False)])
def test_what_is_set_aside_counts_against_the_limit(room: Room, limit: str, may: bool) -> None:
    Mandate.objects.update(iteration_limit=limit)
    if may:
        assert room.decide().decided_by == room.lead
    else:
        with pytest.raises(NotAllowed, match="£60,000 is set aside for this one, so a director decides"):
            room.decide()
        room.iteration.refresh_from_db()
        assert room.iteration.status == "running"


def test_within_the_limit_the_lead_decides_on_one_page(room: Room) -> None:
    page = room.client.get(room.url).content.decode()
    assert "you may decide it yourself" in page
    assert "Its councils, live: Tree data" in page
    assert "Choose what you decide" in room.client.post(room.url, {}).content.decode()
    assert not Decision.objects.exists()
    answer = room.client.post(room.url, {**YES, "dissent": "Nobody."})
    decision = Decision.objects.get()
    assert answer["Location"] == decision.get_absolute_url()
    assert (decision.status, decision.outcome, decision.dissent) == ("taken", "scale", "Nobody.")
    room.iteration.refresh_from_db()
    assert room.iteration.status == "decided"
    assert room.client.get(room.url).status_code == 409


def test_beyond_it_the_page_leads_on_to_the_director_with_the_question_filled_in(room: Room) -> None:
    Mandate.objects.update(iteration_limit=1)
    page = room.client.get(room.url).content.decode()
    assert "so a director decides" in page
    assert "Take the decision" not in page
    assert room.client.post(room.url, YES).status_code == 403
    asking = room.client.get(f"{reverse('decisions:ask', args=['planning'])}?iteration=help").content.decode()
    assert 'value="What follows Help desk?"' in asking
    assert f'<option value="{room.iteration.pk}" selected>' in asking


def test_adapt_opens_the_next_with_the_same_thoughts_and_councils_and_no_dates(room: Room) -> None:
    decision = room.decide(outcome="adapt")
    following = Iteration.objects.get(follows=room.iteration)
    assert (following.status, following.starts_on, following.ends_on, following.expected_by) == ("planned", None, None, None)
    assert (following.hypothesis, following.expected_adopters, following.budget) == ("Help brings them.", 3, 60_000)
    assert set(following.targeted_councils.all()) == set(room.councils[:4])
    assert list(following.interventions.all()) == [room.item]
    page = room.client.get(decision.get_absolute_url()).content.decode()
    assert f'href="{following.get_absolute_url()}">Help desk, adapted</a>' in page


@pytest.mark.parametrize("outcome", ["scale", "continue", "stop"])
def test_nothing_else_opens_one(room: Room, outcome: str) -> None:
    room.decide(outcome=outcome)
    assert Iteration.objects.count() == 1


def test_deciding_reads_the_same_however_many_councils(room: Room) -> None:
    one = queries_of(room.client, room.url)
    for _ in range(15):
        council = making.make_council()
        room.iteration.targeted_councils.add(council)
        making.make_event(room.item, council, iteration=room.iteration)
        making.make_iteration(room.mission, serves=room.item).targeted_councils.add(council)
    assert queries_of(room.client, room.url) == one
