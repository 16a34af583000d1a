"""Stores interventions and iterations that were read from published tables. Status and owner, once stored, are the team's."""

from collections.abc import Sequence

from missions.core.importing import Tally, upsert
from missions.interventions.models import Intervention, Iteration, IterationServes, PainPointAddressed
from missions.interventions.rows import InterventionRow, IterationRow
from missions.problems.models import Basis, PainPoint
from missions.stewardship.models import Lever, Mission

FIELDS = ("name", "kind", "published_status", "summary", "lead_body", "started_on", "reference", "source_url")
ITERATION_FIELDS = (
    "name", "method", "method_in_words", "lesson", "lesson_basis", "starts_on", "ends_on", "reference", "source_url",
)  # fmt: skip


def store_interventions(mission: Mission, rows: Sequence[InterventionRow]) -> Tally:
    """Create and update interventions with their levers and the pain points that they address."""
    has_headline = Intervention.objects.filter(mission=mission, is_headline=True).exists()
    items = []
    for row in rows:
        values = {name: getattr(row, name) for name in (*FIELDS, "status", "status_reason")}
        items.append(Intervention(mission=mission, slug=row.slug, is_headline=row.is_headline and not has_headline, **values))
    tally = upsert(items, key=("mission_id", "slug"), fields=FIELDS)
    ids = dict(Intervention.objects.filter(mission=mission).values_list("slug", "pk"))
    points = dict(PainPoint.objects.filter(mission=mission).values_list("reference", "pk"))
    addressed = [
        PainPointAddressed(intervention_id=ids[row.slug], pain_point_id=points[reference], basis=Basis.JUDGEMENT)
        for row in rows
        for reference in row.pain_points
        if reference in points
    ]
    upsert(addressed, key=("intervention_id", "pain_point_id"), fields=())
    _levers(rows, ids)
    return tally


def store_iterations(mission: Mission, rows: Sequence[IterationRow]) -> Tally:
    """Create and update iterations with the interventions that they serve, each link with its basis."""
    items = []
    for row in rows:
        values = {name: getattr(row, name) for name in ITERATION_FIELDS}
        items.append(Iteration(mission=mission, slug=row.slug, status="recorded", **values))
    tally = upsert(items, key=("mission_id", "slug"), fields=ITERATION_FIELDS)
    iterations = dict(Iteration.objects.filter(mission=mission).values_list("slug", "pk"))
    interventions = dict(Intervention.objects.filter(mission=mission).values_list("slug", "pk"))
    serves = [
        IterationServes(iteration_id=iterations[row.slug], intervention_id=interventions[slug], basis=basis)
        for row in rows
        for basis, slugs in ((Basis.JUDGEMENT, row.serves_by_judgement), (Basis.SOURCE, row.serves))
        for slug in slugs
        if slug in interventions
    ]
    upsert(serves, key=("iteration_id", "intervention_id"), fields=("basis",))
    return tally


def _levers(rows: Sequence[InterventionRow], ids: dict[str, int]) -> None:
    levers = dict(Lever.objects.values_list("slug", "pk"))
    through = Intervention.levers.through
    through._default_manager.bulk_create(
        (through(intervention_id=ids[row.slug], lever_id=levers[slug]) for row in rows for slug in row.levers if slug in levers),
        ignore_conflicts=True,
    )
