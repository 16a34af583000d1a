"""The page of iterations: in time, with adoption under them, those that are overdue marked."""

import datetime as dt

import pytest
from django.urls import reverse

from missions.adoption.summary import summarise
from missions.adoption.timeline import MOST_DRAWN, timeline, timeline_figure
from missions.core import clock
from missions.core.figures.timeline import Bar, timeline_chart
from missions.interventions.models import Intervention
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    client_of,
    make_council,
    make_director,
    make_event,
    make_intervention,
    make_iteration,
    make_mission,
)
from tests.queries import queries_of


@pytest.fixture
def mission(db: None) -> Mission:
    return make_mission("planning")


@pytest.fixture
def item(mission: Mission) -> Intervention:
    return make_intervention(mission, slug="standard", name="Standard", is_headline=True)


def page(query: str = "") -> str:
    return client_of(None).get(f"{reverse('adoption:iterations', args=['planning'])}?{query}").content.decode()


def test_the_latest_comes_first_with_its_councils(mission: Mission, item: Intervention) -> None:
    first = make_iteration(mission, serves=item, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 6, 1), status="decided")
    second = make_iteration(mission, serves=item, starts_on=dt.date(2026, 1, 1))
    planned = make_iteration(mission, starts_on=None, ends_on=None, status="planned")
    councils = [make_council() for _ in range(3)]
    second.targeted_councils.add(*councils)
    for stage in ("live", "embedded"):
        make_event(item, councils[0], stage, iteration=second)
    make_event(item, councils[1], "aware", iteration=second)
    rows = timeline(mission, TODAY)
    assert [row.iteration for row in rows] == [planned, second, first]
    assert [(row.aimed_at, row.adopted) for row in rows] == [(0, 0), (3, 1), (0, 0)]
    assert [row.iteration for row in timeline(mission, TODAY, item)] == [second, first]


@pytest.mark.parametrize(
    ("ends_on", "status", "days"),
    [
        (TODAY, "running", 1),
        (TODAY + dt.timedelta(days=1), "running", None),
        (TODAY - dt.timedelta(days=13), "deciding", 14),
        (TODAY, "decided", None),
        (TODAY, "recorded", None),
        (None, "running", None),
    ],
)
def test_overdue_from_the_day_after_its_last(mission: Mission, ends_on: dt.date | None, status: str, days: int | None) -> None:
    make_iteration(mission, status=status, starts_on=dt.date(2026, 1, 1), ends_on=ends_on)
    [row] = timeline(mission, TODAY)
    assert row.overdue_days == days
    assert row.is_with_director == (days == 14)


def test_the_figure_says_in_words_and_cells_what_it_draws(mission: Mission, item: Intervention) -> None:
    make_iteration(mission, name="Grants", serves=item, ends_on=TODAY)
    make_iteration(mission, name="Undated", status="planned", starts_on=None, ends_on=None)
    make_event(item, make_council())
    make_council()
    rows = timeline(mission, TODAY)
    figure = timeline_figure(rows, summarise(item, as_at=TODAY), TODAY)
    assert figure is not None
    assert "Past the end and not decided: Grants." in figure.summary
    assert "1 of 2 councils had adopted Standard" in figure.summary
    assert [row[0] for row in figure.rows] == ["Grants"]
    assert figure.rows[0][-1] == "Overdue"


def test_no_more_are_drawn_than_can_be_told_apart(mission: Mission) -> None:
    for _ in range(MOST_DRAWN + 2):
        make_iteration(mission)
    figure = timeline_figure(timeline(mission, TODAY), None, TODAY)
    assert figure is not None
    assert len(figure.rows) == MOST_DRAWN
    assert f"The latest {MOST_DRAWN} with dates are drawn." in figure.summary


def test_the_chart_can_be_drawn() -> None:
    import vl_convert

    bars = [Bar("Grants <b>", "2026-01-01", "2026-06-01", "late"), Bar("Next", "2026-05-01", "2026-12-01", "planned")]
    svg = vl_convert.vegalite_to_svg(timeline_chart(bars, [("2026-01-31", 3.0)], today="2026-09-01", y_title="Councils"))
    assert "Grants &lt;b&gt;" in svg
    assert "Next" in svg


def test_the_page_marks_what_is_overdue_and_tells_the_team_whom_it_went_to(mission: Mission, item: Intervention) -> None:
    make_iteration(mission, name="Grants", serves=item, ends_on=clock.today() - dt.timedelta(days=20))
    assert "Overdue by 21 days" in page()
    assert "The director is told" not in page()
    director = client_of(make_director(mission)).get(reverse("adoption:iterations", args=["planning"])).content.decode()
    assert "The director is told" in director


def test_an_empty_mission_says_so(mission: Mission) -> None:
    assert "No way of reaching more councils has been tested yet" in page()
    assert "No way of reaching more councils has been tested yet" in page("intervention=none-such&page=x")


def test_queries_stay_the_same(mission: Mission, item: Intervention) -> None:
    url = reverse("adoption:iterations", args=["planning"])
    make_iteration(mission, serves=item)
    one = queries_of(client_of(None), url)
    for _ in range(30):
        make_event(item, make_council(), iteration=make_iteration(mission, serves=item))
    assert queries_of(client_of(None), url) == one <= 12
