"""Effects: recovered where they are, not called where they aren't, refused where nobody can tell."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from missions.outcomes.effects import Panel, estimate
from missions.outcomes.effects.period_names import Unknown, calendar_of
from missions.outcomes.effects.reading import read_panel
from tests.outcomes.panels import TRUTH, adopters_against_others, by_hand, simulated, two_way_fixed_effects

DRAWS = 50


def test_the_synthetic_check_of_the_rules() -> None:
    panel = simulated(1, noise=0)
    assert estimate(panel).att == pytest.approx(5.667, abs=0.001)
    assert estimate(panel).pre_trend_p == 1.0


def test_the_usual_shortcuts_are_wrong_on_it() -> None:
    panel = simulated(1, noise=0)
    assert adopters_against_others(panel) == pytest.approx(8, abs=0.3)
    assert two_way_fixed_effects(panel) == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("cohorts", [(3, 5, 7, None), (3, 4, 6)], ids=["some never adopt", "all adopt in the end"])
def test_it_agrees_with_a_second_computation(cohorts: tuple[int | None, ...]) -> None:
    panel = simulated(2, cohorts=cohorts)
    last = 8 if None in cohorts else 5
    overall, events = by_hand(panel.until(last))
    found = estimate(panel)
    assert found.att == pytest.approx(overall, abs=1e-9)
    assert {moment.relative_period: moment.att for moment in found.event_study} == pytest.approx(
        {event: value for event, value in events.items() if event != -1}, abs=1e-9
    )


def test_gaps_are_never_filled_in() -> None:
    whole = simulated(3)
    gone = set(np.random.default_rng(3).choice(len(whole.outcomes), 100, replace=False))
    panel = replace(whole, outcomes={cell: y for number, (cell, y) in enumerate(whole.outcomes.items()) if number not in gone})
    found = estimate(panel)
    assert found.att == pytest.approx(TRUTH, abs=1.5)
    assert "lack a figure in some periods" in found.warnings[0]


def test_a_known_effect_is_recovered() -> None:
    draws = [estimate(simulated(seed)) for seed in range(DRAWS)]
    atts = np.array([draw.att for draw in draws], dtype=float)
    assert abs(atts.mean() - TRUTH) < 4 * atts.std(ddof=1) / np.sqrt(DRAWS)
    covered = np.mean([draw.ci is not None and draw.ci[0] <= TRUTH <= draw.ci[1] for draw in draws])
    assert abs(covered - 0.95) < 4 * np.sqrt(0.95 * 0.05 / DRAWS)


def test_no_effect_is_not_called_one() -> None:
    called = [estimate(simulated(seed, per_period=0)).is_called for seed in range(DRAWS)]
    assert np.mean(called) < 0.05 + 4 * np.sqrt(0.95 * 0.05 / DRAWS)
    assert "can’t tell the effect from no change" in estimate(simulated(0, per_period=0)).as_json()["sentence"]


def test_councils_that_moved_apart_before_are_not_called_an_effect() -> None:
    panel = simulated(4, per_period=0)
    drifting = {
        (unit, place): y + (2.0 * place if panel.adopted[unit] is not None else 0) for (unit, place), y in panel.outcomes.items()
    }
    found = estimate(replace(panel, outcomes=drifting))
    assert found.moved_apart_before
    assert not found.is_called
    assert "already moved differently" in found.as_json()["sentence"]


REFUSED = {
    "no figures": (lambda: Panel((), (), {}, {}), "no figures"),
    "few councils": (lambda: simulated(1, councils=12), "Only 12 councils can be compared"),
    "few periods": (lambda: simulated(1, periods=2, cohorts=(2, None)), "only 2 periods"),
    "nobody adopts": (lambda: simulated(1, cohorts=(None,)), "No council adopts"),
    "all from the start": (lambda: simulated(1, cohorts=(1,)), "Every council had adopted"),
    "all at once": (lambda: simulated(1, cohorts=(4,)), "in the same period"),
    "adopters from the start": (lambda: simulated(1, cohorts=(1, None)), "had done so when the periods begin"),
    "few adopters": (lambda: simulated(1, councils=40, cohorts=(*[None] * 19, 4)), "Only 2 councils adopted"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_thin_panel_is_refused_in_words(name: str) -> None:
    make, words = REFUSED[name]
    found = estimate(make())  # type: ignore[no-untyped-call]
    assert words in str(found.refused)
    assert (found.att, found.se, found.ci, found.event_study, found.pre_trend_p, found.n_units) == (
        None,
        None,
        None,
        (),
        None,
        None,
    )


def test_who_had_adopted_at_the_start_is_left_out_and_said() -> None:
    found = estimate(simulated(1, cohorts=(1, 4, None)))
    assert found.n_treated == 107
    assert "107 councils that had adopted by 1 were left out" in found.warnings[0]


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["2", "10", "1"], (0, 1, 9)),
        (["2023-24", "2011-12", "2012-13"], (0, 1, 12)),
        (["2011-11", "2012-01", "2011-12"], (0, 1, 2)),
        (["2023Q4", "2024Q1", "2023Q1"], (0, 3, 4)),
        (["2022/23 Q4", "2023/24 Q1"], (0, 1)),
        (["202312", "202401"], (0, 1)),
        (["2024-01-01", "2024-04-01", "2024-10-01"], (0, 1, 3)),
        (["2024-01-09", "2024-01-02", "2024-03-31"], (0, 1, 2)),
    ],
)
def test_periods_stand_in_their_order_with_their_gaps(names: list[str], places: tuple[int, ...]) -> None:
    assert calendar_of(names).places == places


def test_periods_of_two_kinds_are_refused() -> None:
    with pytest.raises(Unknown, match="all alike"):
        calendar_of(["2023-24", "spring"])


def test_every_mistake_of_a_file_is_told_with_its_line() -> None:
    text = "unit,period,outcome,first_treated\na,1,5,\na,1,6,\nb,1,5,3\nb,2,5,2\nc,1,5,soon\n"
    _, problems = read_panel(text.encode())
    assert [(item.line, item.column) for item in problems] == [(3, "period"), (5, "first_treated"), (6, "first_treated")]
    _, problems = read_panel(b"unit,period,outcome,first_treated\na,1,many,\n")
    assert [(item.line, item.column) for item in problems] == [(2, "outcome")]


def as_csv(panel: Panel) -> str:
    lines = [f"{unit},{place},{y!r},{panel.adopted[unit] or ''}" for (unit, place), y in panel.outcomes.items()]
    return "\n".join(["unit,period,outcome,first_treated", *lines])


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("estimate_effect", str(path), *options, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_keys_that_analysts_script_against(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    path.write_text(as_csv(simulated(5, noise=0)))
    told = json.loads(run(path, "--json"))
    assert told["att"] == pytest.approx(TRUTH)
    assert told["ci"][0] < TRUTH < told["ci"][1]
    assert (told["n_units"], told["n_treated"], told["refused"]) == (320, 240, None)
    assert {row["relative_period"]: round(row["att"], 6) for row in told["event_study"]}[3] == 8
    assert "5.67 higher" in run(path)


def test_the_command_refuses_with_nulls(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    path.write_text("unit,period,outcome,first_treated\na,1,x,\n")
    told = json.loads(run(path, "--json"))
    assert told["att"] is told["se"] is told["ci"] is told["pre_trend_p"] is None
    assert "Line 2" in told["refused"]
    path.write_text("unit,period\na,1\n")
    with pytest.raises(CommandError, match="outcome"):
        run(path)
