"""`python -m tests.benchmarks.effect`: does the estimate find a known effect, and does its interval hold it as often as it says?

One thousand simulated panels with fixed seeds: the mean may miss the truth by less than a tenth of a standard error, and 92 to 98% of
the 95% intervals must hold it. Beside it, as many panels without any effect: how often one is called. Needs no database.
"""

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np

from missions.outcomes.effects import METHOD, Effect, estimate
from tests.outcomes.panels import TRUTH, simulated

KEPT = Path(__file__).resolve().parent.parent.parent / "bench-results"
DRAWS = 1_000
MOST_BIAS = 0.1
COVERAGE = (0.92, 0.98)
MOST_CALLED = 0.07


@dataclass(frozen=True)
class Recovered:
    """`bias` is in standard errors of one estimate; `called_without` is the share of panels without effect that were called one."""

    method: str
    draws: int
    truth: float
    mean: float
    bias: float
    standard_error_said: float
    standard_error_seen: float
    coverage: float
    called_without: float
    seconds: float

    @property
    def misses(self) -> list[str]:
        """What is beyond its limit."""
        found = [] if abs(self.bias) < MOST_BIAS else [f"bias {self.bias:+.3f} standard errors"]
        found += [] if COVERAGE[0] <= self.coverage <= COVERAGE[1] else [f"coverage {self.coverage:.1%}"]
        return found + ([] if self.called_without < MOST_CALLED else [f"{self.called_without:.1%} called without effect"])


def draw(seed: int, per_period: float) -> Effect:
    """One panel, estimated."""
    return estimate(simulated(seed, per_period=per_period))


def recovered(draws: int, *, processes: int) -> Recovered:
    """Everything, in as many processes as wanted; the same seeds give the same figures whatever their number."""
    began = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        effects = pool.map(partial(draw, per_period=2.0), range(draws), chunksize=10)
        without = pool.map(partial(draw, per_period=0.0), range(draws), chunksize=10)
    return summed_up(effects, without, seconds=time.perf_counter() - began)


def summed_up(effects: Sequence[Effect], without: Sequence[Effect], *, seconds: float) -> Recovered:
    """The figures of these draws."""
    atts = np.array([effect.att for effect in effects], dtype=float)
    seen = float(atts.std(ddof=1))
    holds = [effect.ci is not None and effect.ci[0] <= TRUTH <= effect.ci[1] for effect in effects]
    return Recovered(
        method=METHOD,
        draws=len(effects),
        truth=TRUTH,
        mean=float(atts.mean()),
        bias=(float(atts.mean()) - TRUTH) / seen,
        standard_error_said=float(np.mean([effect.se or 0.0 for effect in effects])),
        standard_error_seen=seen,
        coverage=float(np.mean(holds)),
        called_without=float(np.mean([effect.is_called for effect in without])),
        seconds=round(seconds, 1),
    )


def main() -> int:
    """Print and keep the figures; 1 where one is beyond its limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.effect", description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--processes", type=int, default=1)
    wanted = parser.parse_args()
    found = recovered(wanted.draws, processes=wanted.processes)
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"effect-{time.strftime('%Y%m%d-%H%M%S')}.json").write_text(json.dumps(asdict(found), indent=2))
    print(
        f"{found.draws:,} draws in {found.seconds} s: mean {found.mean:.4f} against {found.truth:.4f}, bias {found.bias:+.3f} standard "
        f"errors (limit {MOST_BIAS}); standard error {found.standard_error_said:.4f} said, {found.standard_error_seen:.4f} seen; coverage "
        f"{found.coverage:.1%} (limits {COVERAGE[0]:.0%} to {COVERAGE[1]:.0%}); called without effect {found.called_without:.1%}."
    )
    print(f"Beyond a limit: {', '.join(found.misses) or 'nothing'}.")
    return 1 if found.misses else 0


if __name__ == "__main__":
    sys.exit(main())
