"""What those do who were invited."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from codesign.actions import taking_part
from codesign.links import invitation_of, join_path
from codesign.models import Vote
from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.problems.models import Evidence
from tests import making

SAID = taking_part.Submission(text="It hurts.", severity=4, disclosure="public")


def token_of(invitation: object) -> str:
    return join_path(invitation).rstrip("/").rpartition("/")[2]  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_first_press_starts_an_identity_bound_to_the_address() -> None:
    invitation = making.make_invitation(making.make_round(making.make_mission()), making.make_council(), "new@council.example")
    participant = taking_part.join(invitation=invitation, as_user=None, now=timezone.now())
    assert participant.user == User.objects.get(email="new@council.example")
    assert not participant.user.has_usable_password()


@pytest.mark.django_db
def test_a_link_alone_never_opens_an_account_that_exists() -> None:
    lead = making.make_user("lead@department.example")
    invitation = making.make_invitation(making.make_round(making.make_mission()), making.make_council(), lead.email)
    with pytest.raises(NotAllowed, match="Sign in with a code"):
        taking_part.join(invitation=invitation, as_user=None, now=timezone.now())
    assert taking_part.join(invitation=invitation, as_user=lead, now=timezone.now()).user == lead


@pytest.mark.django_db
def test_an_invitation_is_for_its_address_only() -> None:
    invitation = making.make_invitation(making.make_round(making.make_mission()), making.make_council())
    with pytest.raises(NotAllowed, match="another address"):
        taking_part.join(invitation=invitation, as_user=making.make_user(), now=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["signature", "nonce", "number"])
def test_a_link_that_was_changed_leads_nowhere(change: str) -> None:
    round_ = making.make_round(making.make_mission())
    invitation, other = (making.make_invitation(round_, making.make_council()) for _ in range(2))
    token = token_of(invitation)
    assert invitation_of(token) == invitation
    if change == "signature":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    elif change == "number":
        token = f"{other.pk}.{token.partition('.')[2]}"
    else:
        invitation.nonce = "another"
        invitation.save()
    assert invitation_of(token) is None


@pytest.mark.django_db
def test_answers_are_taken_until_the_closing_moment_and_not_after() -> None:
    round_ = making.make_round(making.make_mission())
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    taking_part.submit(participant=participant, submission=SAID, now=round_.closes_at - dt.timedelta(microseconds=1))
    with pytest.raises(NotNow, match="has closed"):
        taking_part.submit(participant=participant, submission=SAID, now=round_.closes_at)
    assert Evidence.objects.count() == 1


@pytest.mark.django_db
def test_the_last_vote_wins_and_is_counted_once() -> None:
    round_ = making.make_round(making.make_mission())
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    statement = round_.statements.get(position=1)
    for value in (1, 0, -1):
        taking_part.vote(participant=participant, answers={statement.pk: value}, now=timezone.now())
    assert list(Vote.objects.values_list("value", flat=True)) == [-1]


@pytest.mark.django_db
def test_statements_of_another_round_take_no_vote() -> None:
    mission = making.make_mission()
    participant = making.make_participant(making.make_round(mission), making.make_user(), making.make_council())
    elsewhere = making.make_round(mission).statements.get(position=1)
    assert taking_part.vote(participant=participant, answers={elsewhere.pk: 1}, now=timezone.now()) == 0
    assert Vote.objects.count() == 0


@pytest.mark.django_db
def test_no_audit_row_holds_a_vote() -> None:
    round_ = making.make_round(making.make_mission())
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    taking_part.vote(participant=participant, answers={round_.statements.get(position=1).pk: -1}, now=timezone.now())
    row = AuditRow.objects.get(action="round.vote")
    assert row.detail == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'codesign_vote'::regclass AND NOT tgisinternal")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_database_refuses_a_second_vote_and_an_unknown_value() -> None:
    round_ = making.make_round(making.make_mission())
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    statement = round_.statements.get(position=1)
    Vote.objects.create(statement=statement, participant=participant, value=1)
    for value in (1, 7):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(statement=statement, participant=participant, value=value)


@pytest.mark.django_db
def test_who_is_not_invited_any_more_saves_nothing() -> None:
    participant = making.make_participant(making.make_round(making.make_mission()), making.make_user(), making.make_council())
    participant.invitation.withdrawn_at = timezone.now()
    participant.invitation.save()
    with pytest.raises(NotNow, match="withdrawn"):
        taking_part.submit(participant=participant, submission=SAID, now=timezone.now())


@pytest.mark.parametrize("token", ["²." + "A" * 43, "1" * 30 + ".A", ".", "-1.A"])
@pytest.mark.django_db
def test_a_link_that_nobody_ever_sent_leads_nowhere(token: str) -> None:
    assert invitation_of(token) is None


@pytest.mark.django_db
def test_joining_gives_the_browser_a_new_session() -> None:
    path = join_path(making.make_invitation(making.make_round(making.make_mission()), making.make_council()))
    client = making.client_of(None)
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.post(path)
    assert client.session.session_key != planted.session_key
