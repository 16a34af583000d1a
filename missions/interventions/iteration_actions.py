"""Planning an iteration: what it tests, for which interventions, with which councils; and starting or dropping it."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.interventions.lifecycle import ITERATION
from missions.interventions.models import Intervention, Iteration, IterationServes
from missions.people.models import User
from missions.problems.models import Basis
from missions.stewardship.access import CURATORS, Standing
from missions.stewardship.models import Mission
from missions.stewardship.population import eligible_councils

PLANNABLE = ("planned", "running")
# What “adapt”, and a precedent, take over from an iteration: what was thought, never when or with how much.
THOUGHTS = ("method", "method_in_words", "hypothesis", "expected_outcome")
# An address of its own.
RESERVED = "new"


def why_not_plan(standing: Standing) -> str | None:
    """The lead, members and analysts plan iterations."""
    return standing.why_not(CURATORS, "plan an iteration")


def why_not_change(standing: Standing, iteration: Iteration) -> str | None:
    """While it is planned or runs: once a decision is asked, what was planned stays as it was."""
    if iteration.status not in PLANNABLE:
        return f"This iteration is {iteration.get_status_display().lower()}, so its plan can’t be changed any more."
    return why_not_plan(standing)


def free_slug(mission: Mission, name: str) -> str:
    """One that no iteration of the mission has yet."""
    base = slugify(name)[:70].strip("-") or "iteration"
    taken = {RESERVED, *Iteration.objects.filter(mission=mission, slug__startswith=base).values_list("slug", flat=True)}
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)


def create_iteration(
    *, by: User, standing: Standing, interventions: Iterable[Intervention], follows: Iteration | None = None, **plan: Any
) -> Iteration:
    """A planned iteration, owned by who planned it. One that follows another aims at the same councils until they are chosen anew."""
    require(why_not_plan(standing))
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=standing.mission.pk)
        iteration = Iteration.objects.create(
            mission=standing.mission,
            slug=free_slug(standing.mission, plan["name"]),
            owner=by,
            follows=follows,
            targeted_by=follows.targeted_by if follows else "",
            **plan,
        )
        _serve(iteration, interventions)
        if follows is not None:
            iteration.targeted_councils.add(*follows.targeted_councils.all())
        record(
            "iteration.create",
            by=by,
            subject=iteration,
            mission=standing.mission,
            follows=follows.pk if follows else None,
        )
    return iteration


def open_next(*, by: User, standing: Standing, iteration: Iteration) -> Iteration:
    """The iteration that adapts a decided one: planned, with the same thoughts, interventions and councils, and no dates yet.

    Called in the transaction of the decision, by whoever may take it; its owner stays who owned the one before.
    """
    following = Iteration.objects.create(
        mission=standing.mission,
        slug=free_slug(standing.mission, f"{iteration.name} adapted"),
        name=f"{iteration.name[:180]}, adapted",
        owner_id=iteration.owner_id,
        follows=iteration,
        targeted_by=iteration.targeted_by,
        is_illustrative=iteration.is_illustrative,
        **{field: getattr(iteration, field) for field in (*THOUGHTS, "expected_adopters", "budget")},
    )
    links = iteration.serves.values_list("intervention_id", "basis")
    IterationServes.objects.bulk_create(
        IterationServes(iteration=following, intervention_id=pk, basis=basis) for pk, basis in links
    )
    following.targeted_councils.add(*iteration.targeted_councils.all())
    record("iteration.create", by=by, subject=following, mission=standing.mission, follows=iteration.pk)
    return following


def edit_iteration(
    *, by: User, standing: Standing, iteration: Iteration, interventions: Iterable[Intervention], **plan: Any
) -> None:
    """Change what is planned; its history keeps what was planned before."""
    with transaction.atomic():
        locked = Iteration.objects.select_for_update().get(pk=iteration.pk)
        require(why_not_change(standing, locked))
        for name, value in plan.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(plan))
        _serve(locked, interventions)
        record("iteration.edit", by=by, subject=locked, mission=standing.mission)


def aim_at(*, by: User, standing: Standing, iteration: Iteration, councils: Collection[int], picked_by: str) -> int:
    """Aim it at these councils and no others; returns how many. `picked_by` says in words how they were picked."""
    with transaction.atomic():
        locked = Iteration.objects.select_for_update().get(pk=iteration.pk)
        require(why_not_change(standing, locked))
        found = set(eligible_councils(standing.mission, standing.on).filter(pk__in=councils).values_list("pk", flat=True))
        if found != set(councils):
            raise NotNow("Some of these councils don’t exist any more, or this mission isn’t for them. Choose them again.")
        before = set(locked.targeted_councils.values_list("pk", flat=True))
        locked.targeted_councils.set(found)
        locked.targeted_by = picked_by[:400]
        locked.save(update_fields=["targeted_by"])
        changed = {"added": sorted(found - before), "removed": sorted(before - found)}
        record("iteration.aim-at", by=by, subject=locked, mission=standing.mission, **changed)
    return len(found)


def move_iteration(*, by: User, standing: Standing, iteration: Iteration, status: str) -> None:
    """Start a planned iteration, or drop it. Everything further is a decision."""
    require(why_not_plan(standing))
    if status not in ("running", "cancelled"):
        raise NotNow("An iteration that runs ends with a decision.")
    with transaction.atomic():
        locked = Iteration.objects.select_for_update().get(pk=iteration.pk)
        ITERATION.check(locked.status, status)
        if status == "running":
            _ready(locked, standing.on)
        before, locked.status = locked.status, status
        locked.save(update_fields=["status", "starts_on"])
        record("iteration.move", by=by, subject=locked, mission=standing.mission, before=before, after=status)


def _ready(locked: Iteration, today: dt.date) -> None:
    if not locked.serves.exists():
        raise NotNow("Say first which intervention it serves.")
    if locked.ends_on is None:
        raise NotNow("Say first on which day it ends: an iteration is a test with an end.")
    if locked.ends_on <= today:
        raise NotNow("Its last day has passed. Change its dates first.")
    if locked.starts_on is None or locked.starts_on > today:
        locked.starts_on = today


def _serve(iteration: Iteration, interventions: Iterable[Intervention]) -> None:
    """Link it with these interventions and no others; links that stay keep their basis."""
    wanted = {item.pk: item for item in interventions}
    if not wanted or any(item.mission_id != iteration.mission_id for item in wanted.values()):
        raise NotNow("Choose at least one intervention of this mission.")
    iteration.serves.exclude(intervention__in=wanted).delete()
    kept = set(iteration.serves.values_list("intervention_id", flat=True))
    IterationServes.objects.bulk_create(
        IterationServes(iteration=iteration, intervention=item, basis=Basis.SOURCE)
        for pk, item in wanted.items()
        if pk not in kept
    )
