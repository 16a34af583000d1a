"""How an award moves: the row locked, the right asked for, the table of moves checked, the audit row written, in one transaction."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction

from funding.access import Place
from funding.lifecycle import AWARD
from funding.models import Award
from funding.places import push_funded_places
from funding.querysets import GIVEN
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User

# What the database itself refuses, in words, should a path ever reach it.
REFUSED_BY_DATABASE = {
    "fund_year_never_overcommitted": "The fund has no room for this in one of its financial years.",
    "fund_year_commits_when_published": "The fund has no published budget for one of these years.",
    "award_never_overpaid": "Payments can’t be more than the award.",
    "award_approver_is_another_person": "Nobody approves what they submitted or changed.",
    "award_approver_is_no_author": "Nobody approves what they submitted or changed.",
    "variation_approver_is_another": "Nobody approves a change that they proposed.",
    "payment_released_by_another_person": "Nobody releases a payment that they asked for.",
    "milestone_paid_once": "A payment for this milestone was asked for already.",
    "milestone_met_by_another_person": "Nobody confirms a milestone that they reported.",
}


@contextmanager
def changing(place: Place) -> Iterator[Award]:
    """The award, locked until the block ends; a refusal of the database becomes a sentence."""
    try:
        with transaction.atomic():
            locked = Award.objects.select_for_update(of=("self",)).select_related("fund__mission", "recipient")
            yield locked.get(pk=place.award.pk)
    except IntegrityError as error:
        sentence = next((words for name, words in REFUSED_BY_DATABASE.items() if name in str(error)), None)
        if sentence is None:
            raise
        raise NotNow(sentence) from error


@contextmanager
def moving(
    by: User,
    place: Place,
    status: str,
    why_not: Callable[[Place], str | None],
    now: dt.datetime,
    **detail: Any,
) -> Iterator[Award]:
    """The locked award, once it is certain that this person may move it there; what the caller set is saved with the new status."""
    with changing(place) as award:
        require(why_not(Place(place.standing, award, place.theirs)))
        before = award.status
        AWARD.check(before, status)
        yield award
        award.status, award.status_at = status, now
        award.save()
        record(f"award.{status}", by=by, subject=award, mission=place.standing.mission, before=before, **detail)
        if (before in GIVEN) != (status in GIVEN):
            push_funded_places(place.standing.mission)
