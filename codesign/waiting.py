"""What a round still owes those who took part, and by when."""

import datetime as dt
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from codesign.draft_models import Comment
from codesign.models import Contribution, Round
from missions.core import clock

# Consultation Principles: publish the response within 12 weeks of closing, or say why not.
RESPONSE_WEEKS = 12


def response_due_on(round_: Round) -> dt.date:
    """The last day for the response."""
    return clock.london_day(round_.closes_at) + dt.timedelta(weeks=RESPONSE_WEEKS)


def with_waiting(rounds: QuerySet[Round]) -> QuerySet[Any]:
    """Adds `unanswered` submissions and `comments_waiting` for a disposition, each counted apart."""
    submissions = Contribution.objects.unanswered().filter(participant__round=OuterRef("pk"))
    comments = Comment.objects.waiting().filter(participant__round=OuterRef("pk"))
    return rounds.annotate(
        unanswered=count_of(submissions, "participant__round"), comments_waiting=count_of(comments, "participant__round")
    )


def count_of(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many rows there are for each outer row, as a subquery of its own, so that two counts don’t multiply each other."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
