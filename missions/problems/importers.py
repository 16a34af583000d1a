"""Reads published pain points and user needs."""

from missions.core.importing import Column, Problem, read_table
from missions.core.reading import day, list_of, one_of, text
from missions.problems.models import Barrier, JustificationQuality
from missions.problems.rows import JustificationRow, NeedRow, PainPointRow

# The categories of the list, each with our kind of barrier.
BARRIERS = {
    "market structure": Barrier.MARKET,
    "legacy software/lock-in": Barrier.LOCK_IN,
    "integration": Barrier.LOCK_IN,
    "data quality": Barrier.DATA,
    "standards": Barrier.DATA,
    "skills/capacity": Barrier.CAPACITY,
    "cost": Barrier.FUNDING,
    "procurement": Barrier.PROCUREMENT,
    "regulation": Barrier.REGULATION,
    "licensing": Barrier.REGULATION,
    "user experience": Barrier.PROCESS,
    "engagement": Barrier.ENGAGEMENT,
    "culture": Barrier.ADOPTION,
}
PAIN_POINTS = (
    Column("id", required=True),
    Column("text", text, required=True),
    Column("category", one_of(BARRIERS), required=True),
    Column("reported_by"),
    Column("reporter_type"),
    Column("service_area"),
    Column("figure"),
    Column("source_title"),
    Column("source_url"),
    Column("source_date", day),
)
NEEDS = (
    Column("need", required=True),
    Column("name", required=True),
    Column("status"),
    Column("priority"),
    Column("statement", text),
    Column("actors", list_of(";")),
    Column("themes", list_of(";")),
    Column("added-on", day),
)
JUSTIFICATIONS = (
    Column("justification", required=True),
    Column("needs", list_of(";"), required=True),
    Column("satisfaction", one_of({quality.value: quality for quality in JustificationQuality}), required=True),
    Column("confidence"),
    Column("satisfied-by"),
    Column("text", text),
)


def read_pain_points(content: bytes, *, addressed: frozenset[str]) -> tuple[list[PainPointRow], list[Problem]]:
    """Pain points; `addressed` holds the references of those that an intervention acts on."""
    table = read_table(content, PAIN_POINTS)
    rows = [
        PainPointRow(
            reference=row["id"],
            title=row["text"],
            barrier=row["category"].value,
            area=row["service_area"],
            figure=row["figure"],
            reporter=row["reported_by"],
            reporter_is_council=row["reporter_type"] == "council",
            reported_on=row["source_date"],
            source_title=row["source_title"],
            source_url=row["source_url"],
            is_addressed=row["id"] in addressed,
        )
        for row in table.rows
    ]
    return rows, table.problems


def read_needs(content: bytes) -> tuple[list[NeedRow], list[Problem]]:
    """User needs; they overlap on purpose, so each stands by itself."""
    table = read_table(content, NEEDS)
    rows = [
        NeedRow(
            reference=row["need"],
            name=row["name"],
            statement=row["statement"],
            status=row["status"],
            priority=row["priority"],
            themes=tuple(row["themes"]),
            actors=tuple(row["actors"]),
            added_on=row["added-on"],
        )
        for row in table.rows
    ]
    return rows, table.problems


def read_justifications(content: bytes) -> tuple[list[JustificationRow], list[Problem]]:
    """Claims that a part of a standard meets needs; a need that none names is unmet."""
    table = read_table(content, JUSTIFICATIONS)
    rows = [
        JustificationRow(
            reference=row["justification"],
            needs=tuple(row["needs"]),
            satisfaction=row["satisfaction"].value,
            confidence=row["confidence"],
            met_by=row["satisfied-by"],
            text=row["text"],
        )
        for row in table.rows
    ]
    return rows, table.problems
