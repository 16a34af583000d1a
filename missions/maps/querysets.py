"""Reads over layouts."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from missions.maps.models import Layout


class LayoutQuerySet(models.QuerySet["Layout"]):
    """Layouts by whom they place."""

    def best_for(self, councils: Collection[int]) -> "Layout | None":
        """The layout that places most of these councils, the latest of equals; None where none places any."""
        placed = Count("tiles", filter=Q(tiles__organisation__in=councils))
        return self.annotate(placed=placed).filter(placed__gt=0).order_by("-placed", "-as_at", "tier").first()
