"""Missions that nobody directs, leads or has a mandate for; and whether an owner still has a role."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from missions.core.registries import Gap, GapRule, counted_as
from missions.people.roles import MissionRoleName
from missions.stewardship.models import Mandate, Mission, MissionRole
from missions.stewardship.querysets import MissionQuerySet

KIND = "Missions without what they need"
SENTENCES = {"director": "has no director", "lead": "has no lead", "mandate": "has no mandate in force"}


def with_needs(mission_ids: Iterable[int], day: dt.date) -> MissionQuerySet:
    """Missions that aren't closed, with whether each `has_…` what it needs, and when the last one `…_ended`."""
    needs: dict[str, Any] = {
        "director": MissionRole.objects.filter(role=MissionRoleName.DIRECTOR),
        "lead": MissionRole.objects.filter(role=MissionRoleName.LEAD),
        "mandate": Mandate.objects.all(),
    }
    missions = Mission.objects.filter(pk__in=list(mission_ids)).exclude(status="closed")
    for name, rows in needs.items():
        of_mission = rows.filter(mission=OuterRef("pk"))
        ended = of_mission.filter(ends_on__lte=day).order_by("-ends_on").values("ends_on")[:1]
        missions = missions.annotate(**{f"has_{name}": Exists(of_mission.as_at(day)), f"{name}_ended": Subquery(ended)})
    return missions


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Missions without a director, a lead or a mandate in force, in one query."""
    for mission in with_needs(mission_ids, day).filter(Q(has_director=False) | Q(has_lead=False) | Q(has_mandate=False)):
        for name, sentence in SENTENCES.items():
            if not getattr(mission, f"has_{name}"):
                page = "stewardship:mandate" if name == "mandate" else "stewardship:people"
                url = reverse(page, args=[mission.slug])
                yield Gap(KIND, f"{mission.name} {sentence}.", url, mission.pk, getattr(mission, f"{name}_ended"))


def owner_on_mission(day: dt.date) -> Exists:
    """Whether the owner of a row has any role on the row's mission that day; false where there is no owner."""
    return Exists(MissionRole.objects.as_at(day).filter(mission=OuterRef("mission"), user=OuterRef("owner")))


def why_unowned(owner_id: int | None) -> str:
    """The end of the sentence about something that `owner_on_mission` is false for."""
    return "has no owner" if owner_id is None else "has an owner whose role has ended"


RULE = GapRule(
    "Missions without a director, a lead or a mandate in force",
    find,
    lambda ids, day: [counted_as(KIND, with_needs(ids, day).filter(**{f"has_{name}": False}), "pk") for name in SENTENCES],
)
