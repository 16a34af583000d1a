"""How fast councils adopt one intervention, and under which scaling method: what the page about time shows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from missions.adoption.models import AdoptionEvent, FundedPlace
from missions.adoption.summary import Summary
from missions.adoption.survival import Comparison, Estimate, Spell, at, compare, estimate, is_thin, spells
from missions.core import formats
from missions.core.figures import Figure, line_chart
from missions.interventions.models import Intervention, ScalingMethod

NO_METHOD = "No iteration"
QUARTER_DAYS = 91
LIVE, LOW, HIGH = "Live", "Low end of 95% band", "High end of 95% band"


@dataclass(frozen=True)
class Pace:
    """`whole` is None where the data are too thin; `groups` holds councils and those that are live, by scaling method."""

    seen: Sequence[Spell]
    whole: Estimate | None
    groups: Sequence[tuple[str, int, int]]
    comparisons: Sequence[Comparison]

    @property
    def reached(self) -> int:
        """Councils that are live."""
        return sum(item.reached for item in self.seen)


def pace(summary: Summary) -> Pace:
    """From the events that the summary holds; two queries."""
    seen = spells(summary.history.events, summary.as_at)
    methods = methods_of(summary.intervention, summary.as_at)
    groups: dict[str, list[Spell]] = defaultdict(list)
    for item in seen:
        groups[methods.get(item.council, NO_METHOD)].append(item)
    return Pace(
        seen=seen,
        whole=None if is_thin(seen) else estimate(seen),
        groups=[(name, len(found), sum(item.reached for item in found)) for name, found in sorted(groups.items())],
        comparisons=compare(groups),
    )


def methods_of(intervention: Intervention, day: dt.date) -> dict[int, str]:
    """The scaling method that each council met first: of the iteration that an event credits, or that paid for its place."""
    credited = AdoptionEvent.objects.as_at(day).filter(intervention=intervention, iteration__isnull=False)
    places = FundedPlace.objects.filter(iteration__serves__intervention=intervention, funded_on__lte=day)
    found = [
        *credited.values_list("happened_on", "organisation_id", "iteration__method"),
        *places.values_list("funded_on", "organisation_id", "iteration__method"),
    ]
    first: dict[int, str] = {}
    for _, council, method in sorted(found):
        first.setdefault(council, ScalingMethod(method).label)
    return first


def pace_figure(found: Estimate) -> Figure:
    """The share of councils that are live so long after their first step, with its band, quarter by quarter."""
    last = found.moments[-1].days
    rows = [(days, at(found, days)) for days in range(0, last + QUARTER_DAYS, QUARTER_DAYS)]
    points: list[tuple[str, str, float | None]] = []
    for days, moment in rows:
        months = str(round(days / QUARTER_DAYS * 3))
        points += [(months, LIVE, moment.live * 100), (months, LOW, moment.low * 100), (months, HIGH, moment.high * 100)]
    return Figure(
        title="How long it takes from the first step to live",
        summary=in_words(found),
        headers=("Months since the first step", LIVE, LOW, HIGH),
        rows=tuple(
            (str(round(days / QUARTER_DAYS * 3)), *(f"{share * 100:.0f}%" for share in (moment.live, moment.low, moment.high)))
            for days, moment in rows
        ),
        spec=line_chart(points, x_title="Months since the first step", y_title="% live", temporal=False),
    )


def in_words(found: Estimate) -> str:
    """The median with its interval, or that it can’t be told."""
    if found.median is None:
        return f"Fewer than half of {found.councils:,} councils are live within the time seen, so no typical time can be told."
    low = formats.thousands(found.low) if found.low is not None else "not known"
    high = formats.thousands(found.high) if found.high is not None else "not known"
    return (
        f"Half of {found.councils:,} councils are live {formats.thousands(found.median)} days after their first step "
        f"(95% confidence: from {low} to {high} days)."
    )
