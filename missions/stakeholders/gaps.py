"""Stakes that nobody owns, and contacts that should have been made by now."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from missions.core.registries import Gap, GapRule, counted_as
from missions.stakeholders.models import Stake
from missions.stakeholders.querysets import StakeQuerySet
from missions.stewardship.gaps import owner_on_mission, why_unowned

UNOWNED = "Stakeholders without an owner"
LATE = "Contacts with stakeholders past their day"


def unowned(mission_ids: Iterable[int], day: dt.date) -> StakeQuerySet:
    """Stakes without an owner, or whose owner's role has ended; those who said no need none."""
    return Stake.objects.wanted().filter(~owner_on_mission(day), mission__in=list(mission_ids))


def late(mission_ids: Iterable[int], day: dt.date) -> StakeQuerySet:
    """Stakes whose next contact should have been by now."""
    return Stake.objects.late_on(day).filter(mission__in=list(mission_ids))


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each with the name of its organisation, in one query."""
    ids = list(mission_ids)
    both = Stake.objects.filter(pk__in=unowned(ids, day).values("pk")) | Stake.objects.filter(pk__in=late(ids, day).values("pk"))
    found: Iterable[Any] = both.annotate(is_owned=owner_on_mission(day)).select_related("mission", "organisation")
    for stake in found:
        name, url = stake.organisation.name, stake.get_absolute_url()
        if not stake.is_owned and stake.needs_owner:
            yield Gap(UNOWNED, f"{name} {why_unowned(stake.owner_id)}.", url, stake.mission_id, stake.added_on)
        if stake.is_late_on(day):
            yield Gap(
                LATE, f"{name} should have been contacted by now.", url, stake.mission_id, stake.next_contact_on, stake.owner_id
            )


RULE = GapRule(
    "Stakeholders without an owner, or whose owner’s role has ended; contacts with stakeholders past their day",
    find,
    lambda ids, day: [counted_as(UNOWNED, unowned(ids, day)), counted_as(LATE, late(ids, day))],
)
