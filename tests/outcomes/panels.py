"""Simulated panels with a known effect, and a second way of computing it, written plainly in numpy."""

from collections.abc import Sequence

import numpy as np

from missions.outcomes.effects import Panel

COHORTS = (3, 5, 7, None)
TRUTH = (2 * (1 + 2 + 3 + 4 + 5 + 6) + 2 * (1 + 2 + 3 + 4) + 2 * (1 + 2)) / 12


def simulated(
    seed: int,
    *,
    noise: float = 3.0,
    per_period: float = 2.0,
    councils: int = 320,
    cohorts: Sequence[int | None] = COHORTS,
    periods: int = 8,
) -> Panel:
    """Councils with their own level, a common trend, and an effect that grows with each period since adoption."""
    random = np.random.default_rng(seed)
    adopted = {f"c{number:03d}": cohorts[number % len(cohorts)] for number in range(councils)}
    outcomes = {}
    for unit, first in adopted.items():
        level = random.normal(50, 10)
        for period in range(1, periods + 1):
            effect = per_period * (period - first + 1) if first is not None and period >= first else 0.0
            outcomes[unit, period] = float(level + 0.7 * period + effect + random.normal(0, noise))
    names = tuple(str(period) for period in range(1, periods + 1))
    return Panel(names, tuple(range(1, periods + 1)), adopted, outcomes)


def by_hand(panel: Panel) -> tuple[float, dict[int, float]]:
    """The overall effect and that of each period since adoption, by subtracting four means for each cohort and period."""
    units = sorted(panel.adopted)
    y = np.array([[panel.outcomes.get((unit, place), np.nan) for place in panel.places] for unit in units])
    first = np.array([np.inf if panel.adopted[unit] is None else panel.adopted[unit] for unit in units], dtype=float)
    cells = []
    for cohort in sorted({value for value in first if np.isfinite(value)}):
        base = max(index for index, place in enumerate(panel.places) if place < cohort)
        for index, place in enumerate(panel.places):
            treated, waiting = first == cohort, (first > max(place, cohort - 1)) & (first != cohort)
            if waiting.any():
                change = y[:, index] - y[:, base]
                effect = np.nanmean(change[treated]) - np.nanmean(change[waiting])
                cells.append((int(place - cohort), int(treated.sum()), effect))
    after = [(size, effect) for event, size, effect in cells if event >= 0]
    overall = float(np.average([effect for _, effect in after], weights=[size for size, _ in after]))
    events = {
        event: float(np.average([e for v, _, e in cells if v == event], weights=[s for v, s, _ in cells if v == event]))
        for event in {event for event, _, _ in cells}
    }
    return overall, events


def two_way_fixed_effects(panel: Panel) -> float:
    """The pooled regression on council, period and “has adopted”: the wrong way when effects grow."""
    units = sorted(panel.adopted)
    y = np.array([[panel.outcomes[unit, place] for place in panel.places] for unit in units])
    d = np.array([[float((g := panel.adopted[unit]) is not None and place >= g) for place in panel.places] for unit in units])

    def within(values: np.ndarray) -> np.ndarray:
        return np.asarray(values - values.mean(axis=0) - values.mean(axis=1, keepdims=True) + values.mean())

    return float((within(d) * within(y)).sum() / (within(d) ** 2).sum())


def adopters_against_others(panel: Panel) -> float:
    """The change from first to last period of councils that ever adopted, less that of those that never did: wrong too."""
    first, last = panel.places[0], panel.places[-1]
    change = {unit: panel.outcomes[unit, last] - panel.outcomes[unit, first] for unit in panel.adopted}
    ever = [value for unit, value in change.items() if panel.adopted[unit] is not None]
    never = [value for unit, value in change.items() if panel.adopted[unit] is None]
    return float(np.mean(ever) - np.mean(never))
