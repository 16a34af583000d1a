"""Reads over products, deployments and answers, as at a day."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from missions.market.models import Deployment, MarketAnswer


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    """Deployments by service and by day."""

    def for_service(self, service: str) -> Self:
        """Those of one council service, the same string as `Mission.service`."""
        return self.filter(product__service=service)

    def as_at(self, day: dt.date) -> Self:
        """In use on that day. One whose start isn't known counts from the day on which it was first seen."""
        begun = Q(starts_on__lte=day) | Q(starts_on__isnull=True, observed_on__lte=day)
        return self.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class MarketAnswerQuerySet(models.QuerySet["MarketAnswer"]):
    """Answers that name no supplier, by day."""

    def as_at(self, day: dt.date) -> Self:
        """Given by that day and not withdrawn by then."""
        return self.filter(Q(observed_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gt=day))
