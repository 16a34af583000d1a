"""What came out of weighing, as plain values that may be kept and shown: importance by type of council, and against an earlier round."""

from typing import Any

import numpy as np

from codesign.consensus.importance import importance, point_scores, rank_scores
from codesign.models import Item, Participant, Round, RoundResults, Segment, Weighing, Weight
from codesign.segments import dimensions
from missions.core import clock

Json = dict[str, Any]


def weigh_up(round_: Round) -> Json | None:
    """None where the round doesn't ask what matters most. Seven queries whatever the size."""
    if not round_.weighing:
        return None
    items = list(Item.objects.filter(round=round_).select_related("pain_point").order_by("position"))
    council, table = _table(round_, items)
    kind = dimensions(round_.mission, set(council), clock.london_day(round_.opens_at))[0]
    scores = rank_scores(table) if round_.weighing == Weighing.RANK else point_scores(table)
    found = importance(scores, council, kind.segment_of, kind.exist) if council else None
    return {
        "how": round_.weighing,
        "items": [{"text": item.text, "pain_point": item.pain_point and item.pain_point.reference} for item in items],
        "councils": sorted({*council}),
        "scores": found and list(found.scores),
        "reweighted": found and list(found.reweighted),
        "segments": list(kind.labels),
        "rows": [[list(group), size, list(row)] for group, size, row in found.rows] if found else [],
        "earlier": _earlier(round_, items, {*council}),
    }


def _table(round_: Round, items: list[Item]) -> tuple[list[int], np.ndarray[Any, np.dtype[np.float64]]]:
    """The council of each person who weighed, and their places or points by item."""
    people = Participant.objects.filter(round=round_, segment=Segment.COUNCIL, organisation__isnull=False, weights__isnull=False)
    council_of = {pk: council for pk, council in people.distinct().values_list("pk", "organisation") if council is not None}
    row = {pk: place for place, pk in enumerate(council_of)}
    column = {item.pk: place for place, item in enumerate(items)}
    table = np.zeros((len(row), len(items)))
    for person, item, value in Weight.objects.filter(participant__in=list(row)).values_list("participant", "item", "value"):
        table[row[person], column[item]] = value
    return list(council_of.values()), table


def _earlier(round_: Round, items: list[Item], councils: set[int]) -> Json | None:
    """The latest earlier round that weighed one of the same pain points: their places then, and which councils came back."""
    references = {item.pain_point.reference for item in items if item.pain_point}
    kept = RoundResults.objects.filter(round__mission=round_.mission_id, round__closes_at__lt=round_.closes_at)
    for found in kept.filter(content__importance__isnull=False).select_related("round").order_by("-round__closes_at")[:20]:
        before = found.content["importance"]
        if before and before["scores"]:
            places = dict(zip([item["pain_point"] for item in before["items"]], ranked(before["scores"]), strict=True))
            same = {reference: place for reference, place in places.items() if reference in references}
            if same:
                back = len(councils & {*before["councils"]})
                return {"title": found.round.title, "of": len(places), "places": same, "back": back, "new": len(councils) - back}
    return None


def ranked(scores: list[float]) -> list[int]:
    """Places from 1 by score; equals share one."""
    in_order = sorted(scores, reverse=True)
    return [1 + in_order.index(score) for score in scores]
