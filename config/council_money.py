"""The money that an organisation was given, told in one query however many awards there are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from funding.models import Award
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from missions.stewardship.querysets import MissionQuerySet

FEW = 10


@dataclass(frozen=True)
class Awards:
    """The newest of a number of awards, and what all of them come to."""

    rows: Sequence[Award] = ()
    number: int = 0
    total: Decimal = Decimal(0)

    @property
    def not_shown(self) -> int:
        """How many are counted and not shown."""
        return self.number - len(self.rows)


@dataclass(frozen=True)
class Money:
    """Awards as the lead, whose amounts add up, and as a partner, whose share nobody states."""

    led: Awards
    shared: Awards
    missions: Sequence[Mission] = ()


def money_of(found: Organisation, missions: MissionQuerySet, day: dt.date, *, everything: bool) -> Money:
    """Awards announced by that day; of each kind the newest few, or all. `missions` are those of all of them."""
    partner_in = Award.partners.through._default_manager.filter(organisation=found).values("award")
    is_led = Case(When(recipient=found, then=Value(True)), default=Value(False), output_field=BooleanField())
    awards = (
        Award.objects.given()
        .filter(Q(recipient=found) | Q(pk__in=partner_in), fund__mission__in=missions, awarded_on__lte=day)
        .annotate(is_led=is_led)
        .annotate(
            number=Window(Count("pk"), partition_by="is_led"),
            total=Window(Sum("amount"), partition_by="is_led"),
            place=Window(RowNumber(), partition_by="is_led", order_by=("-awarded_on", "reference", "pk")),
            place_in_mission=Window(RowNumber(), partition_by=("is_led", "fund__mission"), order_by=("-awarded_on", "pk")),
        )
        .select_related("fund__mission", "recipient")
        .order_by("-awarded_on", "reference", "pk")
    )
    rows: list[Any] = list(awards if everything else awards.filter(Q(place__lte=FEW) | Q(place_in_mission=1)))
    led, shared = ([award for award in rows if award.is_led == is_led] for is_led in (True, False))
    return Money(_awards(led, everything), _awards(shared, everything), [award.fund.mission for award in rows])


def _awards(rows: Sequence[Any], everything: bool) -> Awards:
    shown = [award for award in rows if everything or award.place <= FEW]
    return Awards(shown, rows[0].number, rows[0].total) if rows else Awards()
