"""What those do who were invited: join, submit what hurts, answer statements."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from codesign.access import require_open
from codesign.models import Contribution, Invitation, Participant, Round, Statement, Vote
from codesign.setup_models import Unsent
from missions.core import clock
from missions.core.audit import record
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.problems.models import Evidence, EvidenceSource
from missions.problems.supporting import support_evidence

LOCK = "SELECT * FROM codesign_round WHERE id = %s FOR SHARE"


@dataclass(frozen=True)
class Submission:
    """What hurts, in the person's own words."""

    text: str
    severity: int
    disclosure: str
    who_it_hurts: str = ""
    hours_a_month: Decimal | None = None
    system_in_use: str = ""
    how_often: str = ""
    shown_by: str = ""
    sensitive_because: str = ""
    how_it_differs: str = ""


def join(*, invitation: Invitation, as_user: User | None, now: dt.datetime) -> Participant:
    """Take part. The first press starts an identity bound to the invited address.

    Whoever has an account under that address must be signed in (`as_user`): a link alone never opens an account that exists.
    """
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=("self",)).select_related("round__mission").get(pk=invitation.pk)
        if locked.withdrawn_at is not None:
            raise NotNow(
                "This invitation was withdrawn. If you think that this is a mistake, write to the team that invited you."
            )
        require_open(locked.round, now=now)
        if Participant.objects.filter(invitation=locked).exists():
            raise NotNow("Somebody joined through this link already. If it was you, sign in with a code sent to your address.")
        user = as_user or _newcomer(locked.email)
        if user.email != locked.email.lower():
            raise NotAllowed("This invitation is for another address. Sign out, then open the link again.")
        if Participant.objects.filter(round=locked.round, user=user).exists():
            raise NotNow("You take part in this round already.")
        return _take_in(locked, user, now)


def participant_of(locked: Invitation, now: dt.datetime) -> Participant:
    """Whoever took part through a locked invitation, or the owner of its address from now on; nobody is signed in by it."""
    if locked.withdrawn_at is not None:
        raise NotNow("This invitation was withdrawn. If you think that this is a mistake, write to the team that invited you.")
    require_open(locked.round, now=now)
    found = Participant.objects.filter(invitation=locked).select_related("round__mission", "organisation", "user").first()
    if found is not None:
        return found
    user = User.objects.filter(email=locked.email.lower()).first() or _newcomer(locked.email)
    if not user.is_active or Participant.objects.filter(round=locked.round, user=user).exists():
        raise NotNow("You take part in this round through another invitation. Sign in, and answer there.")
    return _take_in(locked, user, now)


def _take_in(locked: Invitation, user: User, now: dt.datetime) -> Participant:
    participant = Participant.objects.create(
        round=locked.round,
        invitation=locked,
        user=user,
        organisation=locked.organisation,
        segment=locked.segment,
        joined_at=now,
    )
    record("round.join", by=user, subject=locked.round, mission=locked.round.mission, participant=participant.pk)
    return participant


def has_account(invitation: Invitation) -> bool:
    """Whether the invited address is somebody's already, who then comes in by a code."""
    return User.objects.filter(email=invitation.email.lower()).exists()


def submit(*, participant: Participant, submission: Submission, now: dt.datetime) -> Contribution:
    """Store a submission as evidence that is never edited."""
    with transaction.atomic():
        round_ = open_round(participant, now)
        if not round_.asks_what_hurts:
            raise NotNow("This round doesn’t ask what hurts.")
        evidence = Evidence.objects.create(
            mission_id=round_.mission_id,
            source=EvidenceSource.ROUND,
            text=submission.text.strip(),
            severity=submission.severity,
            disclosure=submission.disclosure,
            who_it_hurts=submission.who_it_hurts.strip(),
            hours_a_month=submission.hours_a_month,
            system_in_use=submission.system_in_use.strip(),
            how_often=submission.how_often,
            shown_by=submission.shown_by.strip(),
            sensitive_because=submission.sensitive_because.strip(),
            how_it_differs=submission.how_it_differs.strip(),
            said_by=participant.user,
            organisation=participant.organisation,
            said_on=clock.london_day(now),
            recorded_at=now,
        )
        contribution = Contribution.objects.create(participant=participant, evidence=evidence, submitted_at=now)
        Unsent.objects.filter(participant=participant).delete()
        answered(participant, now)
        record(
            "round.submit", by=participant.user, subject=round_, mission=participant.round.mission, contribution=contribution.pk
        )
    return contribution


def support(*, participant: Participant, contribution: Contribution, now: dt.datetime) -> bool:
    """Stand behind what another participant said, instead of saying it again; False where one did so before."""
    with transaction.atomic():
        round_ = open_round(participant, now)
        if contribution.participant_id == participant.pk:
            raise NotNow("This is what you said yourself.")
        is_new = support_evidence(
            evidence=contribution.evidence, user=participant.user, organisation=participant.organisation, now=now
        )
        Unsent.objects.filter(participant=participant).delete()
        if is_new:
            answered(participant, now)
            record(
                "round.support",
                by=participant.user,
                subject=round_,
                mission=participant.round.mission,
                contribution=contribution.pk,
            )
    return is_new


def keep_unsent(*, participant: Participant, typed: Mapping[str, str], now: dt.datetime) -> None:
    """Keep what somebody typed and hasn't sent, for when they come back. Only the first keeping is worth an audit row."""
    with transaction.atomic():
        round_ = open_round(participant, now)
        values = {"answers": dict(typed), "saved_at": now}
        _, is_new = Unsent.objects.update_or_create(participant=participant, defaults=values)
        if is_new:
            record("round.keep-unsent", by=participant.user, subject=round_, mission=participant.round.mission)


def vote(*, participant: Participant, answers: Mapping[int, int], now: dt.datetime) -> int:
    """Store answers by statement id; the last one wins. Returns how many. The audit row holds neither values nor statements."""
    with transaction.atomic():
        round_ = open_round(participant, now)
        known = set(Statement.objects.filter(round=round_, pk__in=answers).values_list("pk", flat=True))
        votes = [Vote(statement_id=pk, participant=participant, value=value) for pk, value in answers.items() if pk in known]
        if not votes:
            return 0
        Vote.objects.bulk_create(
            votes, update_conflicts=True, unique_fields=["statement", "participant"], update_fields=["value"]
        )
        answered(participant, now)
        record("round.vote", by=participant.user, subject=round_, mission=participant.round.mission)
    return len(votes)


def open_round(participant: Participant, now: dt.datetime) -> Round:
    """The round, once it is certain that it takes answers: closing it waits until this answer is saved.

    The lock is shared, so that many can answer at once.
    """
    [locked] = Round.objects.raw(LOCK, [participant.round_id])
    require_open(locked, now=now)
    # Asked after the lock, so that a withdrawal for which this answer waited is seen.
    if Invitation.objects.filter(pk=participant.invitation_id, withdrawn_at__isnull=False).exists():
        raise NotNow("Your invitation was withdrawn, so nothing more can be saved.")
    return locked


def answered(participant: Participant, now: dt.datetime) -> None:
    """Note when somebody first answered anything."""
    Participant.objects.filter(pk=participant.pk, answered_at__isnull=True).update(answered_at=now)


def _newcomer(email: str) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(email)
    except IntegrityError:
        raise NotAllowed("This address has an account. Sign in with a code sent to it, then open the link again.") from None
