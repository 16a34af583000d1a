"""What those do who review a draft: comment on an element, and say what their council could deliver."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from codesign.actions.taking_part import answered, open_round
from codesign.draft_models import Comment, Element, ElementAnswer, Review, SystemInUse
from codesign.models import Participant, Segment
from missions.core.audit import record
from missions.core.refusals import NotAllowed, NotNow
from missions.market.models import Product


def comment(*, participant: Participant, element: Element, text: str, disclosure: str, now: dt.datetime) -> Comment:
    """Keep what somebody says about an element, in their words."""
    if not text.strip():
        raise NotNow("Say what you think of this element.")
    with transaction.atomic():
        round_ = open_round(participant, now)
        _require_element(participant, [element.pk])
        made = Comment.objects.create(
            element=element, participant=participant, text=text.strip(), disclosure=disclosure, made_at=now
        )
        answered(participant, now)
        record("draft.comment", by=participant.user, subject=made, mission=participant.round.mission, round=round_.pk)
    return made


def say_able(*, participant: Participant, answers: Mapping[int, str], product: Product | None, now: dt.datetime) -> None:
    """Keep what a council could deliver, by element; the last answer wins. `product`: the system it uses, None leaves the record's."""
    if participant.segment != Segment.COUNCIL:
        raise NotAllowed("Only people who speak for a council say what it could deliver.")
    with transaction.atomic():
        round_ = open_round(participant, now)
        _require_element(participant, answers)
        if product is None:
            SystemInUse.objects.filter(participant=participant).delete()
        else:
            SystemInUse.objects.update_or_create(participant=participant, defaults={"product": product})
        rows = [ElementAnswer(element_id=pk, participant=participant, value=value) for pk, value in answers.items()]
        if rows:
            ElementAnswer.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["element", "participant"], update_fields=["value"]
            )
            answered(participant, now)
        record("draft.say-able", by=participant.user, subject=round_, mission=participant.round.mission, answers=len(rows))


def _require_element(participant: Participant, wanted: Mapping[int, str] | list[int]) -> None:
    """All or none: an element of another version means that the page is old."""
    review = Review.objects.filter(round=participant.round_id).first()
    known = 0 if review is None else Element.objects.filter(version=review.version_id, pk__in=list(wanted)).count()
    if known != len(wanted):
        raise NotNow("The draft has changed since you opened it. Open the page again.")
