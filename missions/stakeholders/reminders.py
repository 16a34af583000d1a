"""Reminds owners of stakeholders whom they said they would contact."""

import datetime as dt
from collections.abc import Iterator

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.stakeholders.models import Stake


def due(now: dt.datetime) -> Iterator[Notice]:
    """One notice on the day, and one when a day has gone by, to the owner. One query."""
    today = clock.london_day(now)
    stakes = Stake.objects.filter(next_contact_on__lte=today, owner__is_active=True).exclude(mission__status="closed")
    for stake in stakes.select_related("mission", "organisation", "owner").order_by("next_contact_on", "pk"):
        if stake.owner is None or stake.next_contact_on is None:
            continue
        when = "late" if stake.is_late_on(today) else "today"
        yield Notice(
            key=f"stake-contact-{when}:{stake.pk}:{stake.next_contact_on}:{stake.owner_id}",
            to_user_id=stake.owner_id,
            to_address=stake.owner.email,
            template="stake_contact",
            context={"stake": stake, "url": stake.get_absolute_url(), "is_late": when == "late"},
            mission_id=stake.mission_id,
        )


CONTACT = ReminderRule(
    what="A stakeholder is to be contacted",
    whom="The stakeholder’s owner",
    when="On the day, and the day after it if no contact was logged",
    due=due,
)
