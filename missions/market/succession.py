"""Systems and contracts that a reorganisation touches."""

import datetime as dt
from collections.abc import Sequence

from missions.core.registries import Touched, TouchedRow
from missions.core.touching import touched
from missions.market.models import Deployment


def systems(councils: Sequence[int], on: dt.date, missions: Sequence[int] | None) -> Touched:
    """Systems that councils run on a day. Those whose contract runs on beyond it are told with its last day."""
    rows = Deployment.objects.as_at(on).filter(council__in=councils).select_related("product__supplier", "council")
    return touched(rows.order_by("contract_ends_on", "pk"), organisation="council_id", missions=missions, describe=_told)


def _told(item: Deployment) -> TouchedRow:
    return TouchedRow(item.council_id, f"{item.product.name} ({item.product.service})", day=item.contract_last_day)
