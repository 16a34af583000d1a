"""A reorganisation takes effect: once, on its vesting day, in one transaction. Nothing is re-pointed, no money moves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q

from missions.core.audit import record
from missions.core.formats import day
from missions.core.refusals import NotNow
from missions.core.registries import Touched, Treatment, succession
from missions.register.models import Organisation, Reorganisation, Succession, SuccessionStatus


@dataclass(frozen=True)
class TouchedPart:
    """One part of the preview: what is touched, and what happens to it, as its area declared it."""

    treatment: Treatment
    touched: Touched


def touched_by(links: Sequence[Succession], *, on: dt.date, missions: Sequence[int] | None = None) -> list[TouchedPart]:
    """What the predecessors of some links have on a day, by the areas' own counts; `missions` narrows it to what a person may see."""
    councils = sorted({link.predecessor_id for link in links if link.status != SuccessionStatus.WITHDRAWN})
    return [TouchedPart(entry, entry.touches(councils, on, missions)) for entry in succession if entry.touches is not None]


def money_in(parts: Sequence[TouchedPart]) -> Decimal:
    """All money of the councils, to the penny."""
    return sum((part.touched.total_money or Decimal(0) for part in parts), Decimal(0))


def apply_reorganisation(
    *, reorganisation: Reorganisation, on: dt.date, by: Model | None = None, dry_run: bool = False
) -> dict[str, Any]:
    """Let a reorganisation take effect; `dry_run` does all of it on its vesting day and undoes it. Returns what changed.

    Its predecessors end, its successors start, its links have taken effect. Money before and after is compared to the penny: a
    difference undoes everything.
    """
    with transaction.atomic():
        locked = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
        links = list(locked.links.select_related("predecessor", "successor").order_by("pk"))
        if dry_run:
            on = max(on, locked.vests_on)
        _check(locked, links, on)
        before = touched_by(links, on=locked.vests_on - dt.timedelta(days=1))
        standing = [link for link in links if link.status != SuccessionStatus.WITHDRAWN]
        _store(standing, locked.vests_on)
        after = touched_by(links, on=locked.vests_on - dt.timedelta(days=1))
        if money_in(before) != money_in(after):
            raise RuntimeError(f"Reorganisation {locked.pk} would change money from {money_in(before)} to {money_in(after)}.")
        record(
            "register.apply-reorganisation",
            by=by,
            subject=locked,
            predecessors=sorted({link.predecessor_id for link in standing}),
            successors=sorted({link.successor_id for link in standing}),
            money=str(money_in(after)),
        )
        if dry_run:
            transaction.set_rollback(True)
    return _told(locked, standing, before, after, dry_run=dry_run)


def _check(item: Reorganisation, links: Sequence[Succession], on: dt.date) -> None:
    states = {link.status for link in links}
    if SuccessionStatus.CHALLENGED in states:
        raise NotNow(f"{item} is challenged in court, so it can’t take effect. Import its links with their new status first.")
    if not states & {SuccessionStatus.PLANNED, SuccessionStatus.DECIDED}:
        why = "has taken effect already" if SuccessionStatus.TAKEN_EFFECT in states else "was withdrawn"
        raise NotNow(f"{item} {why}, so it can’t take effect.")
    if on < item.vests_on:
        raise NotNow(f"{item} takes effect on {day(item.vests_on)}, not before. Rehearse it with --dry-run.")


def _store(links: Sequence[Succession], vests_on: dt.date) -> None:
    Succession.objects.filter(pk__in=[link.pk for link in links]).update(status=SuccessionStatus.TAKEN_EFFECT)
    predecessors = Organisation.objects.filter(pk__in={link.predecessor_id for link in links})
    predecessors.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=vests_on)).update(ends_on=vests_on)
    # A council that a plan made starts with the plan; one that was there before keeps the day on which it started.
    made = Organisation.objects.filter(pk__in={link.successor_id for link in links}, starts_on__gt=F("preceded_by__vests_on"))
    Organisation.objects.filter(pk__in=list(made.values_list("pk", flat=True))).update(starts_on=vests_on)


def _told(
    item: Reorganisation,
    links: Sequence[Succession],
    before: Sequence[TouchedPart],
    after: Sequence[TouchedPart],
    *,
    dry_run: bool,
) -> dict[str, Any]:
    return {
        "id": item.pk,
        "name": item.name,
        "vests_on": item.vests_on.isoformat(),
        "dry_run": dry_run,
        "ended": sorted({link.predecessor.code for link in links}),
        "started": sorted({link.successor.code for link in links}),
        "links": [
            {
                "predecessor": link.predecessor.code,
                "successor": link.successor.code,
                "population_share": None if link.population_share is None else str(link.population_share),
            }
            for link in links
        ],
        "touched": [
            {"what": part.treatment.title, "count": part.touched.total, "treatment": part.treatment.what} for part in before
        ],
        "money_before": f"{money_in(before):.2f}",
        "money_after": f"{money_in(after):.2f}",
    }
