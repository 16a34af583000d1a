"""How a stage follows from events: plain values, no database."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missions.adoption.derivation import Council, History, count
from missions.adoption.stages import ADOPTED, Stage
from missions.adoption.survival import median_days_to_live

VESTING = dt.date(2023, 4, 1)
OLD_A, OLD_B, NEW, OTHER = 1, 2, 3, 4
ALWAYS = dt.date(1974, 4, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def merged(**events: list[tuple[str, str]]) -> History:
    """Councils a and b become `new` on the vesting day; `other` goes on."""
    councils = {
        OLD_A: Council(OLD_A, ALWAYS, VESTING),
        OLD_B: Council(OLD_B, ALWAYS, VESTING),
        NEW: Council(NEW, VESTING, None),
        OTHER: Council(OTHER, ALWAYS, None),
    }
    pks = {"a": OLD_A, "b": OLD_B, "new": NEW, "other": OTHER}
    happened = {pks[name]: [(day(when), stage) for when, stage in found] for name, found in events.items()}
    return History(councils, happened, {NEW: [(OLD_A, VESTING), (OLD_B, VESTING)]})


def test_a_council_stands_where_its_last_event_left_it() -> None:
    history = merged(other=[("2022-01-01", "aware"), ("2022-06-01", "live"), ("2024-01-01", "stopped")])
    stages = [history.position(OTHER, day(text)).stage for text in ("2021-12-31", "2022-01-01", "2022-06-01", "2024-01-01")]
    assert stages == ["not-started", "aware", "live", "stopped"]


def test_a_successor_takes_over_what_all_its_predecessors_had() -> None:
    position = merged(a=[("2022-01-01", "live")], b=[("2022-03-01", "live")]).position(NEW, VESTING)
    assert (position.stage, position.since, position.inherited) == ("live", day("2022-03-01"), True)


def test_a_successor_of_councils_that_differed_is_mixed_and_has_not_adopted() -> None:
    position = merged(a=[("2022-01-01", "live")]).position(NEW, VESTING)
    assert (position.stage, position.is_adopted) == ("mixed", False)


def test_a_successor_s_own_event_ends_the_inheritance() -> None:
    history = merged(a=[("2022-01-01", "live")], new=[("2023-09-01", "live")])
    assert history.position(NEW, day("2023-08-31")).stage == "mixed"
    assert history.position(NEW, day("2023-09-01")).inherited is False


def test_no_council_is_counted_twice_on_either_side_of_a_vesting_day() -> None:
    history = merged(a=[("2022-01-01", "live")], b=[("2022-01-01", "live")])
    before, after = history.on(VESTING - dt.timedelta(days=1)), history.on(VESTING)
    assert sorted(before) == [OLD_A, OLD_B, OTHER]
    assert sorted(after) == [NEW, OTHER]
    assert (count(before)["live"], count(after)["live"]) == (2, 1)


def test_nothing_is_inherited_before_the_vesting_day() -> None:
    history = merged(a=[("2022-01-01", "live")], b=[("2022-01-01", "live")])
    assert history.position(NEW, VESTING - dt.timedelta(days=1)).stage == "not-started"


def test_a_council_counts_only_while_its_type_is_eligible() -> None:
    council = Council(1, ALWAYS, None, eligible=((day("2021-01-01"), day("2022-01-01")),))
    history = History({1: council})
    assert [len(history.on(day(text))) for text in ("2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01")] == [0, 1, 1, 0]


def test_the_curve_starts_before_the_first_event_and_ends_on_the_day() -> None:
    points = merged(other=[("2023-02-10", "live")]).curve(day("2023-04-15"))
    assert [(point.day.isoformat(), point.adopted, point.exist) for point in points] == [
        ("2023-01-31", 0, 3),
        ("2023-02-28", 1, 3),
        ("2023-03-31", 1, 3),
        ("2023-04-15", 1, 2),
    ]


def test_no_event_no_curve() -> None:
    assert merged().curve(VESTING) == []


days = st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31))
some_events = st.lists(st.tuples(days, st.sampled_from(Stage.values)), max_size=5).map(
    lambda found: sorted(found, key=lambda event: event[0])
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Up to eight councils, each follows earlier ones or nobody."""
    size = draw(st.integers(1, 8))
    councils, predecessors = {}, {}
    for pk in range(size):
        start, end = draw(st.none() | days), draw(st.none() | days)
        span = (draw(st.none() | days), draw(st.none() | days))
        councils[pk] = Council(pk, start, end, eligible=(span,))
        if pk and draw(st.booleans()):
            before = draw(st.lists(st.integers(0, pk - 1), min_size=1, max_size=3, unique=True))
            predecessors[pk] = [(code, draw(days)) for code in before]
    events = {pk: draw(some_events) for pk in range(size)}
    return History(councils, {pk: found for pk, found in events.items() if found}, predecessors)


@settings(deadline=None)
@given(histories(), days)
def test_stages_always_add_up_to_the_population(history: History, when: dt.date) -> None:
    positions = history.on(when)
    population = [pk for pk, council in history.councils.items() if council.counts_on(when)]
    assert sum(count(positions).values()) == len(positions) == len(population)


@settings(deadline=None)
@given(histories(), days)
def test_each_point_of_the_curve_is_the_count_of_that_day(history: History, until: dt.date) -> None:
    for point in history.curve(until):
        positions = history.on(point.day)
        assert point.exist == len(positions)
        assert point.adopted == sum(position.stage in ADOPTED for position in positions.values())
        assert point.adopted <= point.exist


def spell(first: str, start: str, live: str | None) -> list[tuple[dt.date, str]]:
    return [(day(start), first), *([(day(live), "live")] if live else [])]


def test_median_days_to_live_counts_those_still_under_way() -> None:
    """10, 20 and 40 days, one under way for 31 days: 3/4 after 10, 1/2 after 20 days, so the median is 20."""
    events = {
        1: spell("aware", "2024-01-01", "2024-01-11"),
        2: spell("committed", "2024-01-01", "2024-01-21"),
        3: spell("aware", "2024-01-01", "2024-02-10"),
        4: spell("aware", "2024-02-01", None),
    }
    assert median_days_to_live(events, day("2024-03-03")) == 20


@pytest.mark.parametrize("stage", ["live", "piloting"])
def test_no_median_where_nobody_s_first_step_was_seen(stage: str) -> None:
    assert median_days_to_live({1: [(day("2024-01-01"), stage)]}, day("2024-03-03")) is None


def test_no_median_before_half_are_live() -> None:
    events = {
        1: spell("aware", "2024-01-01", "2024-01-11"),
        2: spell("aware", "2024-01-01", None),
        3: spell("aware", "2024-01-01", None),
    }
    assert median_days_to_live(events, day("2024-03-03")) is None
