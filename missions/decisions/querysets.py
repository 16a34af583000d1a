"""Reads over decisions."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

if TYPE_CHECKING:
    from missions.decisions.models import Decision, Delegation

WAITING = ("asked", "more-asked")


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions by whether they wait."""

    def waiting(self) -> Self:
        """Asked and not yet taken."""
        return self.filter(status__in=WAITING)

    def delegated_to(self, user: models.Model, on: dt.date) -> Self:
        """Those that somebody else was asked and this person may take for them."""
        delegation: Any = self.model._meta.get_field("delegations").related_model
        held = delegation._default_manager.as_at(on).filter(
            Q(decision=OuterRef("pk")) | Q(decision__isnull=True),
            mission=OuterRef("mission"),
            director=OuterRef("asked_of"),
            delegate=user,
        )
        return self.filter(Exists(held)).exclude(asked_by=user)

    def overdue(self, on: dt.date) -> Self:
        """Waiting past their date."""
        return self.waiting().filter(due_on__lt=on)

    def waiting_first(self) -> Self:
        """Those that wait by their date, then the others, the latest first."""
        settled = Case(When(status__in=WAITING, then=0), default=1)
        return self.annotate(is_settled=settled).order_by(
            "is_settled", Case(When(status__in=WAITING, then="due_on")), F("decided_at").desc(nulls_last=True), "-pk"
        )


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations by when and for what they hold."""

    def as_at(self, day: dt.date) -> Self:
        """Those that hold on a day."""
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def of_decision(self, decision: "Decision") -> Self:
        """Those that cover a decision: that one, or all that are asked of its director on its mission."""
        about = Q(decision=decision) | Q(decision__isnull=True)
        return self.filter(about, mission=decision.mission_id, director=decision.asked_of_id)
