"""The time that rounds ask of councils, for those who pay for it: how long, how many were asked, how many took part."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q

from codesign.models import Round
from missions.core import clock
from missions.core.registries import NamedWork, WorkSource


def find(mission_id: int, organisation_id: int | None) -> Iterator[NamedWork]:
    """Rounds that were launched and asked a council's people, or any council's. Never what they said, nor who they are. One query."""
    asked = Q(invitations__segment="council", invitations__withdrawn_at__isnull=True)
    if organisation_id is not None:
        asked &= Q(invitations__organisation=organisation_id)
    took_part = asked & Q(invitations__participant__answered_at__isnull=False)
    rounds = Round.objects.filter(mission=mission_id).exclude(status="draft")
    counted = rounds.annotate(asked=Count("invitations", filter=asked), took_part=Count("invitations", filter=took_part))
    found: Iterable[Any] = counted.filter(asked__gt=0).order_by("-opens_at", "-pk")
    for round_ in found:
        yield NamedWork(
            key=f"round-{round_.pk}",
            title=round_.title,
            starts_on=clock.london_day(round_.opens_at),
            ends_on=clock.london_day(round_.closes_at),
            minutes=round_.minutes,
            asked=round_.asked,
            took_part=round_.took_part,
        )


SOURCE = WorkSource(find)
