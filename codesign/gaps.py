"""Rounds that owe those who took part something, reviewed drafts without a published response, and rounds that nobody owns."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from codesign.draft_models import Review
from codesign.models import Round
from codesign.waiting import RESPONSE_WEEKS, response_due_on, with_waiting
from missions.core import clock
from missions.core.registries import Gap, GapRule, counted_as
from missions.stewardship.gaps import owner_on_mission, why_unowned

UNANSWERED, NOT_OWNED = "Rounds with unanswered submissions", "Rounds without an owner"
OVERDUE, COMMENTS = "Rounds whose response is overdue", "Rounds with comments on a draft that wait"
UNPUBLISHED = "Reviewed drafts whose response isn’t published"


def launched(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Any]:
    """Rounds that were launched and aren’t finished, or whose draft has no response, with `is_owned`, `is_over` and what waits in them."""
    midnight = clock.start_of(day)
    mine = Review.objects.filter(round=OuterRef("pk"), version__response_document__isnull=True)
    goes_on = Review.objects.filter(version=OuterRef("review__version"), round__status="open", round__closes_at__gte=midnight)
    rounds = Round.objects.filter(mission__in=list(mission_ids)).exclude(status="draft")
    found = with_waiting(rounds).annotate(
        is_owned=owner_on_mission(day),
        is_over=Q(status__in=("closed", "responded")) | Q(closes_at__lt=midnight),
        is_unpublished=Exists(mine) & ~Exists(goes_on),
    )
    kept: QuerySet[Any] = found.filter(~Q(status="responded") | Q(is_unpublished=True))
    return kept


def unfinished(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Any]:
    """Those that aren’t finished."""
    return launched(mission_ids, day).exclude(status="responded")


def overdue(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Any]:
    """Those that closed more than 12 weeks ago; nobody answers a published conversation."""
    ended = clock.start_of(day - dt.timedelta(weeks=RESPONSE_WEEKS))
    return unfinished(mission_ids, day).filter(closes_at__lt=ended, imported_from="")


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """All of them in one query."""
    related = "mission", "review__version__draft__mission"
    for item in launched(mission_ids, day).select_related(*related).order_by("closes_at", "pk"):
        if item.is_over and item.is_unpublished:
            version = item.review.version
            sentence = f"{version.draft.title}, version {version.number}: those who reviewed it wait for the published response."
            closed_on = clock.london_day(item.closes_at)
            yield Gap(UNPUBLISHED, sentence, version.get_absolute_url(), item.mission_id, closed_on)
        if item.status != "responded":
            yield from _of_round(item, day)


def _of_round(item: Any, day: dt.date) -> Iterator[Gap]:
    url, closed_on = item.get_absolute_url(), clock.london_day(item.closes_at)
    if item.is_over and item.unanswered:
        waiting = "1 submission waits" if item.unanswered == 1 else f"{item.unanswered} submissions wait"
        yield Gap(UNANSWERED, f"{item.title}: {waiting} for an answer.", url, item.mission_id, closed_on, item.owner_id)
    if item.is_over and item.comments_waiting:
        waiting = "1 comment waits" if item.comments_waiting == 1 else f"{item.comments_waiting} comments wait"
        yield Gap(COMMENTS, f"{item.title}: {waiting} for a disposition.", url, item.mission_id, closed_on, item.owner_id)
    if response_due_on(item) < day and not item.imported_from:
        sentence = f"{item.title}: the response was due {RESPONSE_WEEKS} weeks after it closed, and the round isn’t finished."
        yield Gap(OVERDUE, sentence, url, item.mission_id, response_due_on(item), item.owner_id)
    if not item.is_owned:
        sentence = f"{item.title} {why_unowned(item.owner_id)}."
        yield Gap(NOT_OWNED, sentence, url, item.mission_id, clock.london_day(item.opens_at))


RULE = GapRule(
    "Closed rounds that owe an answer or their response, reviewed drafts without a response, and rounds without an owner",
    find,
    lambda ids, day: [
        counted_as(UNANSWERED, unfinished(ids, day).filter(is_over=True, unanswered__gt=0)),
        counted_as(COMMENTS, unfinished(ids, day).filter(is_over=True, comments_waiting__gt=0)),
        counted_as(OVERDUE, overdue(ids, day)),
        counted_as(UNPUBLISHED, launched(ids, day).filter(is_over=True, is_unpublished=True)),
        counted_as(NOT_OWNED, unfinished(ids, day).filter(is_owned=False)),
    ],
)
