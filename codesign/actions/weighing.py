"""Saying what matters most: an order, or points."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from codesign.actions.taking_part import answered, open_round
from codesign.models import POINTS, Item, Participant, Weighing, Weight
from missions.core.audit import record
from missions.core.refusals import NotNow


def rank(*, participant: Participant, order: Sequence[int], now: dt.datetime) -> None:
    """Keep the order of all items, the most important first; it replaces the earlier one whole."""
    _keep(participant, Weighing.RANK, {item: place for place, item in enumerate(order, start=1)}, now)


def spend(*, participant: Participant, points: Mapping[int, int], now: dt.datetime) -> None:
    """Keep how the points are spent; fewer than all may be."""
    if sum(points.values()) > POINTS or min(points.values(), default=0) < 0:
        raise NotNow(f"You have {POINTS} points in all. Take some away.")
    _keep(participant, Weighing.POINTS, points, now)


def _keep(participant: Participant, weighing: str, values: Mapping[int, int], now: dt.datetime) -> None:
    """The audit row holds neither order nor points."""
    with transaction.atomic():
        round_ = open_round(participant, now)
        # A double click waits for itself, so that two orders never mix.
        Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        known = set(Item.objects.filter(round=round_).values_list("pk", flat=True))
        if round_.weighing != weighing or set(values) != known or not known:
            raise NotNow("The list has changed, or it was sent incomplete. Open the page again.")
        weights = [Weight(item_id=item, participant=participant, value=value) for item, value in values.items()]
        Weight.objects.bulk_create(weights, update_conflicts=True, unique_fields=["item", "participant"], update_fields=["value"])
        answered(participant, now)
        record("round.weigh", by=participant.user, subject=round_, mission=participant.round.mission)
