"""Awards that a reorganisation touches."""

import datetime as dt
from collections.abc import Sequence

from funding.models import Award
from missions.core.registries import Touched, TouchedRow
from missions.core.touching import touched

OPEN = ("approved", "offered", "accepted", "active")


def awards(councils: Sequence[int], on: dt.date, missions: Sequence[int] | None) -> Touched:
    """Awards made to councils by a day, with their money. Open ones need parts for the successors, entered by a person."""
    rows = Award.objects.given().filter(recipient__in=councils, awarded_on__lte=on).select_related("fund__mission")
    return touched(
        rows.order_by("-awarded_on", "pk"),
        organisation="recipient_id",
        mission="fund__mission_id",
        missions=missions,
        money="amount",
        describe=_told,
    )


def _told(award: Award) -> TouchedRow:
    to_do = "Enter how much passes to each successor" if award.status in OPEN else ""
    text = f"{award.fund.name}, award {award.reference}"
    return TouchedRow(award.recipient_id, text, award.get_absolute_url(), award.awarded_on, award.amount, to_do)
