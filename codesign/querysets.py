"""Reads over rounds, invitations, statements and submissions."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from codesign.models import Contribution, Invitation, Participant, Round, Statement


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

    def like(self, text: str) -> Self:
        """Those that share words with a text, the most alike first, by PostgreSQL’s full-text search."""
        words = sorted(set(re.findall(r"[a-z]{3,}", text.lower())))[:60]
        if not words:
            return self.none()
        query = SearchQuery(" | ".join(words), search_type="raw", config="english")
        vector = SearchVector("evidence__text", config="english")
        return self.annotate(words=vector, alike=SearchRank(vector, query)).filter(words=query).order_by("-alike", "pk")
