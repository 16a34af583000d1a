"""What a mission team does with what was said: link it to a pain point, and answer it."""

import datetime as dt
import hashlib

from django.db import transaction
from django.urls import reverse

from codesign.access import why_not_run
from codesign.models import Contribution, Response
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.problems.actions import create_pain_point, link_evidence
from missions.problems.models import PainPoint
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
        _tell(said, response)
    return response


def _tell(said: Contribution, response: Response) -> None:
    """One message for each different answer; none to somebody who was forgotten or whose account has ended."""
    participant = said.participant
    if not participant.user.is_active or participant.user.forgotten_at is not None:
        return
    version = hashlib.sha256(f"{response.what}{response.text}".encode()).hexdigest()[:12]
    context = {
        "round": participant.round,
        "mission": participant.round.mission,
        "response": response,
        "path": reverse("rounds:came_of_it", args=[participant.round_id]),
    }
    key = f"round-answer:{said.pk}:{version}"
    queue_message(key=key, to=participant.user.email, to_user_id=participant.user_id, template="round_answered", context=context)
