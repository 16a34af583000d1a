"""What is in the way of councils: said by them or for them, counted by kind of barrier."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet

from missions.adoption.access import why_not_record
from missions.adoption.models import Blocker
from missions.adoption.stages import Stage
from missions.adoption.summary import Summary, summarise
from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.core.spans import true_on
from missions.interventions.models import Intervention
from missions.market.models import Finding
from missions.people.models import User
from missions.problems.about import BARRIER_OF
from missions.problems.models import Barrier, PainPoint
from missions.register.models import Organisation
from missions.stewardship.access import Standing
from missions.stewardship.models import Mission

OVER = ("resolved", "not-pursued")
ON_THE_WAY = (Stage.AWARE, Stage.COMMITTED, Stage.PILOTING)
STILL_FOR = dt.timedelta(days=182)


def set_blockers(
    *,
    by: User,
    standing: Standing,
    intervention: Intervention,
    organisation: Organisation,
    barriers: Collection[str],
    note: str = "",
) -> None:
    """These barriers, and no others, are in a council's way from today on. The same again changes nothing."""
    require(why_not_record(standing, by, organisation))
    if barriers and summarise(intervention, as_at=standing.on).history.position(organisation.pk, standing.on).is_adopted:
        raise NotNow(
            f"{organisation.name} uses it, so nothing is in its way. Record first that it stopped, or correct the record."
        )
    with transaction.atomic():
        # Of two people at once, the second changes what the first wrote.
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        rows = Blocker.objects.filter(intervention=intervention, organisation=organisation, ends_on__isnull=True)
        open_now = {row.barrier: row for row in rows}
        over = [row for barrier, row in open_now.items() if barrier not in barriers]
        new = [barrier for barrier in Barrier.values if barrier in barriers and barrier not in open_now]
        kept = [row for row in open_now.values() if row not in over and note.strip() and row.note != note.strip()]
        if not (over or new or kept):
            return
        for row in over:
            _end(row, standing.on)
        for row in kept:
            row.note = note.strip()
            row.save(update_fields=["note"])
        about = {"intervention": intervention, "organisation": organisation, "note": note.strip(), "recorded_by": by}
        Blocker.objects.bulk_create(
            Blocker(barrier=barrier, starts_on=standing.on, recorded_at=clock.now(), **about) for barrier in new
        )
        record(
            "adoption.blockers",
            by=by,
            subject=intervention,
            mission=standing.mission,
            organisation=organisation.pk,
            barriers=sorted(barriers),
        )


def _end(row: Blocker, on: dt.date) -> None:
    """What was said and taken back on one day was never in the way; its history keeps it."""
    if row.starts_on is not None and row.starts_on >= on:
        row.delete()
        return
    row.ends_on = on
    row.save(update_fields=["ends_on"])


def blockers_on(day: dt.date, **of: object) -> QuerySet[Blocker]:
    """What was in the way of councils that existed on a day."""
    return Blocker.objects.as_at(day).filter(true_on(day, "organisation__"), **of)


@dataclass(frozen=True)
class Block:
    """One kind of barrier: how many councils name it, with which interventions, and what else is known about it."""

    barrier: str
    label: str
    councils: int
    interventions: Sequence[tuple[Intervention, int]] = ()
    pain_points: int = 0
    findings: Sequence[Finding] = ()


@dataclass(frozen=True)
class Blocked:
    """The barriers of a mission, the one that most councils name first; each council is counted once in `councils`."""

    blocks: Sequence[Block]
    councils: int


def of_intervention(intervention: Intervention, day: dt.date) -> list[tuple[str, str, int]]:
    """(barrier, label, councils), the most named first. One query."""
    rows = blockers_on(day, intervention=intervention).order_by().values("barrier").annotate(councils=Count("organisation"))
    found = [(row["barrier"], Barrier(row["barrier"]).label, row["councils"]) for row in rows]
    return sorted(found, key=lambda row: (-row[2], row[1]))


def of_mission(mission: Mission, day: dt.date) -> Blocked:
    """Across all interventions, beside the pain points and findings about the same barrier. Three queries whatever the size."""
    councils: dict[str, dict[Intervention, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = blockers_on(day, intervention__mission=mission).select_related("intervention__mission")
    for row in rows:
        councils[row.barrier][row.intervention].add(row.organisation_id)
    points = _open_pain_points(mission)
    findings = list(Finding.objects.filter(mission=mission).standing().select_related("mission").order_by("reference"))
    blocks = [
        Block(
            barrier=barrier,
            label=Barrier(barrier).label,
            councils=len(set().union(*found.values())),
            interventions=sorted(((item, len(ids)) for item, ids in found.items()), key=lambda row: (-row[1], row[0].name)),
            pain_points=points.get(barrier, 0),
            findings=[item for item in findings if BARRIER_OF[item.kind] == barrier],
        )
        for barrier, found in councils.items()
    ]
    every = {pk for found in councils.values() for ids in found.values() for pk in ids}
    return Blocked(sorted(blocks, key=lambda block: (-block.councils, block.label)), len(every))


HEADERS = ("intervention", "code", "council", "type", "region", "barrier", "in its words", "said on", "as at")


def csv_rows(mission: Mission, day: dt.date) -> Iterator[tuple[object, ...]]:
    """What is in the way of each council with each intervention as cells, headers first. One query, read bit by bit."""
    yield HEADERS
    rows = blockers_on(day, intervention__mission=mission).select_related("intervention", "organisation")
    for row in rows.order_by("intervention__name", "organisation__name", "barrier").iterator(chunk_size=2_000):
        council = row.organisation
        yield (
            row.intervention.name,
            council.code,
            council.name,
            council.get_council_type_display(),
            council.region,
            row.get_barrier_display(),
            row.note,
            row.starts_on,
            day,
        )


def _open_pain_points(mission: Mission) -> dict[str, int]:
    rows = PainPoint.objects.filter(mission=mission).exclude(status__in=OVER).order_by().values("barrier")
    return dict(rows.annotate(count=Count("pk")).values_list("barrier", "count"))


def stuck(summary: Summary, told: Collection[int]) -> list[int]:
    """Councils on their way of which nothing was heard for half a year, and which don't say why."""
    before = summary.as_at - STILL_FOR
    return [
        pk
        for pk, place in summary.positions.items()
        if place.stage in ON_THE_WAY and pk not in told and place.since is not None and place.since < before
    ]
