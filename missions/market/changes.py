"""What councils kept and what they changed between two days, and where that can't be known.

A council that was made in between is compared with the councils that it replaced. *Kept*: all its products are known on both days, they
are the same ones, and each was seen again after the first day. *Changed*: it runs a product that it didn't run before, or no longer runs
one that it ran. Everything else is *not knowable*: nothing recorded on one of the days, a system of an unknown supplier on one side, or
a product that no list has named since. What isn't knowable is never counted as kept.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from missions.market.picture import Picture, Place, pictures_of
from missions.stewardship.models import Mission
from missions.stewardship.population import eligible_councils

KEPT, CHANGED, NOT_KNOWABLE = "kept", "changed", "not-knowable"
LABELS = {KEPT: "Kept", CHANGED: "Changed", NOT_KNOWABLE: "Not knowable"}


@dataclass(frozen=True)
class Change:
    """One council on two days."""

    before: Place
    after: Place
    outcome: str

    @property
    def label(self) -> str:
        """The outcome in words."""
        return LABELS[self.outcome]


@dataclass(frozen=True)
class Changes:
    """The councils that exist on the later day, each compared with the earlier one."""

    earlier: Picture
    later: Picture

    @cached_property
    def rows(self) -> list[Change]:
        """Every council with what happened to it."""
        pairs = zip(self.earlier.places, self.later.places, strict=True)
        return [Change(before, after, self._outcome(before, after)) for before, after in pairs]

    @property
    def counts(self) -> dict[str, int]:
        """How many councils came out each way; adds up to the councils of the later day."""
        outcomes = [row.outcome for row in self.rows]
        return {outcome: outcomes.count(outcome) for outcome in LABELS}

    @property
    def compared(self) -> int:
        """Councils of which it is known."""
        return self.counts[KEPT] + self.counts[CHANGED]

    def _outcome(self, before: Place, after: Place) -> str:
        ran = {system.deployment.product_id for system in before.systems}
        runs = {system.deployment.product_id for system in after.systems}
        sure = {system.deployment.product_id for system in after.systems if self._is_sure(system.deployment.last_seen_on)}
        ended = any(
            system.deployment.ends_on
            and system.deployment.ends_on <= self.later.as_at
            and system.deployment.product_id not in runs
            for system in before.systems
        )
        after_is_clear = after.in_doubt == 0 and runs == sure
        if ended or (sure - ran and before.in_doubt == 0) or (ran - runs and after_is_clear):
            return CHANGED
        return KEPT if ran == runs and before.in_doubt == 0 and after_is_clear else NOT_KNOWABLE

    def _is_sure(self, last_seen_on: dt.date) -> bool:
        latest = self.later.latest_list
        return last_seen_on > self.earlier.as_at and (latest is None or last_seen_on >= latest.observed_on)


def changes(mission: Mission, *, since: dt.date, until: dt.date) -> Changes:
    """What happened at the mission's councils between two days."""
    councils = eligible_councils(mission, until).order_by("name", "pk")
    earlier, later = pictures_of(mission, councils, [since, until])
    return Changes(earlier, later)
