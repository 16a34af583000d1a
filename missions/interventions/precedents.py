"""Copying an intervention and its iterations into another mission, as a draft to start from."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from missions.core.access import require
from missions.core.audit import record
from missions.interventions.iteration_actions import THOUGHTS, free_slug
from missions.interventions.models import Intervention, Iteration, IterationServes
from missions.people.models import User
from missions.problems.models import Basis
from missions.stewardship.access import CURATORS, Standing
from missions.stewardship.models import Mission
from missions.stewardship.querysets import PUBLIC_STATUSES

# What says what it is; status, dates, owner, pain points and adoption belong to the mission it was made in.
SAME = ("kind", "summary", "hypothesis", "source_url", "is_illustrative")


def why_not_copy_into(standing: Standing) -> str | None:
    """The lead, members and analysts of the mission that it is copied into."""
    return standing.why_not(CURATORS, "copy an intervention into it")


def missions_to_copy_into(user: User, source: Mission, standing: Standing) -> Sequence[Mission]:
    """The other missions on which a person works on interventions; closed ones take nothing new. One query."""
    found = Mission.objects.where(user, CURATORS, standing.on).exclude(pk=source.pk).exclude(status="closed")
    return list(found.order_by("name"))


def public_precedent(item: Intervention | Iteration) -> Intervention | Iteration | None:
    """What it was copied from, unless that is part of a proposal, which only some may see."""
    found = item.precedent
    return found if found is not None and found.mission.status in PUBLIC_STATUSES else None


def iterations_of(intervention: Intervention) -> Sequence[Iteration]:
    """Those that come along: everything that wasn't dropped. One query."""
    served = Iteration.objects.filter(serves__intervention=intervention).exclude(status="cancelled")
    return list(served.order_by("starts_on", "name"))


def copy(*, by: User, standing: Standing, intervention: Intervention) -> Intervention:
    """The intervention as an idea of another mission (`standing`), its iterations planned; dates, councils and money are left out.

    Both name their precedent. The copier owns them.
    """
    require(why_not_copy_into(standing))
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=standing.mission.pk)
        made = Intervention.objects.create(
            mission=standing.mission,
            slug=_free_slug(standing.mission, intervention.name),
            name=intervention.name,
            status="idea",
            owner=by,
            precedent=intervention,
            **{field: getattr(intervention, field) for field in SAME},
        )
        made.levers.add(*intervention.levers.all())
        iterations = [_copied(item, made, by) for item in iterations_of(intervention)]
        record(
            "intervention.copy",
            by=by,
            subject=made,
            mission=standing.mission,
            precedent=intervention.pk,
            iterations=[item.pk for item in iterations],
        )
    return made


def _copied(item: Iteration, made: Intervention, by: User) -> Iteration:
    copied = Iteration.objects.create(
        mission=made.mission,
        slug=free_slug(made.mission, item.name),
        name=item.name,
        owner=by,
        precedent=item,
        is_illustrative=item.is_illustrative,
        **{field: getattr(item, field) for field in THOUGHTS},
    )
    IterationServes.objects.create(iteration=copied, intervention=made, basis=Basis.SOURCE)
    return copied


def _free_slug(mission: Mission, name: str) -> str:
    base = slugify(name)[:70].strip("-") or "intervention"
    taken = set(Intervention.objects.filter(mission=mission, slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)
