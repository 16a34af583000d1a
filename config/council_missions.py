"""The missions that an organisation has to do with, as at a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.council_money import Money
from config.council_stages import Spans, Standing, holds
from missions.register.models import Kind
from missions.register.profile import Profile
from missions.stewardship.models import EligibleType, Mission
from missions.stewardship.querysets import MissionQuerySet


@dataclass(frozen=True)
class Populations:
    """For which councils each mission is: mission → (nation, type of council) → the spans for which it counts."""

    missions: Mapping[int, Mission]
    spans: Mapping[int, Mapping[tuple[str, str], Spans]]


@dataclass(frozen=True)
class Part:
    """A mission and what the organisation has to do with it: it leads it, is one of its councils, or only has a stage or money in it."""

    mission: Mission
    is_lead: bool
    is_one_of_its_councils: bool


def populations_of(missions: MissionQuerySet) -> Populations:
    """Of all missions that somebody may see, in one query."""
    found: dict[int, Mission] = {}
    spans: dict[int, dict[tuple[str, str], Spans]] = defaultdict(lambda: defaultdict(list))
    for row in EligibleType.objects.filter(mission__in=missions).select_related("mission"):
        found[row.mission_id] = row.mission
        spans[row.mission_id][row.nation, row.council_type].append((row.starts_on, row.ends_on))
    return Populations(found, spans)


def parts_in(
    profile: Profile, missions: MissionQuerySet, populations: Populations, stages: Sequence[Standing], money: Money
) -> list[Part]:
    """By name. Only missions that ran that day count it among their councils; what has a stage or an award keeps its mission."""
    council, day = profile.organisation, profile.as_at
    leads = list(missions.filter(lead_department=council)) if council.kind == Kind.DEPARTMENT else []
    own = {
        mission.pk: mission
        for mission in populations.missions.values()
        if council.is_council and profile.exists and mission.holds_on(day)
        if holds(populations.spans[mission.pk].get((council.nation, council.council_type), ()), day)
    }
    touched = [row.intervention.mission for row in stages]
    everything = {mission.pk: mission for mission in (*leads, *own.values(), *touched, *money.missions)}
    led = {mission.pk for mission in leads}
    parts = [Part(mission, pk in led, pk in own) for pk, mission in everything.items()]
    return sorted(parts, key=lambda part: (part.mission.name, part.mission.pk))
