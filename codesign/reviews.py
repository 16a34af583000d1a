"""The review of a draft as part of a round: what pages of the round say about it."""

from dataclasses import dataclass

from codesign.draft_models import Comment, Review
from codesign.draft_querysets import CommentQuerySet
from codesign.models import Participant, Round


@dataclass(frozen=True)
class MyReview:
    """The review that is asked of somebody, and how much of it they have done."""

    review: Review
    answers: int
    comments: int


def review_in(round_: Round) -> Review | None:
    """The review that is an activity of this round, if any. One query."""
    found = Review.objects.filter(round=round_).select_related("version__draft__mission")
    return found.first()


def my_review(participant: Participant) -> MyReview | None:
    """Three queries where the round reviews a draft, one where it doesn’t."""
    found = review_in(participant.round)
    if found is None:
        return None
    return MyReview(found, participant.element_answers.count(), my_comments(participant).count())


def my_comments(participant: Participant) -> CommentQuerySet:
    """What somebody said about elements in this round, with what the team made of it."""
    related = "element__version__draft__mission", "element__version__response_document", "disposition"
    return Comment.objects.readable().filter(participant=participant).select_related(*related).order_by("made_at", "pk")


def waiting_in(round_: Round) -> int:
    """Comments of this round that nothing was made of yet."""
    return Comment.objects.waiting().filter(participant__round=round_).count()
