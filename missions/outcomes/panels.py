"""Panels from what is stored: verified figures of one indicator beside the day on which each council adopted an intervention."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Min

from missions.adoption.models import AdoptionEvent, FundedPlace
from missions.adoption.stages import Stage
from missions.core.periods import MONTHS, Frequency, Period
from missions.interventions.models import Intervention
from missions.outcomes.effects import Panel
from missions.outcomes.models import Indicator, Measurement
from missions.register.models import Organisation
from missions.stewardship.population import eligible_councils

# From the first step to the last: who is live has been committed, whether or not anybody recorded that.
ORDER = (Stage.AWARE, Stage.COMMITTED, Stage.PILOTING, Stage.LIVE, Stage.EMBEDDED)


@dataclass(frozen=True)
class Periods:
    """The periods that have figures, in order, with their places; a missing one leaves its place empty."""

    frequency: Frequency
    starts: tuple[dt.date, ...]

    def place(self, day: dt.date) -> int:
        """The place of the period that holds a day; of a dated report, of the first on that day or after it."""
        if self.frequency == Frequency.DATED:
            return bisect_left(self.starts, day)
        start, origin = Period.holding(day, self.frequency).starts_on, self.starts[0]
        return ((start.year - origin.year) * 12 + start.month - origin.month) // MONTHS[self.frequency]


def build(indicator: Indicator, intervention: Intervention, stage: str) -> Panel:
    """Everything as it is known now. Councils that did not exist throughout are left out, and that is said."""
    figures = Measurement.objects.shown().filter(indicator=indicator, value__isnull=False)
    found = list(figures.values_list("organisation_id", "period_start", "value"))
    starts = tuple(sorted({start for _, start, _ in found}))
    if not starts:
        return Panel((), (), {}, {})
    periods = Periods(Frequency(indicator.frequency), starts)
    measured = {council for council, _, _ in found}
    kept, notes = _throughout(indicator, measured, starts)
    first_days = _adopted(intervention, stage, kept)
    return Panel(
        names=tuple(Period(start, periods.frequency).label for start in starts),
        places=tuple(periods.place(start) for start in starts),
        adopted={str(council): periods.place(first_days[council]) if council in first_days else None for council in sorted(kept)},
        outcomes={(str(council), periods.place(start)): float(value or 0) for council, start, value in found if council in kept},
        notes=(*notes, *_stopped(intervention, first_days)),
    )


def funded_among(intervention: Intervention, councils: Collection[int]) -> int:
    """How many of these took part in an iteration of the intervention with money from it."""
    places = FundedPlace.objects.filter(iteration__interventions=intervention, organisation__in=councils)
    return places.values("organisation").distinct().count()


def _throughout(indicator: Indicator, measured: set[int], starts: Sequence[dt.date]) -> tuple[set[int], list[str]]:
    """Councils of the mission that existed from the first period to the last: no successor is given its predecessors' past."""
    eligible = eligible_councils(indicator.mission, starts[-1]).filter(pk__in=measured)
    kept = {pk for pk, began in eligible.values_list("pk", "starts_on") if began is None or began <= starts[0]}
    others = Organisation.objects.filter(pk__in=measured - kept).values_list("starts_on", "ends_on")
    reorganised = sum(1 for began, ended in others if (began and began > starts[0]) or (ended and ended <= starts[-1]))
    notes = []
    if reorganised:
        notes.append(f"{_councils(reorganised)} merged, split or newly formed within these periods: left out.")
    if len(measured) - len(kept) > reorganised:
        notes.append(
            f"{_councils(len(measured) - len(kept) - reorganised)} outside the councils that the mission is for: left out."
        )
    return kept, notes


def _adopted(intervention: Intervention, stage: str, councils: set[int]) -> dict[int, dt.date]:
    """By council: the first day at the stage or beyond it."""
    reached = ORDER[ORDER.index(Stage(stage)) :]
    events = AdoptionEvent.objects.known_at().filter(intervention=intervention, stage__in=reached, organisation__in=councils)
    return dict(events.order_by().values_list("organisation_id").annotate(Min("happened_on")))


def _stopped(intervention: Intervention, first_days: dict[int, dt.date]) -> list[str]:
    events = AdoptionEvent.objects.known_at().filter(
        intervention=intervention, stage=Stage.STOPPED, organisation__in=list(first_days)
    )
    count = events.order_by().values("organisation").distinct().count()
    if not count:
        return []
    return [f"{_councils(count)} stopped using it later: counted as having adopted from the first day on."]


def _councils(count: int) -> str:
    return f"{count:,} council{'' if count == 1 else 's'}"
