"""Decisions that wait past their date."""

import datetime as dt
from collections.abc import Iterable, Iterator

from missions.core.registries import Gap, GapRule
from missions.decisions.models import Decision


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Decisions asked and not taken by their date, in one query."""
    items = Decision.objects.overdue(day).filter(mission__in=list(mission_ids)).select_related("mission")
    for item in items.order_by("due_on", "pk"):
        yield Gap(
            "Decisions past their date", f"{item.question} No answer yet.", item.get_absolute_url(), item.mission_id, item.due_on
        )


RULE = GapRule("Decisions past their date", find)
