"""Tile maps: a place on a grid for each council, worked out from where councils really are and kept."""

from django.db import models

from missions.maps.querysets import LayoutQuerySet
from missions.register.models import Organisation


class Layout(models.Model):
    """One map of the councils of a day. “Lower tier” leaves county councils out, “upper tier” districts: they share their area."""

    class Tier(models.TextChoices):
        """Which councils it places."""

        LOWER = "lower-tier", "All councils except counties"
        UPPER = "upper-tier", "All councils except districts in counties"

    tier = models.CharField(max_length=10, choices=Tier.choices)
    as_at = models.DateField("councils of this day")

    objects = LayoutQuerySet.as_manager()

    class Meta:
        ordering = ("-as_at", "tier")
        constraints = (
            models.UniqueConstraint(fields=("tier", "as_at"), name="layout_once"),
            models.CheckConstraint(condition=models.Q(tier__in=("lower-tier", "upper-tier")), name="layout_tier_known"),
        )

    def __str__(self) -> str:
        return f"{self.tier} of {self.as_at}"


class Tile(models.Model):
    """A council's hexagon. Rows count from the north; those with an odd number are shifted half a hexagon to the east."""

    layout = models.ForeignKey(Layout, on_delete=models.CASCADE, related_name="tiles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tiles")
    column = models.PositiveSmallIntegerField()
    row = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("row", "column")
        constraints = (
            models.UniqueConstraint(fields=("layout", "organisation"), name="tile_once_for_council"),
            models.UniqueConstraint(fields=("layout", "column", "row"), name="tile_holds_one_council"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} at {self.column}, {self.row}"
