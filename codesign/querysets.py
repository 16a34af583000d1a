"""Reads over rounds, invitations, statements and submissions."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramSimilarity
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from codesign.models import Contribution, Invitation, Participant, Round, Statement

# A rank of 0.06 is every word that was asked for, once: three words in five, or a third of the letters’ triples, say nearly the same.
MUCH_IN_COMMON, MUCH_ALIKE = 0.036, 0.33


def readable(prefix: str = "") -> Q:
    """Submissions with text: those of people who were forgotten hold none and need no answer."""
    return ~Q(**{f"{prefix}evidence__text": ""}) & Q(**{f"{prefix}pk__isnull": False})


def waits(prefix: str = "") -> Q:
    """Submissions that still need an answer."""
    return readable(prefix) & Q(**{f"{prefix}response__isnull": True})


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds by whether they take answers, and with what came in."""

    def open_at(self, moment: dt.datetime) -> Self:
        """Launched, and the clock is between opening and closing."""
        return self.filter(status="open", opens_at__lte=moment, closes_at__gt=moment)

    def over_at(self, moment: dt.datetime) -> Self:
        """Launched, and past their closing time; not yet moved on by the job."""
        return self.filter(status="open", closes_at__lte=moment)

    def with_counts(self) -> Self:
        """Adds `invited`, `joined`, `answered`, `submissions` and `unanswered` submissions."""
        standing = Q(invitations__withdrawn_at__isnull=True)
        taking_part = "invitations__participant"
        return self.annotate(
            invited=Count("invitations", filter=standing, distinct=True),
            joined=Count(taking_part, distinct=True),
            answered=Count(taking_part, filter=Q(**{f"{taking_part}__answered_at__isnull": False}), distinct=True),
            submissions=Count(f"{taking_part}__contributions", filter=readable(f"{taking_part}__contributions__"), distinct=True),
            unanswered=Count(f"{taking_part}__contributions", filter=waits(f"{taking_part}__contributions__"), distinct=True),
        )

    def with_setup(self) -> Self:
        """Adds `councils_open_to`, of how many councils people may come by themselves, how many workshop notes are `unconfirmed`, `is_extended`."""
        doors: Any = self.model._meta.get_field("open_to").related_model
        invitations: Any = self.model._meta.get_field("invitations").related_model
        notes: Any = invitations._meta.get_field("notes").related_model
        extensions: Any = self.model._meta.get_field("extensions").related_model
        waiting = notes._default_manager.filter(invitation__round=OuterRef("pk"), confirmed_at=None, declined_at=None)
        opened = doors._default_manager.filter(round=OuterRef("pk")).order_by().values("round").annotate(found=Count("pk"))
        unconfirmed = waiting.order_by().values("invitation__round").annotate(found=Count("pk"))
        return self.annotate(
            councils_open_to=Coalesce(Subquery(opened.values("found")), 0),
            unconfirmed=Coalesce(Subquery(unconfirmed.values("found")), 0),
            is_extended=Exists(extensions._default_manager.filter(round=OuterRef("pk"))),
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what became of them."""

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def unanswered(self) -> Self:
        """Standing, and nobody has answered through them."""
        return self.standing().filter(Q(participant__isnull=True) | Q(participant__answered_at__isnull=True))


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Those who take part."""

    def taking_part(self) -> Self:
        """In rounds that were launched, through invitations that stand."""
        return self.filter(invitation__withdrawn_at__isnull=True).exclude(round__status="draft")


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements with how councils answered. Suppliers and practitioners never count in a council's position."""

    def with_council_answers(self) -> Self:
        """Adds `agree`, `passed`, `disagree`, `people` and `councils`: counts only, never who."""
        council = Q(votes__participant__segment="council")
        return self.annotate(
            agree=Count("votes", filter=council & Q(votes__value=1)),
            passed=Count("votes", filter=council & Q(votes__value=0)),
            disagree=Count("votes", filter=council & Q(votes__value=-1)),
            people=Count("votes", filter=council),
            councils=Count("votes__participant__organisation", filter=council, distinct=True),
        )


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Submissions by whether they were answered."""

    def readable(self) -> Self:
        """With text."""
        return self.filter(readable())

    def unanswered(self) -> Self:
        """Still without a response."""
        return self.filter(waits())

    def to_moderate(self) -> Self:
        """With text, and neither accepted nor rejected yet."""
        return self.filter(readable(), moderated__isnull=True)

    def shown_to(self, participant: "Participant") -> Self:
        """What others said in the round that its authors let this participant read, but for what was left out."""
        levels = ["public", "councils"] if participant.segment == "council" else ["public"]
        others = self.readable().filter(participant__round=participant.round_id, evidence__disclosure__in=levels)
        return others.exclude(participant=participant.pk).exclude(moderated__reason__gt="")

    def much_like(self, text: str) -> Self:
        """Those that say nearly the same: by the share of words in common, or by how alike the letters are."""
        found = self.like(text)
        if found.query.is_empty():
            return found
        alike = found.annotate(likeness=TrigramSimilarity("evidence__text", text[:1_000]))
        return alike.filter(Q(alike__gte=MUCH_IN_COMMON) | Q(likeness__gte=MUCH_ALIKE)).order_by("-alike", "-likeness", "pk")

    def like(self, text: str) -> Self:
        """Those that share words with a text, the most alike first, by PostgreSQL’s full-text search."""
        words = sorted(set(re.findall(r"[a-z]{3,}", text.lower())))[:60]
        if not words:
            return self.none()
        query = SearchQuery(" | ".join(words), search_type="raw", config="english")
        vector = SearchVector("evidence__text", config="english")
        return self.annotate(words=vector, alike=SearchRank(vector, query)).filter(words=query).order_by("-alike", "pk")
