"""What a mission team does with what was said: link it to a pain point, and answer it, one by one or many at once."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.urls import reverse

from codesign.access import why_not_run
from codesign.answer_words import filled
from codesign.models import Contribution, Response, Round
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import Letter, compose, queue_letters
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.problems.actions import create_pain_point, link_evidence
from missions.problems.models import PainPoint, Supporter
from missions.stewardship.access import Standing


def link_to_new_pain_point(*, by: User, standing: Standing, contribution: Contribution, title: str, barrier: str) -> PainPoint:
    """Make a pain point from what was said, with the submission as its first evidence."""
    require(why_not_run(standing))
    with transaction.atomic():
        point = create_pain_point(by=by, standing=standing, title=title, barrier=barrier)
        link_evidence(by=by, standing=standing, evidence=contribution.evidence, pain_point=point)
    return point


def answer(
    *,
    by: User,
    standing: Standing,
    contribution: Contribution,
    what: str,
    text: str,
    now: dt.datetime,
    pain_point: PainPoint | None = None,
) -> Response:
    """Say what the team did with a submission and why, and tell its author. A later answer replaces the earlier one."""
    require(why_not_run(standing))
    if not text.strip():
        raise NotNow("Say what you did, will do or won’t do, and why. The author reads it.")
    with transaction.atomic():
        locked = Contribution.objects.select_for_update(of=("self",)).select_related(
            "participant__round__mission", "participant__user"
        )
        said = locked.get(pk=contribution.pk)
        values = {"what": what, "text": text.strip(), "pain_point": pain_point, "answered_by": by, "answered_at": now}
        if said.participant.round.mission_id != standing.mission.pk or (
            pain_point and pain_point.mission_id != standing.mission.pk
        ):
            raise NotNow("This submission belongs to another mission.")
        response, _ = Response.objects.update_or_create(contribution=said, defaults=values)
        record("round.answer", by=by, subject=response, mission=standing.mission, contribution=said.pk, what=what)
        queue_letters(_letters([(said, response)]))
    return response


def answer_many(
    *, by: User, standing: Standing, round_: Round, contributions: Sequence[int], what: str, text: str, now: dt.datetime
) -> int:
    """Give all of these their answer, with the words in brackets filled for each: all of them, or none. Tells every author."""
    require(why_not_run(standing))
    wanted = set(contributions)
    if not wanted or not text.strip():
        raise NotNow("Choose at least one submission, and say what you did, will do or won’t do, and why.")
    with transaction.atomic():
        rows = Contribution.objects.select_for_update(of=("self",)).readable().filter(participant__round=round_, pk__in=wanted)
        related = rows.select_related("evidence", "participant__round__mission", "participant__user", "participant__organisation")
        found = list(related.prefetch_related("evidence__links__pain_point").order_by("pk"))
        if len(found) != len(wanted) or Response.objects.filter(contribution__in=wanted).exists():
            raise NotNow(
                "Some of these were answered or taken away since you opened the page, so none was changed. Open it again."
            )
        made = Response.objects.bulk_create([_response(said, by=by, what=what, text=text, now=now) for said in found])
        keys = [said.pk for said in found]
        record("round.answer-many", by=by, subject=round_, mission=standing.mission, contributions=keys, what=what)
        queue_letters(_letters(zip(found, made, strict=True)))
    return len(made)


def _response(said: Contribution, *, by: User, what: str, text: str, now: dt.datetime) -> Response:
    """Unsaved, about the pain point to which the submission was linked last."""
    links = sorted(said.evidence.links.all(), key=lambda link: link.linked_at)
    point = links[-1].pain_point if links else None
    words = filled(text.strip(), council=said.participant.organisation, pain_point=point, said=said.evidence.text)
    return Response(contribution=said, what=what, text=words, pain_point=point, answered_by=by, answered_at=now)


def _letters(answered: Iterable[tuple[Contribution, Response]]) -> list[Letter]:
    """One message for each different answer to its author and to each who stands behind it; none to who is gone. One query."""
    given = list(answered)
    behind: dict[int, list[User]] = {}
    supporters = Supporter.objects.filter(evidence__in=[said.evidence_id for said, _ in given])
    for item in supporters.select_related("user").order_by("pk"):
        behind.setdefault(item.evidence_id, []).append(item.user)
    letters = []
    for said, response in given:
        author = said.participant.user
        told = [user for user in (author, *behind.get(said.evidence_id, ())) if user.is_active and user.forgotten_at is None]
        letters += [_letter(said, response, user, is_author=user == author) for user in told]
    return letters


def _letter(said: Contribution, response: Response, to: User, *, is_author: bool) -> Letter:
    round_ = said.participant.round
    version = hashlib.sha256(f"{response.what}{response.text}".encode()).hexdigest()[:12]
    context = {
        "round": round_,
        "mission": round_.mission,
        "response": response,
        "did": "said" if is_author else "stood behind",
        "path": reverse("rounds:came_of_it", args=[round_.pk]),
    }
    subject, words = compose("round_answered", context)
    key = f"round-answer:{said.pk}:{version}" if is_author else f"round-answer:{said.pk}:{version}:{to.pk}"
    return Letter(key, to.email, subject, words, to.pk)
