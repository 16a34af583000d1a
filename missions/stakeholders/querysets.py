"""Reads over stakes and contacts."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from missions.core.facts import FactQuerySet
from missions.stakeholders.lifecycle import ENGAGED, SAID_NO

if TYPE_CHECKING:
    from missions.stakeholders.models import Contact, Stake


class StakeQuerySet(models.QuerySet["Stake"]):
    """Stakes with when they were last spoken to, and as at a day."""

    def with_last_contact(self) -> Self:
        """Adds `last_contact_on`: the latest day of a contact that stands (None: nobody was in touch)."""
        contact: Any = self.model._meta.get_field("contacts").related_model
        latest = contact._default_manager.known_at().filter(stake=OuterRef("pk")).order_by("-happened_on")
        return self.annotate(last_contact_on=Subquery(latest.values("happened_on")[:1]))

    def engaged_on(self, day: dt.date) -> Self:
        """Those who took part on that day, by the last that was recorded about them until then."""
        engagement: Any = self.model._meta.get_field("engagements").related_model
        by_then = engagement._default_manager.filter(stake=OuterRef("pk"), since__lte=day)
        latest = by_then.order_by("-since", "-recorded_at", "-pk").values("state")[:1]
        return self.annotate(engagement_then=Subquery(latest)).filter(engagement_then__in=ENGAGED)

    def late_on(self, day: dt.date) -> Self:
        """The day agreed for the next contact has passed."""
        return self.filter(next_contact_on__lt=day)

    def wanted(self) -> Self:
        """All but those who said no."""
        return self.exclude(engagement__in=SAID_NO)

    def matching(self, text: str) -> Self:
        """By a word in the name or the code of the organisation."""
        named = Q(organisation__name__icontains=text) | Q(organisation__official_name__icontains=text)
        return self.filter(named | Q(organisation__code__iexact=text))


class ContactQuerySet(FactQuerySet["Contact"]):
    """Contacts as they are known."""
