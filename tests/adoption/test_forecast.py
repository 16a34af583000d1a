"""The forecast and the funnel: honest where the past says something, silent where it doesn't."""

import datetime as dt

import pytest

from missions.adoption.derivation import Council, History, Point
from missions.adoption.figures import funnel_figure
from missions.adoption.forecast import foretell
from missions.adoption.summary import Summary
from missions.core.periods import add_months
from missions.interventions.models import Intervention


def curve(adopted: list[int], exist: int = 300) -> list[Point]:
    """A point at the end of each month from January 2020."""
    months = [add_months(dt.date(2020, 2, 1), index) - dt.timedelta(days=1) for index in range(len(adopted))]
    return [Point(day, count, exist) for day, count in zip(months, adopted, strict=True)]


def steady(months: int, a_month: int) -> list[int]:
    return [a_month * index for index in range(months)]


def test_a_steady_pace_goes_on_with_room_for_chance() -> None:
    told = foretell(curve(steady(37, 2)))
    forecast = told.forecast
    assert forecast is not None
    assert (forecast.starts_on, forecast.day) == (dt.date(2023, 1, 31), dt.date(2024, 1, 31))
    assert (forecast.adopted, forecast.councils) == (72, 300)
    # 24 councils a year at the outset; fewer are left as it goes on. Chance alone (a Poisson of 24) has a spread of about 5.
    assert 90 <= forecast.middle <= 100
    assert forecast.low < forecast.middle - 4
    assert forecast.high > forecast.middle + 4
    assert told.earlier is not None
    assert told.earlier.low <= 72 <= told.earlier.high
    assert told.earlier_held


def test_it_is_the_same_each_time() -> None:
    assert foretell(curve(steady(30, 1))) == foretell(curve(steady(30, 1)))


def test_nobody_beyond_the_population() -> None:
    forecast = foretell(curve(steady(37, 2), exist=74)).forecast
    assert forecast is not None
    assert forecast.high <= 74


@pytest.mark.parametrize(
    ("adopted", "exist", "why"),
    [
        (steady(24, 2), 300, "Less than two years"),
        ([0] * 30 + [5], 300, "In the last two years 5 more councils"),
        ([0] * 30 + [40, 40, 40], 300, "in 1 quarters only"),
        ([72] * 36 + [72], 72, "Every council has adopted it already"),
    ],
)
def test_thin_data_have_no_forecast(adopted: list[int], exist: int, why: str) -> None:
    told = foretell(curve(adopted, exist))
    assert told.forecast is None
    assert why in told.why_not


def test_the_funnel_says_where_most_stay_behind() -> None:
    day = dt.date(2026, 1, 1)
    stages = ["live", "live", "piloting", "committed", "stopped"]
    councils = {pk: Council(pk, None, None) for pk in range(12)}
    history = History(councils, {pk: [(day, stage)] for pk, stage in enumerate(stages)})
    figure = funnel_figure(Summary.of(Intervention(name="Standard"), history, dt.date(2026, 2, 1)))
    assert figure.rows == (
        ("All councils", "12", "100%", "–"),
        ("Aware or further", "4", "33%", "33%"),
        ("Committed or further", "4", "33%", "100%"),
        ("Piloting or further", "3", "25%", "75%"),
        ("Live or further", "2", "17%", "67%"),
        ("Embedded", "0", "0%", "0%"),
    )
    assert figure.summary == (
        "Most stay behind between “all councils” and “aware or further”: 8 councils. Not in the steps: 1 stopped using it."
    )
