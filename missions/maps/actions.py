"""Lays maps out and keeps them."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model

from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.maps.grid import Cell, Place, lay_out
from missions.maps.models import Layout, Tile
from missions.register.models import CouncilType, Organisation

LEFT_OUT = {Layout.Tier.LOWER: CouncilType.COUNTY, Layout.Tier.UPPER: CouncilType.DISTRICT}


@dataclass(frozen=True)
class LaidOut:
    """What became of one layout: councils placed, those without coordinates, and whether anything changed."""

    tier: str
    placed: int
    without_coordinates: tuple[str, ...]
    changed: bool


def lay_out_maps(*, by: Model | None, on: dt.date) -> list[LaidOut]:
    """Place the councils of a day, from their own coordinates. A second run with the same councils changes nothing."""
    councils = list(Organisation.objects.as_at(on).councils().order_by("code"))
    if not any(council.latitude is not None for council in councils):
        raise NotNow("No council of that day has coordinates. Import the register first.")
    with transaction.atomic():
        return [_lay_out(tier, [c for c in councils if c.council_type != LEFT_OUT[tier]], by, on) for tier in Layout.Tier]


def _lay_out(tier: Layout.Tier, councils: list[Organisation], by: Model | None, on: dt.date) -> LaidOut:
    places = [Place(c.pk, c.latitude, c.longitude) for c in councils if c.latitude is not None and c.longitude is not None]
    without = tuple(c.code for c in councils if c.latitude is None or c.longitude is None)
    cells = lay_out(places)
    layout, _ = Layout.objects.get_or_create(tier=tier, as_at=on)
    locked = Layout.objects.select_for_update().get(pk=layout.pk)
    before = {tile.organisation_id: Cell(tile.column, tile.row) for tile in locked.tiles.all()}
    if before == cells:
        return LaidOut(tier, len(cells), without, changed=False)
    locked.tiles.all().delete()
    Tile.objects.bulk_create(
        Tile(layout=locked, organisation_id=pk, column=cell.column, row=cell.row) for pk, cell in cells.items()
    )
    record("map.lay-out", by=by, subject=locked, placed=len(cells))
    return LaidOut(tier, len(cells), without, changed=True)
