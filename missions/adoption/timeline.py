"""A mission's iterations in time, with the adoption of one intervention under them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import ADOPTED
from missions.adoption.summary import Summary
from missions.core import formats
from missions.core.figures import Figure
from missions.core.figures.timeline import Bar, timeline_chart
from missions.interventions.models import Intervention, Iteration
from missions.interventions.reminders import DAYS_UNTIL_DIRECTOR
from missions.stewardship.models import Mission

# More can't be told apart in a drawing; the list holds all.
MOST_DRAWN = 20
LABEL = 44


@dataclass(frozen=True)
class Row:
    """An iteration with the councils it is aimed at, those credited to it as adopters, and whether it waits past its end."""

    iteration: Iteration
    serves: Sequence[str]
    aimed_at: int
    adopted: int
    overdue_days: int | None

    @property
    def is_with_director(self) -> bool:
        """Whether it has waited so long that the directors are told."""
        return self.overdue_days is not None and self.overdue_days >= DAYS_UNTIL_DIRECTOR


def timeline(mission: Mission, day: dt.date, intervention: Intervention | None = None) -> list[Row]:
    """All iterations of a mission, or those that serve one intervention; the latest first. One query."""
    names = Intervention.objects.filter(served_by__iteration=OuterRef("pk")).order_by("name").values("name")
    aimed: QuerySet[Any] = Iteration.targeted_councils.through._default_manager.filter(iteration=OuterRef("pk")).order_by()
    credited = AdoptionEvent.objects.as_at(day).filter(iteration=OuterRef("pk"), stage__in=ADOPTED).order_by()
    found: Any = Iteration.objects.filter(mission=mission).select_related("mission")
    if intervention is not None:
        found = found.filter(serves__intervention=intervention)
    found = found.annotate(
        served=ArraySubquery(names),
        aimed_at=Coalesce(Subquery(aimed.values("iteration").annotate(n=Count("pk")).values("n")), 0),
        adopted=Coalesce(Subquery(credited.values("iteration").annotate(n=Count("organisation", distinct=True)).values("n")), 0),
    )
    items = sorted(found, key=lambda item: (item.starts_on or dt.date.max, item.name), reverse=True)
    return [Row(item, item.served, item.aimed_at, item.adopted, _overdue(item, day)) for item in items]


def timeline_figure(rows: Sequence[Row], summary: Summary | None, day: dt.date) -> Figure | None:
    """Those that have begun or have a day to begin on; None where there is none."""
    dated = [row for row in rows if row.iteration.starts_on is not None and row.iteration.status != "cancelled"]
    drawn = dated[:MOST_DRAWN]
    if not drawn:
        return None
    bars = [
        Bar(_label(row), row.iteration.starts_on.isoformat(), _end(row.iteration, day).isoformat(), _kind(row))
        for row in reversed(drawn)
        if row.iteration.starts_on is not None
    ]
    first = bars[0].start
    points = summary.curve if summary is not None else []
    curve = [(point.day.isoformat(), float(point.adopted)) for point in points if point.day.isoformat() >= first]
    return Figure(
        title="Iterations, with adoption under them",
        summary=_sentence(rows, drawn, summary, day),
        headers=("Iteration", "Method", "First day", "Last day", "State"),
        rows=tuple(
            (
                row.iteration.name,
                row.iteration.get_method_display(),
                formats.day(row.iteration.starts_on),
                formats.day(row.iteration.last_day) if row.iteration.last_day else "no end stated",
                "Overdue" if row.overdue_days is not None else row.iteration.get_status_display(),
            )
            for row in drawn
        ),
        spec=timeline_chart(bars, curve, today=day.isoformat(), y_title="Councils that adopted it"),
    )


def _overdue(iteration: Iteration, day: dt.date) -> int | None:
    return (day - iteration.ends_on).days + 1 if iteration.ends_on and iteration.is_overdue(day) else None


def _end(iteration: Iteration, day: dt.date) -> dt.date:
    """Its last day; one without an end is drawn until today."""
    start = iteration.starts_on or day
    return max(iteration.ends_on or day, start + dt.timedelta(days=1))


def _kind(row: Row) -> str:
    if row.overdue_days is not None:
        return "late"
    if row.iteration.status == "planned":
        return "planned"
    if row.iteration.status in ("running", "deciding"):
        return "now"
    return "over" if row.iteration.ends_on else "open"


def _label(row: Row) -> str:
    name = row.iteration.name
    short = name if len(name) <= LABEL else f"{name[: LABEL - 1].rstrip()}…"
    states = {"late": " (overdue)", "planned": " (planned)", "now": " (running)", "open": " (no end stated)"}
    return f"{short}{states.get(_kind(row), '')}"


def _sentence(rows: Sequence[Row], drawn: Sequence[Row], summary: Summary | None, day: dt.date) -> str:
    running = sum(row.iteration.status == "running" for row in rows)
    late = [row.iteration.name for row in rows if row.overdue_days is not None]
    count = "1 iteration" if len(rows) == 1 else f"{formats.thousands(len(rows))} iterations"
    told = [f"{count}, of which {running} {'is' if running == 1 else 'are'} running."]
    if late:
        told.append(f"Past the end and not decided: {', '.join(late)}.")
    if len(drawn) < len(rows):
        told.append(f"The latest {len(drawn)} with dates are drawn.")
    if summary is not None:
        told.append(
            f"Under them: {formats.thousands(summary.adopted)} of {formats.thousands(summary.councils_exist)} councils had adopted "
            f"{summary.intervention.name} on {formats.day(day)}."
        )
    return " ".join(told)
