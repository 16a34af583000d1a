"""Iterations of the demo, made up: one that waits for the director, one that the lead may decide; some councils are in both."""

import datetime as dt
from collections.abc import Sequence

from missions.adoption.stages import Stage
from missions.adoption.summary import summarise
from missions.interventions.models import Intervention, Iteration, IterationServes, ScalingMethod
from missions.people.models import User
from missions.problems.models import Basis
from missions.register.models import Organisation
from missions.stewardship.models import Mission


def peer_champions(mission: Mission, lead: User, on: dt.date) -> Iteration:
    """Councils help councils; it has ended."""
    standard = Intervention.objects.get(mission=mission, slug="tree-preservation-order")
    iteration = Iteration.objects.create(
        mission=mission,
        slug="tree-data-champions",
        name="Council champions for tree data",
        method=ScalingMethod.PEER_CHAMPIONS,
        method_in_words="Councils that publish tree preservation orders each help three others for half a year",
        hypothesis="If a council that has done it helps, three others publish within six months without a grant.",
        status="running",
        owner=lead,
        expected_adopters=30,
        expected_by=on - dt.timedelta(days=7),
        expected_outcome="Officers answer questions about protected trees without opening the paper file.",
        starts_on=on - dt.timedelta(days=190),
        ends_on=on - dt.timedelta(days=7),
        is_illustrative=True,
    )
    IterationServes.objects.create(iteration=iteration, intervention=standard, basis=Basis.SOURCE)
    _aim(iteration, standard, ("East of England", "South East"), on)
    return iteration


def help_desk(mission: Mission, lead: User, on: dt.date) -> None:
    """It has ended and waits for the lead, who may decide up to a limit; some of its councils had champions too."""
    mission.mandates.update(iteration_limit=250_000)
    standard = Intervention.objects.get(mission=mission, slug="tree-preservation-order")
    iteration = Iteration.objects.create(
        mission=mission,
        slug="tree-data-help-desk",
        name="Help desk for tree data",
        method=ScalingMethod.DIRECT_SUPPORT,
        method_in_words="Two analysts answer councils’ questions and check their first file within a day",
        hypothesis="Councils that get an answer within a day publish their first file in the same month.",
        status="running",
        owner=lead,
        expected_adopters=12,
        expected_by=on - dt.timedelta(days=16),
        expected_outcome="A first file takes a council two days instead of ten.",
        budget=60_000,
        starts_on=on - dt.timedelta(days=140),
        ends_on=on - dt.timedelta(days=16),
        is_illustrative=True,
    )
    IterationServes.objects.create(iteration=iteration, intervention=standard, basis=Basis.SOURCE)
    _aim(iteration, standard, ("East of England",), on)


def _aim(iteration: Iteration, intervention: Intervention, regions: Sequence[str], on: dt.date) -> None:
    """At councils of some regions that had not started when it began."""
    positions = summarise(intervention, as_at=iteration.starts_on or on).positions
    waiting = [pk for pk, place in positions.items() if place.stage == Stage.NOT_STARTED]
    councils = Organisation.objects.filter(pk__in=waiting, region__in=regions, ends_on__isnull=True)
    iteration.targeted_councils.set(councils)
    iteration.targeted_by = f"region: {', '.join(regions)}; stage with {intervention.name}: not started"
    iteration.save(update_fields=["targeted_by"])
