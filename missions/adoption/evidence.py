"""What a frozen bundle takes from here: how far each intervention has come, and the curve of the headline one."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef

from missions.adoption.derivation import History, count
from missions.adoption.models import AdoptionEvent
from missions.adoption.summary import LABELS, histories
from missions.core.registries import EvidenceSource
from missions.interventions.models import Intervention
from missions.stewardship.models import Mission


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """Three queries, whatever the number of interventions. Those without an event by that day are only counted."""
    mission = Mission(pk=mission_id)
    events = AdoptionEvent.objects.as_at(as_at, known_at).filter(intervention=OuterRef("pk"))
    items = list(Intervention.objects.filter(mission=mission).annotate(is_recorded=Exists(events)).order_by("name", "pk"))
    shown = [item for item in items if item.is_recorded or item.is_headline]
    found = histories(shown, until=as_at, known_at=known_at)
    rows = [_row(item, item.is_recorded, found[item.pk], as_at) for item in shown]
    headline = next((row for row in rows if row["is_headline"]), None)
    return {
        "headline": headline and {**headline, "curve": _curve(found[headline["id"]], as_at)},
        "interventions": rows,
        "without_records": len(items) - sum(item.is_recorded for item in items),
        "caveats": ["A council of which nothing is recorded counts as not started."],
    }


def _row(item: Intervention, is_recorded: bool, history: History, as_at: dt.date) -> dict[str, Any]:
    positions = history.on(as_at)
    stages = count(positions)
    return {
        "id": item.pk,
        "slug": item.slug,
        "name": item.name,
        "is_headline": item.is_headline,
        "is_recorded": is_recorded,
        "adopted": sum(position.is_adopted for position in positions.values()),
        "councils": len(positions),
        "stages": [{"stage": str(stage), "label": LABELS[stage], "count": number} for stage, number in stages.items()],
    }


def _curve(history: History, as_at: dt.date) -> list[dict[str, Any]]:
    return [{"day": point.day.isoformat(), "adopted": point.adopted, "exist": point.exist} for point in history.curve(as_at)]


SOURCE = EvidenceSource("Adoption", collect)
