"""Accepting submissions, and rejecting them for a reason that was agreed at the launch."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from codesign.access import why_not_run
from codesign.actions.answering import answer
from codesign.models import Contribution, Moderated, Round
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.stewardship.access import Standing


def accept(*, by: User, standing: Standing, round_: Round, contributions: Sequence[int], now: dt.datetime) -> int:
    """Accept what waits among these; returns how many. All or none, whatever was decided meanwhile stays."""
    require(why_not_run(standing))
    with transaction.atomic():
        waiting = list(_waiting(round_, contributions))
        Moderated.objects.bulk_create(Moderated(contribution=item, decided_by=by, decided_at=now) for item in waiting)
        for item in waiting:
            record("round.accept-submission", by=by, subject=item, mission=standing.mission)
    return len(waiting)


def reject(*, by: User, standing: Standing, contribution: Contribution, reason: str, now: dt.datetime) -> None:
    """Reject one submission. Its author is answered with the reason; it stays readable to the team."""
    require(why_not_run(standing))
    round_ = contribution.participant.round
    if reason not in round_.reasons:
        raise NotNow("Choose one of the reasons that were agreed when the round was launched.")
    with transaction.atomic():
        if not list(_waiting(round_, [contribution.pk])):
            raise NotNow("Somebody has decided on this submission already.")
        made = Moderated.objects.create(contribution=contribution, reason=reason, decided_by=by, decided_at=now)
        record("round.reject-submission", by=by, subject=contribution, mission=standing.mission, moderated=made.pk)
        text = f"We left your submission out of the round: {reason}"
        answer(by=by, standing=standing, contribution=contribution, what="wont", text=text, now=now)


def _waiting(round_: Round, contributions: Sequence[int]) -> Sequence[Contribution]:
    """Locked, so that two who decide at once don’t both."""
    rows = Contribution.objects.select_for_update(of=("self",)).filter(participant__round=round_, pk__in=contributions)
    found = list(rows.order_by("pk"))
    decided = set(Moderated.objects.filter(contribution__in=found).values_list("contribution", flat=True))
    return [item for item in found if item.pk not in decided]
