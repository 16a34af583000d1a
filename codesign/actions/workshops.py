"""What was said at workshops: a facilitator writes it down for councils, and each council confirms or declines it."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from codesign.access import require_open, why_not_run
from codesign.actions.running import Invitee, invited_as
from codesign.actions.taking_part import answered, participant_of
from codesign.links import confirm_path, letter_key
from codesign.models import CameBy, Contribution, Invitation, Participant, Round, Segment
from codesign.setup_models import Note
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.problems.models import Evidence, EvidenceSource
from missions.stewardship.access import Standing


@dataclass(frozen=True)
class Minutes:
    """What was said, each on its own; who may read it; and the day."""

    texts: Sequence[str]
    disclosure: str
    held_on: dt.date


def enter(*, by: User, standing: Standing, round_: Round, councils: Sequence[Invitee], minutes: Minutes, now: dt.datetime) -> int:
    """Write down what was said for each council, and ask the address given for each to confirm it. Returns how many notes.

    What an address was asked to confirm already isn't asked again.
    """
    require(why_not_run(standing))
    if any(item.segment != Segment.COUNCIL for item in councils):
        raise NotNow("Notes are entered for councils only: suppliers and practitioners speak for themselves.")
    with transaction.atomic():
        locked = Round.objects.select_for_update(of=("self",)).select_related("mission").get(pk=round_.pk)
        require_open(locked, now=now)
        invitations = invited_as(locked, councils, CameBy.WORKSHOP, now)
        held = Note.objects.filter(invitation__in=invitations, declined_at=None).values_list("invitation", "text")
        known = set(held)
        notes = Note.objects.bulk_create(
            Note(
                invitation=invitation,
                text=text,
                disclosure=minutes.disclosure,
                held_on=minutes.held_on,
                entered_by=by,
                entered_at=now,
            )
            for invitation in invitations
            for text in dict.fromkeys(minutes.texts)
            if (invitation.pk, text) not in known
        )
        for invitation in {note.invitation for note in notes}:
            _ask(locked, invitation, [note for note in notes if note.invitation == invitation], by)
        if notes:
            record("round.enter-notes", by=by, subject=locked, mission=standing.mission, notes=[note.pk for note in notes])
    return len(notes)


def withdraw_note(*, by: User, standing: Standing, note: Note) -> None:
    """Take back a note that nobody has confirmed or declined."""
    require(why_not_run(standing))
    with transaction.atomic():
        locked = _locked(note.invitation, standing.mission.pk).filter(pk=note.pk).first()
        if locked is None:
            raise NotNow("The council has answered this note, so it can’t be taken back.")
        record("round.withdraw-note", by=by, subject=note.invitation.round, mission=standing.mission, note=note.pk)
        locked.delete()


def answer(*, invitation: Invitation, left_out: Collection[int], now: dt.datetime) -> Participant:
    """One press: what waits is confirmed as the council's own words, but for the notes that are left out, which are declined.

    The press behind the emailed link proves the address, like joining does; it signs nobody in.
    """
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=("self",)).select_related("round__mission", "organisation")
        participant = participant_of(locked.get(pk=invitation.pk), now)
        notes = list(_locked(invitation, participant.round.mission_id))
        if not notes:
            raise NotNow("Nothing waits for you: these notes were answered already.")
        confirmed = [note for note in notes if note.pk not in left_out]
        for note in confirmed:
            _confirm(note, participant, now)
        declined = [note.pk for note in notes if note.pk in left_out]
        # What a council doesn't stand by is not kept.
        Note.objects.filter(pk__in=declined).update(declined_at=now, text="")
        if confirmed:
            answered(participant, now)
        record(
            "round.answer-notes",
            by=participant.user,
            subject=participant.round,
            mission=participant.round.mission,
            confirmed=[note.pk for note in confirmed],
            declined=declined,
        )
    return participant


def _confirm(note: Note, participant: Participant, now: dt.datetime) -> None:
    """From here on it is a submission like any other: read, answered, followed."""
    evidence = Evidence.objects.create(
        mission_id=participant.round.mission_id,
        source=EvidenceSource.WORKSHOP,
        text=note.text,
        disclosure=note.disclosure,
        said_by=participant.user,
        organisation=participant.organisation,
        said_on=note.held_on,
        recorded_at=now,
    )
    note.contribution = Contribution.objects.create(participant=participant, evidence=evidence, submitted_at=now)
    note.confirmed_at, note.text = now, ""
    note.save(update_fields=["contribution", "confirmed_at", "text"])


def _locked(invitation: Invitation, mission_id: int) -> QuerySet[Note]:
    """The notes of an invitation that still wait."""
    waiting = Note.objects.filter(invitation=invitation, invitation__round__mission=mission_id)
    return waiting.filter(confirmed_at=None, declined_at=None).select_for_update(of=("self",))


def _ask(round_: Round, invitation: Invitation, notes: Sequence[Note], by: User) -> None:
    context = {
        "round": round_,
        "mission": round_.mission,
        "organisation": invitation.organisation,
        "notes": notes,
        "by": by,
        "path": confirm_path(invitation),
    }
    # The first letter to an address stands for its invitation, so that the list tells when it comes back.
    for key in (letter_key(invitation), f"round-notes:{notes[0].pk}"):
        if queue_message(key=key, to=invitation.email, template="round_notes", context=context):
            break
