"""The nightly look at the books: totals beside the sums of the ledger, and a shout when they differ."""

import datetime as dt
from collections.abc import Iterable, Iterator

import structlog
from django.db import transaction
from django.urls import reverse

from funding.ledger import Difference, reconcile
from missions.core.audit import record
from missions.core.formats import pounds
from missions.core.registries import Gap, GapRule

log = structlog.get_logger(__name__)
KIND = "Books that don’t add up"


def look_through() -> int:
    """Compare everything; each difference is logged as an error and written into the audit trail. Returns how many there are."""
    found = reconcile()
    with transaction.atomic():
        for item in found:
            log.error("ledger.does_not_add_up", what=item.what, stored=str(item.stored), summed=str(item.summed))
            detail = {"what": item.what, "stored": f"{item.stored:.2f}", "summed": f"{item.summed:.2f}"}
            record("ledger.does-not-add-up", by=None, subject=item.fund, mission=item.fund.mission, **detail)
    return len(found)


def _sentence(item: Difference) -> str:
    return (
        f"{item.what} says {pounds(item.stored)}, and the ledger adds up to {pounds(item.summed)}. Tell the administrator today."
    )


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """The first difference of each fund, as the books stand now."""
    for item in {found.fund.pk: found for found in reversed(reconcile(mission_ids))}.values():
        yield Gap(KIND, _sentence(item), reverse("funding:awards", args=[item.fund.mission.slug]), item.mission_id, day)


# Adding the books up takes too long for the counts of home and portfolio: the gaps page and the nightly job do it.
RULE = GapRule(KIND, find, lambda ids, day: [])
