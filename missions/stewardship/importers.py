"""Reads the published description of a mission."""

import datetime as dt
import json
from typing import Any

from missions.core.importing import NotATable
from missions.register.rows import OrganisationRow
from missions.stewardship.models import LeverStage, LeverStyle
from missions.stewardship.rows import LeverRow, MissionRow

# The description says what each lever does, not how it acts and at which stage: that is our judgement.
PLACES = {
    "Legislation and regulation": (LeverStyle.REGULATE, LeverStage.MATURE),
    "Grant funding": (LeverStyle.FUND, LeverStage.STRUCTURED),
    "Data standards and platform": (LeverStyle.BUILD, LeverStage.MATURE),
    "Design of alternatives": (LeverStyle.BUILD, LeverStage.EARLY),
    "Community": (LeverStyle.CONVENE, LeverStage.STRUCTURED),
    "Work with incumbents": (LeverStyle.BUY, LeverStage.STRUCTURED),
    "Guidance": (LeverStyle.INFORM, LeverStage.STRUCTURED),
}
LEAD = OrganisationRow(code="mhclg", name="Ministry of Housing, Communities and Local Government", type="DEPT", nation="England")


def read_programme(content: bytes) -> dict[str, Any]:
    """The description as JSON."""
    try:
        programme = json.loads(content)
    except (ValueError, UnicodeDecodeError) as error:
        raise NotATable(f"programme.json can’t be read: {error}.") from error
    if not isinstance(programme, dict):
        raise NotATable("programme.json must hold one object.")
    return programme


def read_mission(programme: dict[str, Any], *, service: str) -> MissionRow:
    """The mission; it starts with the first key date."""
    first = min(item["date"] for item in programme["key_dates"])
    return MissionRow(
        slug=programme["id"],
        name=programme["name"],
        service=service,
        problem=programme["problem_statement"]["text"],
        vision=programme["vision"]["text"],
        lead=LEAD.code,
        starts_on=dt.date.fromisoformat(first),
        goals=tuple(goal["text"] for goal in programme["goals"]),
        source_url=programme["goals_source_url"],
    )


def read_levers(programme: dict[str, Any]) -> list[LeverRow]:
    """The levers that the mission may pull."""
    rows = []
    for lever in programme["policy_levers"]:
        name, (style, stage) = lever["lever"], PLACES[lever["lever"]]
        rows.append(LeverRow(_slug(name), name, style.value, lever["what"], stage.value))
    return rows


def levers_by_intervention(programme: dict[str, Any]) -> dict[str, list[str]]:
    """Slugs of levers by the reference of the intervention that pulls them; “IV-S01 to IV-S21” is a range."""
    found: dict[str, list[str]] = {}
    for lever in programme["policy_levers"]:
        for reference in lever["intervention_ids"]:
            for each in _range(reference):
                found.setdefault(each, []).append(_slug(lever["lever"]))
    return found


def _range(reference: str) -> list[str]:
    first, _, last = reference.partition(" to ")
    if not last:
        return [first]
    return [f"{first[:-2]}{number:02d}" for number in range(int(first[-2:]), int(last[-2:]) + 1)]


def _slug(name: str) -> str:
    return "-".join(name.lower().split())
