"""Organisations, the names and codes they go by, and how councils follow one another."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from missions.core.history import tracked
from missions.core.spans import Span, span_in_order
from missions.register.querysets import (
    NOT_IN_FORCE,
    TO_COME,
    OrganisationQuerySet,
    ReorganisationQuerySet,
    SuccessionQuerySet,
)


class Kind(models.TextChoices):
    """What sort of body an organisation is. Only a council counts as a council."""

    COUNCIL = "council", "Council"
    COMBINED_AUTHORITY = "combined-authority", "Combined or strategic authority"
    NATIONAL_PARK = "national-park", "National park authority"
    DEVELOPMENT_CORPORATION = "development-corporation", "Development corporation"
    SUPPLIER = "supplier", "Supplier"
    DEPARTMENT = "department", "Government department"
    REGULATOR = "regulator", "Regulator"
    SECTOR_BODY = "sector-body", "Sector body"
    OTHER = "other", "Other body"


class CouncilType(models.TextChoices):
    """Types of council in the four nations."""

    COUNTY = "county", "County council"
    DISTRICT = "district", "Non-metropolitan district"
    UNITARY = "unitary", "Unitary authority"
    METROPOLITAN = "metropolitan", "Metropolitan district"
    LONDON_BOROUGH = "london-borough", "London borough"
    CITY_CORPORATION = "city-corporation", "City of London"
    SCOTTISH = "scottish", "Scottish council"
    WELSH = "welsh", "Welsh council"
    NORTHERN_IRISH = "northern-irish", "Northern Irish district"


class Nation(models.TextChoices):
    """The four nations."""

    ENGLAND = "England", "England"
    SCOTLAND = "Scotland", "Scotland"
    WALES = "Wales", "Wales"
    NORTHERN_IRELAND = "Northern Ireland", "Northern Ireland"


class Scheme(models.TextChoices):
    """Lists of identifiers. One organisation may have several values in one scheme (a council that was recoded)."""

    LOCAL_AUTHORITY = "local-authority", "Local authority code"
    GSS = "gss", "GSS code"
    FORMER_GSS = "former-gss", "Former GSS code"
    PLANNING_DATA = "planning-data", "Planning data reference"
    COMPANY = "company", "Company number"


@tracked()
class Organisation(Span):
    """A council or another body, from the day it starts to the day after its last."""

    code = models.CharField("code", max_length=30, unique=True)
    name = models.CharField(max_length=200)
    official_name = models.CharField(max_length=250, blank=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    council_type = models.CharField(max_length=20, choices=CouncilType.choices, blank=True)
    nation = models.CharField(max_length=20, choices=Nation.choices, blank=True)
    region = models.CharField(max_length=60, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    website = models.URLField(blank=True)
    email_domain = models.CharField(max_length=120, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            span_in_order("organisation_span"),
            models.CheckConstraint(
                condition=Q(kind=Kind.COUNCIL, council_type__in=CouncilType.values)
                | (~Q(kind=Kind.COUNCIL) & Q(council_type="")),
                name="organisation_council_has_type",
            ),
        )
        indexes = (models.Index(fields=("kind", "nation", "council_type"), name="organisation_by_type"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the register."""
        return reverse("register:organisation", args=[self.code])

    @property
    def is_council(self) -> bool:
        """Combined, national park and development authorities are not councils."""
        return self.kind == Kind.COUNCIL


class Identifier(models.Model):
    """A code that an organisation goes by in some list."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20, choices=Scheme.choices)
    value = models.CharField(max_length=60)

    class Meta:
        ordering = ("scheme", "value")
        constraints = (models.UniqueConstraint(fields=("scheme", "value"), name="identifier_names_one_organisation"),)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class AlternativeName(models.Model):
    """Another spelling. Two organisations may share one (an old county and the new unitary): matching needs a date."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="alternative_names")
    name = models.CharField(max_length=200, db_index=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="alternative_name_once"),)

    def __str__(self) -> str:
        return self.name


class SuccessionStatus(models.TextChoices):
    """How sure it is that one council follows another."""

    PLANNED = "planned", "Planned"
    DECIDED = "decided", "Decided"
    CHALLENGED = "challenged", "Challenged in court"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TAKEN_EFFECT = "taken-effect", "Taken effect"


@tracked()
class Reorganisation(models.Model):
    """Links that belong together: they share councils and a vesting day, and take effect in one go. Its state is that of its links."""

    name = models.CharField(max_length=300)
    vests_on = models.DateField("vesting day")

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        ordering = ("vests_on", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def status(self) -> str:
        """The one state that its links come to: a challenge holds all of it up; withdrawn is what is left when nothing stands."""
        found = {link.status for link in self.links.all()}
        order = (SuccessionStatus.CHALLENGED, *TO_COME, SuccessionStatus.TAKEN_EFFECT)
        return next((status for status in order if status in found), SuccessionStatus.WITHDRAWN)

    @property
    def status_label(self) -> str:
        """The state in words."""
        return SuccessionStatus(self.status).label

    @property
    def is_to_come(self) -> bool:
        """Whether it can still take effect."""
        return self.status in TO_COME


@tracked()
class Succession(models.Model):
    """One council follows another on a vesting day. Without a published share a split stays “not known”."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="preceded_by")
    vests_on = models.DateField("vesting day")
    status = models.CharField(max_length=12, choices=SuccessionStatus.choices, default=SuccessionStatus.TAKEN_EFFECT)
    population_share = models.DecimalField(max_digits=6, decimal_places=5, null=True, blank=True)
    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, null=True, blank=True, related_name="links")

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ("vests_on", "predecessor__name")
        constraints = (
            models.UniqueConstraint(fields=("predecessor", "successor"), name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_not_itself"),
            models.CheckConstraint(
                condition=Q(population_share__isnull=True) | Q(population_share__gt=0, population_share__lte=1),
                name="succession_share_is_a_share",
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} on {self.vests_on}"

    def in_force_on(self, day: dt.date) -> bool:
        """Whether the successor is responsible by that day."""
        return self.vests_on <= day and self.status not in NOT_IN_FORCE
