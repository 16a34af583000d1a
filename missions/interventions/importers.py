"""Reads published interventions and iterations."""

import datetime as dt
from collections.abc import Mapping

from django.utils.text import slugify

from missions.core.importing import Column, Problem, read_table
from missions.core.reading import day, list_of, one_of
from missions.interventions.models import InterventionKind as Kind
from missions.interventions.rows import InterventionRow, IterationRow

KINDS = {
    "data specification": Kind.DATA_STANDARD,
    "fund": Kind.COUNCIL_FUNDING,
    "challenge fund": Kind.SUPPLIER_FUNDING,
    "tool": Kind.TOOL,
    "tool (alternative by design)": Kind.TOOL,
    "tool (AI)": Kind.TOOL,
    "platform": Kind.PLATFORM,
    "legislation": Kind.REGULATION,
    "regulation": Kind.REGULATION,
    "guidance": Kind.GUIDANCE,
    "community": Kind.COMMUNITY,
    "skills": Kind.COMMUNITY,
    "event": Kind.COMMUNITY,
}
# Published words and our status; the word itself is kept beside it. “” and unknown words begin as an idea.
STATUSES = {
    "live": "scaling",
    "open standard": "scaling",
    "candidate standard": "scaling",
    "candidate (testing)": "beta",
    "piloting": "beta",
    "working draft": "alpha",
    "completed": "stopped",
    "withdrawn": "stopped",
    "in force (first provisions 2024-03-31)": "embedded",
    "laid in Parliament in 2026; standard dated 2026-03-25": "scaling",
    "power enacted; no regulations found": "discovery",
    "in progress at source date": "discovery",
}
INTERVENTIONS = (
    Column("id", required=True),
    Column("name", required=True),
    Column("kind", one_of(KINDS), required=True),
    Column("aims_at"),
    Column("pain_point_ids", list_of(" ")),
    Column("start_date", day),
    Column("status"),
    Column("lead_body"),
    Column("source_url"),
)
NAMED_IN_AWARDS = (
    Column("project", required=True),
    Column("reference", required=True),
    Column("name", required=True),
    Column("description"),
)
ITERATIONS = (
    Column("id", required=True),
    Column("intervention_id", required=True),
    Column("name", required=True),
    Column("fund_ref"),
    Column("scaling_method_tested"),
    Column("start_date", day),
    Column("end_date", day),
    Column("lesson_or_decision_after"),
    Column("lesson_basis"),
    Column("source_url"),
)


def read_interventions(
    content: bytes, *, slugs: Mapping[str, str], levers: Mapping[str, list[str]], headline: str
) -> tuple[list[InterventionRow], list[Problem]]:
    """Interventions; `slugs` names those that have a published reference, `levers` those they pull, by reference."""
    table = read_table(content, INTERVENTIONS)
    rows = []
    for row in table.rows:
        name: str = row["name"].removeprefix("Data specification: ")
        slug = slugs.get(row["id"]) or slugify(name)[:80]
        status = STATUSES.get(row["status"], "idea")
        rows.append(
            InterventionRow(
                slug=slug,
                name=name,
                kind=row["kind"].value,
                status=status,
                status_reason=f"The source says “{row['status']}”." if status == "stopped" else "",
                published_status=row["status"],
                summary=row["aims_at"],
                lead_body=row["lead_body"],
                started_on=row["start_date"],
                is_headline=slug == headline,
                reference=row["id"],
                source_url=row["source_url"],
                pain_points=tuple(row["pain_point_ids"]),
                levers=tuple(levers.get(row["id"], ())),
            )
        )
    return rows, table.problems


def read_interventions_of_awards(content: bytes, *, project: str) -> tuple[list[InterventionRow], list[Problem]]:
    """The few broad interventions that award lists name, for one project."""
    table = read_table(content, NAMED_IN_AWARDS)
    rows = [
        InterventionRow(
            slug=row["reference"],
            name=row["name"],
            kind=Kind.COUNCIL_FUNDING.value,
            status="scaling",
            summary=row["description"],
            reference=row["reference"],
            levers=("grant-funding",),
        )
        for row in table.rows
        if row["project"] == project
    ]
    return rows, table.problems


def read_iterations(
    content: bytes,
    *,
    slugs: Mapping[str, str],
    methods: Mapping[str, str],
    interventions: Mapping[str, str],
    judged: Mapping[str, list[str]],
) -> tuple[list[IterationRow], list[Problem]]:
    """Iterations; `methods` and `judged` are our judgements by reference, `interventions` maps references to slugs."""
    table = read_table(content, ITERATIONS)
    rows = [
        IterationRow(
            slug=slugs.get(row["id"]) or row["fund_ref"] or slugify(row["name"])[:80],
            name=row["name"],
            method=methods.get(row["id"], "other"),
            method_in_words=row["scaling_method_tested"],
            lesson=row["lesson_or_decision_after"],
            lesson_basis=row["lesson_basis"],
            starts_on=row["start_date"],
            ends_on=row["end_date"] + dt.timedelta(days=1) if row["end_date"] else None,
            reference=row["id"],
            source_url=row["source_url"],
            serves=(interventions[row["intervention_id"]],) if row["intervention_id"] in interventions else (),
            serves_by_judgement=tuple(judged.get(row["id"], ())),
        )
        for row in table.rows
    ]
    return rows, table.problems
