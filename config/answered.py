"""What a mission team answered to those who said what hurts, and who sees it differently: the other end of the contributor’s thread."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce, JSONObject

from codesign.models import Contribution, MergedPart, WhatHappened
from missions.problems.querysets import EvidenceQuerySet
from missions.stewardship.access import Standing

MOST_SHOWN = 20


@dataclass(frozen=True)
class Answered:
    """How many submissions about a pain point got which answer, how many wait, and whom the answer or a merge may not suit.

    Each of `differing` has an `objection` where its author objected to being put under this pain point.
    """

    counts: Sequence[tuple[str, int]]
    waiting: int
    differing: Sequence[Mapping[str, Any]]

    @property
    def total(self) -> int:
        """Submissions of rounds under the pain point."""
        return self.waiting + sum(count for _, count in self.counts)


def with_answers(points: Any, standing: Standing, readable: EvidenceQuerySet) -> Any:
    """Adds `answers` and `differing` for `answered`. Objections were said to the team: nobody else reads them."""
    said = Contribution.objects.readable().filter(evidence__links__pain_point=OuterRef("pk")).order_by()
    counted = said.values("response__what").annotate(number=Count("pk", distinct=True))
    refused = Q(response__what__in=(WhatHappened.WONT, WhatHappened.PARTLY))
    differing = said.filter(evidence__in=readable).annotate(objection=_objection(standing)).filter(refused | ~Q(objection=""))
    told = JSONObject(
        text="evidence__text",
        who="evidence__organisation__name",
        what="response__what",
        answer="response__text",
        answered_at="response__answered_at",
        objection="objection",
    )
    return points.annotate(
        answers=ArraySubquery(counted.values(found=JSONObject(what="response__what", number="number"))),
        differing=ArraySubquery(differing.order_by("response__answered_at", "pk").values(found=told)[:MOST_SHOWN]),
    )


def answered(point: Any) -> Answered:
    """From a pain point that was read with `with_answers`."""
    numbers = {row["what"]: row["number"] for row in point.answers}
    counts = [(str(what.label), numbers[what]) for what in WhatHappened if what in numbers]
    return Answered(counts, numbers.get(None, 0), [_row(row) for row in point.differing])


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    at = row["answered_at"]
    label = WhatHappened(row["what"]).label if row["what"] else ""
    return {**row, "label": label, "answered_at": dt.datetime.fromisoformat(at) if at else None}


def _objection(standing: Standing) -> Any:
    """What the author said against the merge; a merge that was undone settled it."""
    nothing = Value("", output_field=TextField())
    if not standing.is_on_it:
        return nothing
    merged = {"contribution": OuterRef("pk"), "merge__pain_point": OuterRef(OuterRef("pk")), "merge__undone_at__isnull": True}
    parts = MergedPart.objects.filter(~Q(objection=""), **merged)
    return Coalesce(Subquery(parts.order_by("-objected_at").values("objection")[:1]), nothing)
