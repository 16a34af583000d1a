"""Files that belong to an award: an agreement, a letter, evidence for a milestone."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from funding.access import Place, why_not_draft
from funding.models import Document, Milestone
from missions.core.access import require
from missions.core.audit import record
from missions.core.files import keep
from missions.core.refusals import NotNow
from missions.people.models import User

MOST = 50


@dataclass(frozen=True)
class SentFile:
    """A file as somebody sent it, under a name that every disk takes."""

    name: str
    content: bytes


def add(*, by: User, place: Place, title: str, file: SentFile, now: dt.datetime) -> Document:
    """The team keeps a file with the award."""
    require(why_not_draft(place.standing))
    return attach(by=by, place=place, title=title, file=file, now=now)


def attach(
    *, by: User, place: Place, title: str, file: SentFile, now: dt.datetime, milestone: Milestone | None = None
) -> Document:
    """As above, for callers that have asked for the right, as reporting a milestone does."""
    with transaction.atomic():
        if place.award.documents.count() >= MOST:
            raise NotNow(f"This award has {MOST} documents already. Send what belongs together as one file.")
        stored = keep(file.name, file.content, sent_by_id=by.pk)
        document = Document.objects.create(
            award=place.award, milestone=milestone, title=title, file=stored, added_by=by, added_at=now
        )
        record("award.add-document", by=by, subject=place.award, mission=place.standing.mission, document=document.pk)
    return document
