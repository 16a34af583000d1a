"""Draft standards for tests."""

from typing import Any

from django.utils import timezone

from codesign.draft_models import Comment, DraftStandard, DraftVersion, Element, ElementAnswer, ResponseDocument, Review
from codesign.models import Participant, Round
from codesign.response_document import compose
from missions.decisions.freezing import digest, plain
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from tests import making

REFS = ("reference", "location", "date")


def make_version(mission: Mission, **values: Any) -> DraftVersion:
    """Version 1 with three elements: reference, location, date."""
    slug = values.pop("slug", f"draft-{next(making.numbers)}")
    draft = DraftStandard.objects.create(mission=mission, slug=slug, title=slug.replace("-", " ").capitalize())
    version = DraftVersion.objects.create(draft=draft, number=1)
    for position, ref in enumerate(REFS, start=1):
        Element.objects.create(
            version=version, ref=ref, position=position, title=ref.capitalize(), definition=f"What {ref} asks for."
        )
    return version


def make_review(version: DraftVersion, **values: Any) -> Round:
    """An open round of the mission that reviews the version."""
    round_ = making.make_round(version.draft.mission, **values)
    Review.objects.create(round=round_, version=version, minutes=10)
    return round_


def make_comment(version: DraftVersion, participant: Participant, ref: str = "location", **values: Any) -> Comment:
    element = version.elements.get(ref=ref)
    return Comment.objects.create(
        element=element, participant=participant, **{"text": "A point is too little.", "disclosure": "public", **values}
    )


def make_answers(version: DraftVersion, round_: Round, council: Organisation, *values: str) -> Participant:
    """Somebody at a council says what it could deliver, element by element in their order; an empty value leaves one open."""
    participant = making.make_participant(round_, making.make_user(), council)
    for element, value in zip(version.elements.all(), values, strict=True):
        if value:
            ElementAnswer.objects.create(element=element, participant=participant, value=value)
    return participant


def make_document(version: DraftVersion, by: User) -> ResponseDocument:
    content = plain(compose(version, now=timezone.now()))
    return ResponseDocument.objects.create(version=version, content=content, sha256=digest(content), published_by=by)
