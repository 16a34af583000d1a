"""Whether somebody who took part hears of each step that follows from what they said."""

import datetime as dt

from django.db import transaction

from codesign.models import Participant
from missions.core.audit import record


def stop(*, participant: Participant) -> None:
    """No more messages about the steps of this round. Answers still come: somebody waits for them."""
    _set(participant, None, "round.stop-following")


def resume(*, participant: Participant, now: dt.datetime) -> None:
    """Messages again, about what happens from now on."""
    _set(participant, now, "round.follow")


def _set(participant: Participant, moment: dt.datetime | None, action: str) -> None:
    """Pressing the same button twice changes nothing."""
    with transaction.atomic():
        locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        if (locked.follows_from is None) == (moment is None):
            return
        locked.follows_from = moment
        locked.save(update_fields=["follows_from"])
        record(action, by=participant.user, subject=locked, mission=participant.round.mission)
