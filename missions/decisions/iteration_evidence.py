"""What is frozen about one iteration when it is decided: what was planned, whom it moved, what it cost, who saw it differently."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from missions.adoption.blocking import blockers_on
from missions.adoption.derivation import History
from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import ADOPTED
from missions.adoption.summary import LABELS, population_of
from missions.adoption.together import company
from missions.decisions.freezing import freeze, plain
from missions.decisions.models import Decision
from missions.interventions.models import Iteration, IterationServes
from missions.outcomes.figures import figure_text
from missions.outcomes.models import OTHERS, GroupKind, PublishedOutcome, Rollup
from missions.problems.models import Barrier


def freeze_for(decision: Decision, *, as_at: dt.date, known_at: dt.datetime, **options: Any) -> dict[str, Any]:
    """The mission's evidence as `freeze` collects it; about an iteration, with its own beside it."""
    content = freeze(decision.mission, as_at=as_at, known_at=known_at, **options)
    if decision.iteration is not None:
        content["iteration"] = plain(collect(decision.iteration, as_at, known_at, decision.dissent))
    return content


def collect(iteration: Iteration, as_at: dt.date, known_at: dt.datetime, dissent: str = "") -> dict[str, Any]:
    """As at a day, as recorded by a moment. Five queries, whatever the number of councils."""
    about = _about(iteration, as_at, known_at)
    served = {row["pk"]: row["name"] for row in about.served}
    found = company(iteration, served, as_at, known_at)
    councils, predecessors = population_of([iteration.mission_id])
    happened: dict[int, dict[int, list[tuple[dt.date, str]]]] = {pk: defaultdict(list) for pk in served}
    credited: set[tuple[int, int, str]] = set()
    rows = (
        AdoptionEvent.objects.as_at(as_at, known_at).filter(intervention__in=served).order_by("happened_on", "recorded_at", "pk")
    )
    for item, council, day, stage, credit in rows.values_list(
        "intervention_id", "organisation_id", "happened_on", "stage", "iteration_id"
    ):
        happened[item][council].append((day, stage))
        if credit == iteration.pk:
            credited.add((item, council, stage))
    histories = {pk: History(councils[iteration.mission_id], happened[pk], predecessors) for pk in served}
    adopters = {(item, council) for item, council, stage in credited if stage in ADOPTED}
    still = {council for item, council in adopters if histories[item].position(council, as_at).is_adopted}
    return {
        "id": iteration.pk,
        "name": iteration.name,
        "method": iteration.get_method_display(),
        "hypothesis": iteration.hypothesis,
        "starts_on": iteration.starts_on.isoformat() if iteration.starts_on else None,
        "last_day": iteration.last_day.isoformat() if iteration.last_day else None,
        "expected": iteration.expected_adopters,
        "expected_by": iteration.expected_by.isoformat() if iteration.expected_by else None,
        "expected_outcome": iteration.expected_outcome,
        "budget": None if iteration.budget is None else f"{iteration.budget:.2f}",
        "councils": len(found.councils),
        "targeted_by": iteration.targeted_by,
        "adopters": len({council for _, council in adopters}),
        "still_adopted": len(still),
        "interventions": [
            {
                "id": pk,
                "name": name,
                "stages": _stages(histories[pk], found.councils, as_at),
                "credited": _credited(pk, credited),
            }
            for pk, name in served.items()
        ],
        "outcomes": [*_compared(iteration, as_at), *about.published],
        "overlaps": [
            {"name": clash.other.name, "interventions": list(clash.interventions), "councils": len(clash.councils)}
            for clash in found.clashes
        ],
        "in_two": len({pk for clash in found.clashes for pk in clash.councils}),
        "barriers": _barriers(about.said, found.councils),
        "dissent": dissent,
    }


def _stages(history: History, councils: Collection[int], as_at: dt.date) -> list[dict[str, Any]]:
    """Where its councils stand, all stages, so that a later day can be held against it. One that was replaced stands where it ended."""
    counts = Counter(history.position(pk, as_at).stage for pk in councils if pk in history.councils)
    return [{"stage": str(stage), "label": LABELS[stage], "count": counts[stage]} for stage in LABELS]


def _credited(intervention: int, credited: Collection[tuple[int, int, str]]) -> list[dict[str, Any]]:
    """Councils with a step at a stage that is credited to it; one council may have taken several steps."""
    counts = Counter(stage for item, _, stage in credited if item == intervention)
    return [{"stage": stage, "label": label, "count": counts[stage]} for stage, label in LABELS.items() if counts[stage]]


def _compared(iteration: Iteration, as_at: dt.date) -> list[dict[str, Any]]:
    """The headline indicator’s latest period that had ended: those that took part, and the others. One query."""
    kinds = (GroupKind.ITERATION.value, f"{OTHERS}{GroupKind.ITERATION}")
    rows = Rollup.objects.filter(
        indicator__mission=iteration.mission_id,
        indicator__is_headline=True,
        group_kind__in=kinds,
        group_value=str(iteration.pk),
        value__isnull=False,
        period_start__lte=as_at,
    )
    latest: dict[str, Rollup] = {}
    for row in rows.select_related("indicator").order_by("period_start"):
        if row.period.ends_on <= as_at + dt.timedelta(days=1):
            latest[row.group_kind] = row
    names = dict(zip(kinds, ("councils in it", "other councils"), strict=True))
    return [
        {
            "name": f"{latest[kind].indicator.name}: {names[kind]}",
            "text": figure_text(latest[kind]),
            "value": str(latest[kind].value),
            "note": f"{latest[kind].period.label}, known for {latest[kind].reported:,} of {latest[kind].eligible:,} councils",
        }
        for kind in kinds
        if kind in latest
    ]


def _about(iteration: Iteration, as_at: dt.date, known_at: dt.datetime) -> Any:
    """The interventions that it serves, what was published about it, and what councils say is in their way. One query."""
    links = IterationServes.objects.filter(iteration=OuterRef("pk")).order_by("intervention__name")
    outcomes = PublishedOutcome.objects.filter(Q(on_day__isnull=True) | Q(on_day__lte=as_at), iteration=OuterRef("pk"))
    said = blockers_on(as_at, intervention__served_by__iteration=OuterRef("pk"), recorded_at__lte=known_at).order_by()
    found: Any = Iteration.objects.annotate(
        served=ArraySubquery(links.values(row=JSONObject(pk="intervention_id", name="intervention__name"))),
        results=ArraySubquery(
            outcomes.order_by("reference").values(row=JSONObject(name="name", value="value", unit="unit", note="evidence_type"))
        ),
        said=ArraySubquery(said.values(row=JSONObject(barrier="barrier", council="organisation_id"))),
    ).get(pk=iteration.pk)
    found.published = [
        {"name": row["name"], "text": f"{row['value']} {row['unit']}".strip(), "value": None, "note": row["note"]}
        for row in found.results
    ]
    return found


def _barriers(said: Iterable[Mapping[str, Any]], councils: Collection[int]) -> list[dict[str, Any]]:
    """What its councils say is in their way with what it serves: the other side of the story."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in said:
        if row["council"] in councils:
            found[row["barrier"]].add(row["council"])
    return [
        {"barrier": value, "label": label, "councils": len(found[value])} for value, label in Barrier.choices if value in found
    ]
