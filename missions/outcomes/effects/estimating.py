"""The estimate: group-time effects against councils that have not adopted yet, aggregated over adopters and periods.

Callaway and Sant’Anna (2021), doi 10.1016/j.jeconom.2020.12.001, by the library diff-diff: for each cohort and period, the change since
the last period before adoption, less the change of the councils that had not adopted by then. The overall effect weighs each of them by
the cohort’s size. Standard errors are clustered by council and count the uncertainty of cohort sizes; intervals use t with councils − 1
degrees of freedom.
"""

import math
import warnings
from dataclasses import dataclass, replace
from typing import Any

from missions.outcomes.effects.panel import Panel
from missions.outcomes.effects.usable import TooThin, usable
from missions.outcomes.effects.wording import caution, sentence, strength

METHOD = "Callaway and Sant’Anna 2021, not yet adopted as comparison, clustered by council, version 1"
# Below this share of the outcomes' size a number is the rounding of the computer, not an effect.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Moment:
    """The effect so many periods after adoption; negative ones are before it, the reference period itself is left out."""

    relative_period: int
    att: float
    se: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Effect:
    """What was found; without figures where it was refused. `adopters` are those that it rests on."""

    att: float | None = None
    se: float | None = None
    ci: tuple[float, float] | None = None
    event_study: tuple[Moment, ...] = ()
    pre_trend_p: float | None = None
    n_units: int | None = None
    n_treated: int | None = None
    warnings: tuple[str, ...] = ()
    refused: str | None = None
    periods: tuple[str, ...] = ()
    adopters: tuple[str, ...] = ()

    @property
    def is_called(self) -> bool:
        """Whether it is called an effect: the interval leaves zero out, and councils moved alike before."""
        return self.ci is not None and (self.ci[0] > 0 or self.ci[1] < 0) and not self.moved_apart_before

    @property
    def moved_apart_before(self) -> bool:
        """Whether adopters and the others moved differently before anybody adopted, at the 5% level."""
        return self.pre_trend_p is not None and self.pre_trend_p < 0.05

    def as_json(self) -> dict[str, Any]:
        """For `--json` and for storing. `event_study` leaves out the reference period, which is zero by construction."""
        rows = [
            {"relative_period": m.relative_period, "att": m.att, "se": m.se, "ci": None if m.low is None else [m.low, m.high]}
            for m in self.event_study
        ]
        return {
            "att": self.att,
            "se": self.se,
            "ci": None if self.ci is None else list(self.ci),
            "event_study": rows,
            "reference_period": -1,
            "pre_trend_p": self.pre_trend_p,
            "n_units": self.n_units,
            "n_treated": self.n_treated,
            "warnings": list(self.warnings),
            "refused": self.refused,
            "called": self.is_called,
            "sentence": sentence(self),
            "strength": strength(self),
            "periods": list(self.periods),
            "method": METHOD,
        }


def estimate(panel: Panel) -> Effect:
    """The effect, or the refusal with its reason."""
    try:
        part = usable(panel)
    except TooThin as error:
        return Effect(refused=str(error), warnings=panel.notes)
    return _fitted(part)


def _fitted(panel: Panel) -> Effect:
    fitted, study = _fit(panel)
    scale = max(abs(value) for value in panel.outcomes.values()) or 1.0
    found = Effect(
        att=float(fitted.att),
        se=float(fitted.se),
        ci=(float(fitted.conf_int[0]), float(fitted.conf_int[1])),
        event_study=_moments(study),
        pre_trend_p=_pre_trend(study, panel, scale),
        n_units=len(panel.adopted),
        n_treated=sum(1 for place in panel.adopted.values() if place is not None),
        adopters=tuple(unit for unit, place in panel.adopted.items() if place is not None),
        periods=(panel.names[0], panel.names[-1]),
    )
    return replace(found, warnings=(*panel.notes, *caution(found, panel)))


def _fit(panel: Panel) -> tuple[Any, Any]:
    """The library is heavy (two seconds to load), so that a page never loads it."""
    import pandas as pd
    from diff_diff import CallawaySantAnna

    # Zero means “never” to the library, so that its places begin at one.
    first = {unit: 0 if place is None else place + 1 for unit, place in panel.adopted.items()}
    rows = [(unit, place + 1, outcome, first[unit]) for (unit, place), outcome in sorted(panel.outcomes.items())]
    frame = pd.DataFrame(rows, columns=["unit", "place", "outcome", "first"])
    with warnings.catch_warnings():
        # What it warns of (gaps, cells without comparison) is found and said by `usable`.
        warnings.simplefilter("ignore")
        fitted = CallawaySantAnna(
            control_group="not_yet_treated", estimation_method="reg", base_period="universal", cluster="unit"
        ).fit(frame, outcome="outcome", unit="unit", time="place", first_treat="first")
        return fitted, fitted.aggregate("event_study")


def _moments(study: Any) -> tuple[Moment, ...]:
    frame = study.to_dataframe()
    found = []
    for event, att, se, low, high, is_reference in zip(
        frame.event_time, frame.att, frame.se, study.conf_int_lower, study.conf_int_upper, frame.is_reference, strict=True
    ):
        if not is_reference and math.isfinite(att):
            bounds = [float(bound) if math.isfinite(bound) else None for bound in (se, low, high)]
            found.append(Moment(int(event), float(att), *bounds))
    return tuple(found)


def _pre_trend(study: Any, panel: Panel, scale: float) -> float | None:
    """Whether all effects before adoption are zero together: Hotelling’s T² with councils as the sample; None without any before it."""
    import numpy as np
    from scipy import stats

    index = [int(event) for event in study.vcov_index]
    before = [position for position, event in enumerate(index) if event < -1]
    if not before:
        return None
    by_event = {moment.relative_period: moment.att for moment in _moments(study)}
    effects = np.array([by_event[index[position]] for position in before])
    if np.all(np.abs(effects) < ROUNDING * scale):
        return 1.0
    covariance = np.asarray(study.vcov)[np.ix_(before, before)]
    rank = int(np.linalg.matrix_rank(covariance, hermitian=True))
    free = len(panel.adopted) - rank
    if rank == 0 or free <= 0:
        return None
    squared = float(effects @ np.linalg.pinv(covariance, hermitian=True) @ effects)
    return float(stats.f.sf(squared * free / (rank * (len(panel.adopted) - 1)), rank, free))
