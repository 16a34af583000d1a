"""Reads over awards."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Sum, Value
from django.db.models.functions import Concat

from missions.core.periods import FinancialYear

if TYPE_CHECKING:
    from funding.models import Award

GIVEN = ("recorded", "approved", "offered", "accepted", "active", "completed")

# The latest announcements first.
ORDER = ("-awarded_on", "fund__name", "recipient__name", "reference")

# Groups by which a list of awards is narrowed.
RECIPIENTS = {"council": "Councils", "company": "Companies", "other": "Other bodies"}


class AwardQuerySet(models.QuerySet["Award"]):
    """Awards by what counts as money given."""

    def given(self) -> Self:
        """Recorded or approved, and not taken back; what was made up to show the product never counts."""
        return self.filter(status__in=GIVEN, fund__is_illustrative=False)

    def held_by(self, organisations: Any) -> Self:
        """Awards that any of these organisations got, is a partner in, or took over."""
        partners = self.model.partners.through._default_manager.filter(organisation__in=organisations)
        passed_on = Q(novations__parts__to_organisation__in=organisations)
        taken_over = self.model._default_manager.filter(passed_on)
        return self.filter(
            Q(recipient__in=organisations) | Q(pk__in=partners.values("award")) | Q(pk__in=taken_over.values("pk"))
        )

    def received_by(self, group: str) -> Self:
        """Awards whose recipient is a council, a company or another body."""
        kinds = {"council": "council", "company": "supplier"}
        if group == "other":
            return self.exclude(recipient__kind__in=kinds.values())
        return self.filter(recipient__kind=kinds[group])

    def announced_in(self, year: FinancialYear) -> Self:
        """Awards announced in a financial year."""
        return self.filter(awarded_on__gte=year.starts_on, awarded_on__lt=year.ends_on)

    def matching(self, text: str) -> Self:
        """By words in the recipient, a partner, the reference or the notes."""
        partners = self.model.partners.through._default_manager.filter(organisation__name__icontains=text)
        return self.filter(
            Q(reference__iexact=text)
            | Q(recipient__name__icontains=text)
            | Q(recipient__code__iexact=text)
            | Q(notes__icontains=text)
            | Q(pk__in=partners.values("award"))
        )

    def totals(self) -> dict[str, Any]:
        """`count`, `total` and how many are `joint`; a joint award is one amount, counted once."""
        shared = Exists(self.model.partners.through._default_manager.filter(award=OuterRef("pk")))
        found = self.order_by().aggregate(count=Count("pk"), total=Sum("amount"), joint=Count("pk", filter=Q(shared)))
        return {**found, "total": found["total"] or Decimal(0)}

    def by_fund(self) -> list[Any]:
        """Each fund with how many awards it made and how much they come to, the earliest fund first."""
        rows = self.order_by().values("fund__slug", "fund__name", "fund__started_on")
        return list(rows.annotate(count=Count("pk"), total=Sum("amount")).order_by("fund__started_on", "fund__name"))

    def with_partner_names(self) -> Self:
        """Adds `partner_names`: [“Ayton (AAA)”, “Beeton (BBB)”], without a query for each award."""
        partners = self.model.partners.through._default_manager.filter(award=OuterRef("pk")).order_by("organisation__name")
        name = Concat("organisation__name", Value(" ("), "organisation__code", Value(")"))
        return self.annotate(partner_names=ArraySubquery(partners.values_list(name)))
