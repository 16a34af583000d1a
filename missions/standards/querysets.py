"""Reads over versions of standards and over tests."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from missions.core.spans import SpanQuerySet

if TYPE_CHECKING:
    from missions.standards.models import ConformanceTest, StandardVersion


class VersionQuerySet(SpanQuerySet["StandardVersion"]):
    """Versions by what they are on a day and by who may read them."""

    def public(self) -> Self:
        """Those that anybody may read."""
        return self.exclude(status="draft")

    def current_on(self, day: dt.date) -> Self:
        """The one of each standard that held that day: published, begun, not ended, not withdrawn by then."""
        return self.as_at(day).filter(Q(status="published") | Q(status="withdrawn", withdrawn_on__gt=day))

    def testable(self) -> Self:
        """Those that a file can be tested against."""
        return self.filter(status="published")

    def latest_first(self) -> Self:
        """Drafts first, then by their first day, the latest first."""
        return self.order_by(F("starts_on").desc(nulls_first=True), "-pk")


class TestQuerySet(models.QuerySet["ConformanceTest"]):
    """Tests by what came of them and by who may know of them."""

    def passed(self) -> Self:
        """Those in which all of the file was right."""
        return self.filter(verdict="passed")

    def passed_by(self, day: dt.date) -> Self:
        """Those that had passed by that day."""
        return self.passed().filter(happened_on__lte=day)
