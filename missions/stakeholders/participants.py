"""Who takes part in a mission: stakeholders that are engaged, and organisations whose people answered in rounds."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from missions.core.registries import participation
from missions.stakeholders.models import Stake
from missions.stewardship.models import Mission


@dataclass(frozen=True)
class Participants:
    """Organisations by how they take part. `minutes` were given in rounds, by organisation."""

    engaged: frozenset[int] = frozenset()
    minutes: Mapping[int, int] = field(default_factory=dict)

    def __contains__(self, organisation_id: int) -> bool:
        return organisation_id in self.engaged or organisation_id in self.minutes

    def how(self, organisation_id: int) -> str:
        """In words; “” for who doesn't take part."""
        words = []
        if organisation_id in self.minutes:
            words.append("Took part in a round")
        if organisation_id in self.engaged:
            words.append("is engaged as a stakeholder" if words else "Is engaged as a stakeholder")
        return " and ".join(words)


def participants(mission: Mission, day: dt.date) -> Participants:
    """Who takes part as at a day. One query for stakes and one for each source."""
    engaged = Stake.objects.filter(mission=mission).engaged_on(day).values_list("organisation_id", flat=True)
    minutes: Counter[int] = Counter()
    for source in participation:
        for item in source.took_part(mission.pk, day):
            minutes[item.organisation_id] += item.minutes
    return Participants(frozenset(engaged), minutes)
