"""Decisions that wait past their date."""

import datetime as dt
from collections.abc import Iterable, Iterator

from missions.core.registries import Gap, GapRule, counted_as
from missions.decisions.models import Decision
from missions.decisions.querysets import DecisionQuerySet

KIND = "Decisions past their date"


def overdue(mission_ids: Iterable[int], day: dt.date) -> DecisionQuerySet:
    """Decisions asked and not taken by their date."""
    return Decision.objects.overdue(day).filter(mission__in=list(mission_ids))


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each with its question, in one query."""
    for item in overdue(mission_ids, day).select_related("mission").order_by("due_on", "pk"):
        sentence, url = f"{item.question} No answer yet.", item.get_absolute_url()
        yield Gap(KIND, sentence, url, item.mission_id, item.due_on, item.asked_of_id)


RULE = GapRule(KIND, find, lambda ids, day: [counted_as(KIND, overdue(ids, day))])
