"""Councils in two iterations of one intervention at once: found, and shown wherever the evidence is."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from missions.adoption.models import FundedPlace
from missions.adoption.together import Clash, at_once, company, doubled, trials
from missions.interventions.models import Intervention, Iteration
from missions.stewardship.models import Mission
from tests.making import TODAY, client_of, make_council, make_event, make_intervention, make_iteration, make_mission

START = dt.date(2026, 1, 1)
days = st.integers(0, 30).map(lambda number: START + dt.timedelta(days=number))


@st.composite
def iterations(draw: st.DrawFn) -> Iteration:
    first, second = sorted((draw(days), draw(days)))
    starts = draw(st.sampled_from([None, first]))
    ends = draw(st.sampled_from([None, second + dt.timedelta(days=1)]))
    return Iteration(starts_on=starts, ends_on=ends, status="running")


@given(iterations(), iterations())
def test_at_once_means_one_day_in_common(one: Iteration, other: Iteration) -> None:
    window = [START + dt.timedelta(days=number) for number in range(-1, 34)]
    assert at_once(one, other, TODAY) == any(one.holds_on(day) and other.holds_on(day) for day in window)
    assert at_once(one, other, TODAY) == at_once(other, one, TODAY)


def test_one_that_is_planned_without_dates_begins_today() -> None:
    planned = Iteration(status="planned")
    assert not at_once(planned, Iteration(status="decided", ends_on=TODAY), TODAY)
    assert at_once(planned, Iteration(status="running", ends_on=TODAY + dt.timedelta(days=1)), TODAY)


@given(st.lists(st.tuples(iterations(), st.sets(st.integers(1, 6))), max_size=5))
def test_doubled_names_every_pair(found: list[tuple[Iteration, set[int]]]) -> None:
    items = [item for item, _ in found]
    for number, item in enumerate(items, start=1):
        item.pk = number
    councils = {item.pk: members for item, members in found}
    expected: dict[int, set[int]] = {}
    for one in items:
        for other in items:
            if one.pk != other.pk and at_once(one, other, TODAY):
                for council in councils[one.pk] & councils[other.pk]:
                    expected.setdefault(council, set()).update({one.pk, other.pk})
    told = {council: {item.pk for item in both} for council, both in doubled(items, councils, TODAY).items()}
    assert told == expected


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def item(mission: Mission) -> Intervention:
    return make_intervention(mission, slug="standard", name="Standard")


@pytest.fixture
def pair(mission: Mission, item: Intervention) -> tuple[Iteration, Iteration]:
    """Both run; council A is aimed at by one and paid for by the other, B has a step credited to one only."""
    one = make_iteration(mission, slug="one", name="Round one", serves=item)
    other = make_iteration(mission, slug="other", name="Round other", serves=item)
    council = make_council("AAA", name="Ayton")
    one.targeted_councils.add(council)
    FundedPlace.objects.create(iteration=other, organisation=council, funded_on=dt.date(2026, 5, 1))
    make_event(item, make_council("BBB", name="Beeford"), iteration=one)
    return one, other


def clashes(iteration: Iteration, day: dt.date) -> list[Clash]:
    served = {link.intervention_id: link.intervention.name for link in iteration.serves.select_related("intervention")}
    return list(company(iteration, served, day).clashes)


@pytest.mark.django_db
def test_a_clash_names_the_other_what_both_serve_and_the_councils(pair: tuple[Iteration, Iteration]) -> None:
    [clash] = clashes(pair[0], TODAY)
    assert (clash.other, list(clash.interventions), len(clash.councils)) == (pair[1], ["Standard"], 1)
    assert clashes(pair[0], dt.date(2026, 4, 30)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"starts_on": dt.date(2026, 10, 1), "ends_on": None}])
def test_no_clash_with_what_was_dropped_or_comes_later(pair: tuple[Iteration, Iteration], change: dict[str, object]) -> None:
    Iteration.objects.filter(pk=pair[1].pk).update(**change)
    assert clashes(pair[0], TODAY) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "count"), [("planned", 1), ("running", 1), ("deciding", 0), ("decided", 0)])
def test_what_is_only_planned_moved_nobody_of_one_that_is_over(
    pair: tuple[Iteration, Iteration], status: str, count: int
) -> None:
    Iteration.objects.filter(pk=pair[1].pk).update(status="planned")
    pair[0].status = status
    assert len(clashes(pair[0], TODAY)) == count


@pytest.mark.django_db
def test_no_clash_where_they_serve_different_interventions(pair: tuple[Iteration, Iteration], mission: Mission) -> None:
    pair[1].serves.update(intervention=make_intervention(mission))
    assert clashes(pair[0], TODAY) == []


@pytest.mark.django_db
def test_the_iteration_the_list_and_the_file_say_so(pair: tuple[Iteration, Iteration], item: Intervention) -> None:
    client = client_of(None)
    page = client.get(pair[0].get_absolute_url()).content.decode()
    assert "1 council</strong> is also in" in page
    assert "Round other</a>, which serves Standard too" in page
    listed = client.get(reverse("adoption:adoption", args=["planning", "standard"])).content.decode()
    assert "1 council is in several iterations of it at once" in listed
    assert "In 2 iterations at once" in listed
    text = b"".join(client.get(reverse("adoption:download", args=["planning", "standard"]))).decode()
    rows = {row["code"]: row["in two iterations at once"] for row in csv.DictReader(io.StringIO(text))}
    assert rows == {"AAA": "Round one; Round other", "BBB": ""}


@pytest.mark.django_db
def test_trials_read_one_query(
    pair: tuple[Iteration, Iteration], item: Intervention, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = trials(item, TODAY)
    assert [member.name for member in found.iterations] == ["Round one", "Round other"]
    assert len(found.of("one")) == 2
