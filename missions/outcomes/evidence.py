"""What a frozen bundle takes from here: each indicator's figures, with the councils that each rests on."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from missions.core.registries import EvidenceSource
from missions.outcomes.figures import figure_text
from missions.outcomes.models import Indicator, Level, Rollup


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """Two queries. A period counts once it has ended by that day; rollups are those that the job keeps now."""
    by_indicator: dict[int, list[Rollup]] = defaultdict(list)
    rollups = Rollup.objects.of_all_councils().filter(indicator__mission=mission_id, period_start__lte=as_at)
    for rollup in rollups.select_related("indicator").order_by("period_start"):
        if rollup.period.ends_on <= as_at + dt.timedelta(days=1):
            by_indicator[rollup.indicator_id].append(rollup)
    levels = Level.objects.known_at(known_at).filter(indicator=OuterRef("pk")).order_by("for_day", "pk")
    as_text = JSONObject(kind="kind", value=Cast("value", TextField()), for_day="for_day")
    items = Indicator.objects.filter(mission=mission_id).annotate(known_levels=ArraySubquery(levels.values(found=as_text)))
    rows = [_row(item, by_indicator[item.pk]) for item in items.order_by("-is_headline", "name", "pk")]
    return {
        "headline": next((row for row in rows if row["is_headline"]), None),
        "others": [{key: value for key, value in row.items() if key != "series"} for row in rows if not row["is_headline"]],
        "caveats": [f"{row['name']}: {row['caveat']}" for row in rows if row["caveat"]],
    }


def _row(item: Any, rollups: list[Rollup]) -> dict[str, Any]:
    known = [rollup for rollup in rollups if rollup.value is not None]
    return {
        "slug": item.slug,
        "name": item.name,
        "definition": item.definition,
        "unit": item.unit,
        "is_headline": item.is_headline,
        "direction": item.get_direction_display(),
        "latest": _figure(rollups[-1]) if rollups else None,
        "first": _figure(known[0]) if known else None,
        "series": [_figure(rollup) for rollup in rollups],
        "levels": [
            {
                "kind": Level.Kind(level["kind"]).label,
                "text": _with_unit(item, Decimal(level["value"])),
                "for_day": level["for_day"],
            }
            for level in item.known_levels
        ],
        "source": item.source_title,
        "caveat": item.caveat,
    }


def _figure(rollup: Rollup) -> dict[str, Any]:
    return {
        "period": rollup.period.label,
        "starts_on": rollup.period_start.isoformat(),
        "value": None if rollup.value is None else str(rollup.value),
        "text": figure_text(rollup),
        "reported": rollup.reported,
        "not_applicable": rollup.not_applicable,
        "eligible": rollup.eligible,
    }


def _with_unit(item: Indicator, value: Decimal) -> str:
    return item.written(value) if item.unit == "%" else f"{item.written(value)} {item.unit}"


SOURCE = EvidenceSource("Outcomes", collect)
