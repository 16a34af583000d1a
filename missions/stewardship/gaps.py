"""Missions that nobody directs, leads or has a mandate for; and whether an owner still has a role."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from missions.core.registries import Gap, GapRule
from missions.people.roles import MissionRoleName
from missions.stewardship.models import Mandate, Mission, MissionRole


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Missions without a director, a lead or a mandate in force, in one query."""
    needs: dict[str, tuple[Any, str]] = {
        "director": (MissionRole.objects.filter(role=MissionRoleName.DIRECTOR), "has no director"),
        "lead": (MissionRole.objects.filter(role=MissionRoleName.LEAD), "has no lead"),
        "mandate": (Mandate.objects.all(), "has no mandate in force"),
    }
    missions = Mission.objects.filter(pk__in=list(mission_ids)).exclude(status="closed")
    for name, (rows, _) in needs.items():
        of_mission = rows.filter(mission=OuterRef("pk"))
        ended = of_mission.filter(ends_on__lte=day).order_by("-ends_on").values("ends_on")[:1]
        missions = missions.annotate(**{f"has_{name}": Exists(of_mission.as_at(day)), f"{name}_ended": Subquery(ended)})
    for mission in missions.filter(Q(has_director=False) | Q(has_lead=False) | Q(has_mandate=False)):
        for name, (_, sentence) in needs.items():
            if not getattr(mission, f"has_{name}"):
                page = "stewardship:mandate" if name == "mandate" else "stewardship:people"
                url = reverse(page, args=[mission.slug])
                yield Gap(
                    "Missions without what they need",
                    f"{mission.name} {sentence}.",
                    url,
                    mission.pk,
                    getattr(mission, f"{name}_ended"),
                )


def owner_on_mission(day: dt.date) -> Exists:
    """Whether the owner of a row has any role on the row's mission that day; false where there is no owner."""
    return Exists(MissionRole.objects.as_at(day).filter(mission=OuterRef("mission"), user=OuterRef("owner")))


def why_unowned(owner_id: int | None) -> str:
    """The end of the sentence about something that `owner_on_mission` is false for."""
    return "has no owner" if owner_id is None else "has an owner whose role has ended"


RULE = GapRule("Missions without a director, a lead or a mandate in force", find)
