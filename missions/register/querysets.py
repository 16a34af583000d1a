"""Reads over organisations, as at a day."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value

from missions.core.spans import SpanQuerySet

if TYPE_CHECKING:
    from missions.register.models import Organisation, Reorganisation, Succession

TO_COME = ("planned", "decided")
NOT_IN_FORCE = ("withdrawn", "challenged")
# Of the three-letter pieces of two names, the part that both have.
ALIKE = 0.6


class SuccessionQuerySet(models.QuerySet["Succession"]):
    """Links by what they come to."""

    def due(self, day: dt.date) -> Self:
        """Planned or decided, their vesting day reached, and nothing of their reorganisation challenged."""
        challenged = self.model._default_manager.filter(
            reorganisation=OuterRef("reorganisation"), vests_on=OuterRef("vests_on"), status="challenged"
        )
        return self.filter(~Exists(challenged), status__in=TO_COME, vests_on__lte=day)

    def stopped(self) -> Self:
        """Links to successors that were to start with them, of reorganisations that were withdrawn or are challenged."""
        standing = self.model._default_manager.filter(successor=OuterRef("successor")).exclude(status__in=NOT_IN_FORCE)
        return self.filter(~Exists(standing), status__in=NOT_IN_FORCE, successor__starts_on=F("vests_on"))


class ReorganisationQuerySet(models.QuerySet["Reorganisation"]):
    """Reorganisations by how far they have come."""

    def to_come(self) -> Self:
        """With a link that is planned or decided, or challenged in court."""
        return self.filter(Exists(self._links().filter(status__in=(*TO_COME, "challenged"))))

    def past(self) -> Self:
        """All others that have links: taken effect or withdrawn."""
        links = self._links()
        return self.filter(Exists(links)).exclude(Exists(links.filter(status__in=(*TO_COME, "challenged"))))

    def due(self, day: dt.date) -> Self:
        """Those that a job has to let take effect."""
        return self.filter(vests_on__lte=day).filter(Exists(self._links().due(day)))

    @staticmethod
    def _links() -> SuccessionQuerySet:
        links: SuccessionQuerySet = apps.get_model("register", "Succession").objects.filter(reorganisation=OuterRef("pk"))
        return links


class OrganisationQuerySet(SpanQuerySet["Organisation"]):
    """Organisations by what they are and when they existed."""

    def as_at(self, day: dt.date) -> Self:
        """What exists on that day, as far as is known: a plan that stands ends its councils on its vesting day, a stopped one starts none.

        Until a reorganisation takes effect nothing of this is stored with the councils, so a plan can change without a trace in them.
        """
        links: SuccessionQuerySet = apps.get_model("register", "Succession").objects.all()
        over, never = links.due(day).values("predecessor"), links.stopped().values("successor")
        return super().as_at(day).exclude(pk__in=over).exclude(pk__in=never)

    def councils(self) -> Self:
        """Councils only: combined, national park and development authorities are not councils."""
        return self.filter(kind="council")

    def matching(self, text: str) -> Self:
        """By any code, name or alternative name."""
        text = text.strip()
        by_code = self._by_code(text)
        by_name = Q(name__icontains=text) | Q(official_name__icontains=text) | Q(alternative_names__name__icontains=text)
        return self.filter(pk__in=self.model._default_manager.filter(by_code | by_name).values("pk"))

    def called(self, text: str) -> Self:
        """Those that go by exactly this code or name, in any case."""
        text = text.strip()
        by_name = Q(name__iexact=text) | Q(official_name__iexact=text) | Q(alternative_names__name__iexact=text)
        everyone = self.model._default_manager
        named, coded = everyone.filter(by_name).values("pk"), everyone.filter(self._by_code(text)).values("pk")
        return self.filter(Q(pk__in=named) | Q(pk__in=coded))

    def resembling(self, name: str) -> Self:
        """Those whose names look like this one, the most alike first. A body's name may hold the other one whole; a council's may not."""
        whole, within = TrigramSimilarity("name", name), TrigramWordSimilarity(name, "name")
        around = TrigramWordSimilarity(F("name"), Value(name))  # type: ignore[arg-type]  # the stubs know only strings
        is_alike = Q(whole__gte=ALIKE) | (~Q(kind="council") & (Q(within__gte=ALIKE) | Q(around__gte=ALIKE)))
        return self.annotate(whole=whole, within=within, around=around).filter(is_alike).order_by("-whole", "name", "pk")

    def going_by(self, code: str) -> Self:
        """By any code in any list, in any case; a code that several go by finds the one that has it now, then former holders."""
        same = self.model._default_manager.filter(self._by_code(code)).values("pk")
        return self.filter(pk__in=same).order_by(F("ends_on").desc(nulls_first=True), "pk")

    @staticmethod
    def _by_code(code: str) -> Q:
        """“SMT” or “local-authority:SUA”, with or without what stands before the colon."""
        same = Q(code__iexact=code) | Q(identifiers__value__iexact=code)
        return same | Q(identifiers__value__iendswith=f":{code}") if code else same
