"""Changes to what stands behind an intervention: how it is judged, how it is meant to work, and what it rests on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from django.db import transaction
from django.utils.text import slugify

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.interventions.access import why_not_write_theory
from missions.interventions.dependencies import way
from missions.interventions.models import Intervention, PainPointAddressed
from missions.interventions.plan_models import Dependency, InterventionJudgement, TheoryLine
from missions.people.models import User
from missions.problems.actions import keep_judgement
from missions.problems.judging import Estimate
from missions.problems.models import Basis, PainPoint
from missions.stewardship.access import CURATORS, Standing
from missions.stewardship.models import Lever, Mission

# Addresses under interventions/ that are pages of their own.
RESERVED = {"add"}


@dataclass(frozen=True)
class Description:
    """What an intervention says about itself, its levers and the pain points that it acts on."""

    name: str
    kind: str
    summary: str
    hypothesis: str = ""
    lead_body: str = ""
    started_on: dt.date | None = None
    levers: Sequence[Lever] = ()
    pain_points: Sequence[PainPoint] = ()


def add_intervention(*, by: User, standing: Standing, description: Description) -> Intervention:
    """A new idea, owned by who had it."""
    require(standing.why_not(CURATORS, "add an intervention"))
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=standing.mission.pk)
        item = Intervention(mission=standing.mission, slug=_free_slug(standing.mission, description.name), owner=by)
        _describe(item, description)
        record("intervention.add", by=by, subject=item, mission=standing.mission)
    return item


def edit_intervention(*, by: User, standing: Standing, intervention: Intervention, description: Description) -> None:
    """Change what an intervention says about itself; links to pain points that stay keep their basis."""
    require(standing.why_not(CURATORS, "change an intervention"))
    with transaction.atomic():
        locked = Intervention.objects.select_for_update().get(pk=intervention.pk, mission=standing.mission)
        _describe(locked, description)
        record("intervention.edit", by=by, subject=locked, mission=standing.mission)


def judge_intervention(*, by: User, standing: Standing, intervention: Intervention, estimate: Estimate) -> None:
    """Say how much it takes away, how sure that is and what it takes, with the reason; earlier judgements stay in the history."""
    require(standing.why_not(CURATORS, "judge an intervention"))
    with transaction.atomic():
        locked = Intervention.objects.select_for_update().get(pk=intervention.pk, mission=standing.mission)
        before = InterventionJudgement.objects.filter(intervention=locked).first()
        detail = keep_judgement(before or InterventionJudgement(intervention=locked), by=by, estimate=estimate)
        record("intervention.judge", by=by, subject=locked, mission=standing.mission, **detail)


def set_theory(*, by: User, standing: Standing, intervention: Intervention, lines: Mapping[str, Sequence[str]]) -> None:
    """Write an intervention's theory of change anew, each step's lines in their order; earlier ones stay in the history."""
    with transaction.atomic():
        locked = Intervention.objects.select_for_update().get(pk=intervention.pk, mission=standing.mission)
        require(why_not_write_theory(standing, locked))
        wanted = {(step, place): line for step, said in lines.items() for place, line in enumerate(said, start=1)}
        stored = {(line.step, line.position): line for line in locked.theory_lines.all()}
        gone = [line.pk for key, line in stored.items() if key not in wanted]
        if gone:
            locked.theory_lines.filter(pk__in=gone).delete()
        changed = [line for key, line in stored.items() if key in wanted and line.wording != wanted[key]]
        for line in changed:
            line.wording = wanted[line.step, line.position]
        if changed:
            TheoryLine.objects.bulk_update(changed, ["wording"])
        new = [
            TheoryLine(intervention=locked, step=step, position=place, wording=wording)
            for (step, place), wording in wanted.items()
            if (step, place) not in stored
        ]
        TheoryLine.objects.bulk_create(new)
        record("intervention.theory", by=by, subject=locked, mission=standing.mission, lines=len(wanted))


def add_dependency(
    *, by: User, standing: Standing, intervention: Intervention, on: Intervention, strength: str, why: str = ""
) -> Dependency:
    """Say that one intervention rests on another of its mission; a circle is refused. Writes of one mission wait for one another."""
    require(standing.why_not(CURATORS, "say what an intervention rests on"))
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=standing.mission.pk)
        if intervention.pk == on.pk:
            raise NotNow("An intervention can’t rest on itself. Choose another one.")
        names = dict(Intervention.objects.filter(mission=standing.mission).values_list("pk", "name"))
        if not {intervention.pk, on.pk} <= names.keys():
            raise NotNow("Both interventions must belong to this mission.")
        links = list(Dependency.objects.filter(intervention__mission=standing.mission).values_list("intervention", "on"))
        if (intervention.pk, on.pk) in links:
            raise NotNow(f"{intervention.name} rests on {on.name} already. Take that away first to change it.")
        back = way(links, on.pk, intervention.pk)
        if back is not None:
            chain = ", which rests on ".join(names[pk] for pk in back)
            raise NotNow(f"That would go round in a circle: {chain}. Take one of these away first.")
        added = Dependency.objects.create(intervention=intervention, on=on, strength=strength, why=why.strip())
        record("intervention.rest-on", by=by, subject=intervention, mission=standing.mission, on=on.pk, strength=strength)
    return added


def remove_dependency(*, by: User, standing: Standing, dependency: Dependency) -> None:
    """Say that one intervention no longer rests on another."""
    require(standing.why_not(CURATORS, "say what an intervention rests on"))
    with transaction.atomic():
        locked = Dependency.objects.select_for_update().filter(intervention__mission=standing.mission, pk=dependency.pk).first()
        if locked is None:
            return
        record("intervention.rest-no-more", by=by, subject=locked.intervention, mission=standing.mission, on=locked.on_id)
        locked.delete()


def _describe(item: Intervention, description: Description) -> None:
    item.name, item.kind, item.summary = description.name, description.kind, description.summary
    item.hypothesis, item.lead_body, item.started_on = description.hypothesis, description.lead_body, description.started_on
    item.save()
    item.levers.set(description.levers)
    wanted = {point.pk for point in description.pain_points}
    item.addresses.exclude(pain_point__in=wanted).delete()
    linked = set(item.addresses.values_list("pain_point", flat=True))
    PainPointAddressed.objects.bulk_create(
        PainPointAddressed(intervention=item, pain_point_id=pk, basis=Basis.JUDGEMENT) for pk in sorted(wanted - linked)
    )


def _free_slug(mission: Mission, name: str) -> str:
    base = slugify(name)[:70].strip("-") or "intervention"
    taken = set(Intervention.objects.filter(mission=mission, slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(slug for slug in chain((base,), (f"{base}-{number}" for number in count(2))) if slug not in taken)
