"""What a mission team makes of comments on a draft, and the response document that is published from it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from codesign.draft_access import why_not_draft
from codesign.draft_models import Comment, Disposition, DraftVersion, Outcome, ResponseDocument
from codesign.models import Participant
from codesign.response_document import compose
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.decisions.freezing import digest, plain
from missions.people.models import User
from missions.stewardship.access import Standing


def dispose(
    *,
    by: User,
    standing: Standing,
    version: DraftVersion,
    comments: Sequence[int],
    outcome: str,
    reason: str,
    now: dt.datetime,
    duplicate_of: int | None = None,
) -> int:
    """Say what the team made of these comments and why: of all of them, or of none. A later word replaces an earlier one."""
    require(why_not_draft(standing))
    wanted = set(comments)
    if not wanted or not reason.strip():
        raise NotNow("Choose at least one comment, and say why.")
    with transaction.atomic():
        _not_published(version)
        rows = Comment.objects.readable().select_for_update(of=("self",)).on_version(version)
        found = list(rows.filter(pk__in=wanted).order_by("pk"))
        if len(found) != len(wanted):
            raise NotNow("Some of these comments are not on this version any more, so none was changed. Open the page again.")
        other = _original(version, wanted, duplicate_of) if outcome == Outcome.DUPLICATE else None
        values = {"outcome": outcome, "reason": reason.strip(), "duplicate_of": other, "decided_by": by, "decided_at": now}
        Disposition.objects.bulk_create(
            [Disposition(comment=comment, **values) for comment in found],
            update_conflicts=True,
            unique_fields=["comment"],
            update_fields=list(values),
        )
        keys = [comment.pk for comment in found]
        record("draft.dispose", by=by, subject=version, mission=standing.mission, comments=keys, outcome=outcome)
    return len(found)


def publish(*, by: User, standing: Standing, version: DraftVersion, now: dt.datetime) -> ResponseDocument:
    """Freeze what was made of every comment, for everybody to read, and tell those who commented."""
    require(why_not_draft(standing))
    with transaction.atomic():
        _not_published(version)
        refusal = why_not_publish(version, now=now)
        if refusal is not None:
            raise NotNow(refusal)
        content = plain(compose(version, now=now))
        made = ResponseDocument.objects.create(
            version=version, content=content, sha256=digest(content), published_by=by, published_at=now
        )
        record("draft.publish-response", by=by, subject=made, mission=standing.mission, sha256=made.sha256)
        for participant in _commenters(version):
            _tell(version, participant)
    return made


def why_not_publish(version: DraftVersion, *, now: dt.datetime) -> str | None:
    """Its rounds are over, and every comment has a disposition."""
    rounds = [review.round for review in version.reviews.select_related("round")]
    if not any(item.is_over_at(now) for item in rounds):
        return "The response can be published after a round in which people reviewed this version has closed."
    if any(item.is_open_at(now) for item in rounds):
        return "A round that reviews this version is still open."
    waiting = Comment.objects.waiting().on_version(version).count()
    if waiting:
        what = "1 comment waits" if waiting == 1 else f"{waiting} comments wait"
        return f"{what} for a disposition. Give each one, then publish the response."
    return None


def _not_published(version: DraftVersion) -> None:
    """The version is held, so that nothing is disposed of while its response is being published."""
    DraftVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if ResponseDocument.objects.filter(version=version).exists():
        raise NotNow("The response to this version is published, so it can’t change any more.")


def _original(version: DraftVersion, wanted: set[int], duplicate_of: int | None) -> Comment:
    """The comment that says the same: another one of the draft that isn't a duplicate itself."""
    if duplicate_of is None or duplicate_of in wanted:
        raise NotNow("Say which other comment says the same.")
    draft = Comment.objects.readable().filter(
        element__version__draft=version.draft_id, element__version__number__lte=version.number
    )
    found = draft.select_related("disposition").filter(pk=duplicate_of).first()
    if found is None:
        raise NotNow("There is no such comment on this draft.")
    if hasattr(found, "disposition") and found.disposition.outcome == Outcome.DUPLICATE:
        raise NotNow(f"Comment {found.pk} is a duplicate itself. Name the one that it repeats.")
    if Disposition.objects.filter(duplicate_of__in=wanted).exists():
        raise NotNow("Other comments were called duplicates of one of these. Give it an answer of its own.")
    return found


def _commenters(version: DraftVersion) -> Sequence[Participant]:
    people = Participant.objects.filter(comments__element__version=version).exclude(comments__text="").distinct()
    return list(people.select_related("user", "round__mission").order_by("pk"))


def _tell(version: DraftVersion, participant: Participant) -> None:
    """One message a person and version; none to somebody who was forgotten or whose account has ended."""
    if not participant.user.is_active or participant.user.forgotten_at is not None:
        return
    context = {
        "draft": version.draft,
        "version": version,
        "mission": participant.round.mission,
        "path": reverse("codesign:draft_response", args=[version.draft.mission.slug, version.draft.slug, version.number]),
    }
    key = f"draft-response:{version.pk}:{participant.user_id}"
    queue_message(key=key, to=participant.user.email, to_user_id=participant.user_id, template="draft_response", context=context)
