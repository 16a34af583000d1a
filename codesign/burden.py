"""Who carries the rounds: minutes asked of councils and given by them, and whether it is always the same few."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from codesign.models import Invitation, Round
from codesign.querysets import InvitationQuerySet, RoundQuerySet

# A year back; five councils that gave more than half of the minutes; asked in three of the last four rounds.
YEAR = dt.timedelta(days=365)
FEW, MOST_OF_FEW, LEAST_ROUNDS = 5, 50, 2
LATEST, TOO_OFTEN = 4, 3
RULE = (
    f"We warn when {FEW} councils or fewer gave more than {MOST_OF_FEW}% of the minutes of the last 12 months, in {LEAST_ROUNDS} rounds or "
    f"more, and when a council was asked in {TOO_OFTEN} or more of the last {LATEST} rounds."
)


@dataclass(frozen=True)
class Load:
    """What one council was asked for and gave: its people asked count each, by the minutes that each round says it takes."""

    organisation_id: int
    name: str
    code: str
    rounds: int
    people: int
    asked: int
    given: int


@dataclass(frozen=True)
class Burden:
    """Every council that was asked in the last 12 months, those that gave most first."""

    loads: Sequence[Load]
    rounds: int

    @property
    def asked(self) -> int:
        """Minutes asked of all."""
        return sum(load.asked for load in self.loads)

    @property
    def given(self) -> int:
        """Minutes given by all."""
        return sum(load.given for load in self.loads)

    @property
    def few(self) -> Sequence[Load]:
        """The five that gave most."""
        return [load for load in self.loads[:FEW] if load.given]

    @property
    def share_of_few(self) -> int:
        """Their part of the minutes given, in percent."""
        return round(100 * sum(load.given for load in self.few) / self.given) if self.given else 0

    @property
    def is_carried_by_few(self) -> bool:
        """By the stated rule."""
        return self.rounds >= LEAST_ROUNDS and 100 * sum(load.given for load in self.few) > MOST_OF_FEW * self.given > 0


def burden_of(mission_id: int, *, now: dt.datetime) -> Burden:
    """As at a moment; two queries. Suppliers and practitioners aren’t councils, so their time is counted elsewhere."""
    rounds = _launched(mission_id, now).filter(opens_at__gt=now - YEAR)
    asked = _of_councils().filter(round__in=rounds)
    took_part = Q(participant__answered_at__isnull=False)
    rows = asked.values("organisation", name=F("organisation__name"), code=F("organisation__code")).annotate(
        rounds=Count("round", distinct=True),
        people=Count("pk"),
        asked=Sum("round__minutes"),
        given=Coalesce(Sum("round__minutes", filter=took_part), 0),
    )
    loads = [
        Load(row["organisation"], row["name"], row["code"], row["rounds"], row["people"], row["asked"], row["given"])
        for row in rows
    ]
    return Burden(sorted(loads, key=lambda load: (-load.given, -load.asked, load.name)), rounds.count())


def asked_too_often(mission_id: int, *, now: dt.datetime, among: Round | None = None) -> list[tuple[str, int]]:
    """Councils that were asked in three or more of the last four rounds, with the number; of a draft, those that it would ask again."""
    latest = list(_launched(mission_id, now).order_by("-opens_at", "-pk").values_list("pk", flat=True)[:LATEST])
    asked = _of_councils().filter(round__in=latest)
    if among is not None:
        asked = asked.filter(organisation__in=_of_councils().filter(round=among).values("organisation"))
    counted = asked.values("organisation__name").annotate(times=Count("round", distinct=True)).filter(times__gte=TOO_OFTEN)
    return [(row["organisation__name"], row["times"]) for row in counted.order_by("-times", "organisation__name")]


def warning_of(round_: Round, *, now: dt.datetime) -> dict[str, Any]:
    """What a page needs to warn before a round asks the same few again. Four queries."""
    mission = round_.mission_id
    return {"burden": burden_of(mission, now=now), "too_often": asked_too_often(mission, now=now, among=round_)}


def _launched(mission_id: int, now: dt.datetime) -> RoundQuerySet:
    return Round.objects.filter(mission=mission_id, opens_at__lte=now, imported_from="").exclude(status="draft")


def _of_councils() -> InvitationQuerySet:
    return Invitation.objects.standing().filter(segment="council", organisation__isnull=False).order_by()
