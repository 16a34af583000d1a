"""Bringing submissions that say the same under one pain point, without losing any, and undoing it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from codesign.access import why_not_run
from codesign.models import Contribution, Merge, MergedPart, Participant, Round
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.problems.actions import link_all, unlink_all
from missions.problems.models import PainPoint
from missions.stewardship.access import Standing

LEAST = 2


def merge(
    *, by: User, standing: Standing, round_: Round, contributions: Sequence[int], pain_point: PainPoint, now: dt.datetime
) -> Merge:
    """Make the submissions evidence under the pain point, and tell their authors, who may object. Votes stand in no one’s way."""
    require(why_not_run(standing))
    with transaction.atomic():
        said = Contribution.objects.readable().filter(participant__round=round_, pk__in=contributions)
        chosen = list(said.select_related("evidence", "participant__user").exclude(moderated__reason__gt="").order_by("pk"))
        if len(chosen) < LEAST:
            raise NotNow("Choose at least two submissions that say the same. Rejected ones can’t be merged.")
        new = link_all(by=by, standing=standing, evidence=[item.evidence_id for item in chosen], pain_point=pain_point)
        made = Merge.objects.create(round=round_, pain_point=pain_point, merged_by=by, merged_at=now)
        MergedPart.objects.bulk_create(
            MergedPart(merge=made, contribution=item, is_new=item.evidence_id in new) for item in chosen
        )
        record("round.merge", by=by, subject=made, mission=standing.mission, contributions=[item.pk for item in chosen])
        for participant in {item.participant for item in chosen}:
            _tell(made, participant)
    return made


def undo(*, by: User, standing: Standing, merge: Merge, now: dt.datetime) -> None:
    """Take away the links that the merge made; those that stood before it, and those that another merge needs, stay."""
    require(why_not_run(standing))
    with transaction.atomic():
        locked = Merge.objects.select_for_update(of=("self",)).select_related("pain_point").get(pk=merge.pk)
        if locked.undone_at is not None:
            raise NotNow("This merge was undone already.")
        locked.undone_at = now
        locked.save(update_fields=["undone_at"])
        mine = dict(locked.parts.filter(is_new=True).values_list("contribution", "contribution__evidence"))
        others = MergedPart.objects.filter(merge__pain_point=locked.pain_point_id, merge__undone_at__isnull=True)
        heirs = dict(others.filter(contribution__in=mine).order_by("-pk").values_list("contribution", "pk"))
        MergedPart.objects.filter(pk__in=heirs.values()).update(is_new=True)
        gone = [evidence for contribution, evidence in mine.items() if contribution not in heirs]
        unlink_all(by=by, standing=standing, evidence=gone, pain_point=locked.pain_point)
        record("round.undo-merge", by=by, subject=locked, mission=standing.mission)


def object_to(*, participant: Participant, part: MergedPart, text: str, now: dt.datetime) -> None:
    """Say that one’s submission is about something else; the team reads it beside the merge. A later objection replaces it."""
    if not text.strip():
        raise NotNow("Say what your submission is about.")
    with transaction.atomic():
        locked = MergedPart.objects.select_for_update(of=("self",)).select_related("merge", "contribution").get(pk=part.pk)
        if locked.contribution.participant_id != participant.pk or locked.merge.undone_at is not None:
            raise NotNow("This merge was undone, so there is nothing to object to any more.")
        locked.objection, locked.objected_at = text.strip(), now
        locked.save(update_fields=["objection", "objected_at"])
        record("round.object", by=participant.user, subject=locked.merge, mission=participant.round.mission, part=locked.pk)


def _tell(made: Merge, participant: Participant) -> None:
    """One message a person and merge; none to somebody who was forgotten or whose account has ended."""
    if not participant.user.is_active or participant.user.forgotten_at is not None:
        return
    context = {
        "round": made.round,
        "mission": made.round.mission,
        "pain_point": made.pain_point,
        "path": reverse("rounds:came_of_it", args=[made.round_id]),
    }
    key = f"round-merged:{made.pk}:{participant.pk}"
    queue_message(key=key, to=participant.user.email, to_user_id=participant.user_id, template="round_merged", context=context)
