"""Where one council stands with every intervention that it, or a council that it replaced, has events with."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from missions.adoption.derivation import Council, History, Position
from missions.adoption.models import AdoptionEvent
from missions.adoption.summary import LABELS, NOT_IN_FORCE
from missions.interventions.models import Intervention
from missions.register.models import Organisation
from missions.register.profile import Profile
from missions.stewardship.querysets import MissionQuerySet

Spans = list[tuple[dt.date | None, dt.date | None]]
Eligible = Mapping[int, Mapping[tuple[str, str], Spans]]


@dataclass(frozen=True)
class Standing:
    """Its stage with one intervention."""

    intervention: Intervention
    position: Position

    @property
    def label(self) -> str:
        """The stage in words."""
        return LABELS[self.position.stage]


def stages_of(profile: Profile, missions: MissionQuerySet, eligible: Eligible) -> list[Standing]:
    """As at the profile's day, by the rules of the adoption pages; one query. `eligible`: for which councils each mission is, and when."""
    family = _family(profile)
    events = AdoptionEvent.objects.as_at(profile.as_at).filter(organisation__in=family, intervention__mission__in=missions)
    happened: dict[Intervention, dict[int, list[tuple[dt.date, str]]]] = defaultdict(lambda: defaultdict(list))
    for event in events.select_related("intervention__mission").order_by("happened_on", "recorded_at", "pk"):
        happened[event.intervention][event.organisation_id].append((event.happened_on, event.stage))
    predecessors = _predecessors(profile)
    standings = []
    for item, by_council in happened.items():
        councils = _councils(family.values(), eligible.get(item.mission_id, {}))
        position = History(councils, by_council, predecessors).position(profile.organisation.pk, profile.as_at)
        if position.since is not None:
            standings.append(Standing(item, position))
    return sorted(standings, key=lambda row: (row.intervention.mission.name, row.intervention.name))


def _family(profile: Profile) -> dict[int, Organisation]:
    """The organisation and every one that came before it."""
    family, new = {profile.organisation.pk: profile.organisation}, [profile.organisation.pk]
    while new:
        before = {link.predecessor_id: link.predecessor for link in profile.links if link.successor_id in new}
        new = [pk for pk in before if pk not in family]
        family |= {pk: before[pk] for pk in new}
    return family


def _predecessors(profile: Profile) -> Mapping[int, list[tuple[int, dt.date]]]:
    found: dict[int, list[tuple[int, dt.date]]] = defaultdict(list)
    for link in profile.links:
        if link.status not in NOT_IN_FORCE:
            found[link.successor_id].append((link.predecessor_id, link.vests_on))
    return dict(found)


def _councils(family: Iterable[Organisation], spans: Mapping[tuple[str, str], Spans]) -> dict[int, Council]:
    """Those whose stage can be taken over: councils of the mission's types, as on its adoption pages."""
    return {
        item.pk: Council(item.pk, item.starts_on, item.ends_on, tuple(spans[item.nation, item.council_type]))
        for item in family
        if item.is_council and (item.nation, item.council_type) in spans
    }


def holds(spans: Sequence[tuple[dt.date | None, dt.date | None]], day: dt.date) -> bool:
    """Whether the day lies in one of the half-open spans."""
    return any((start is None or start <= day) and (end is None or day < end) for start, end in spans)
