"""Forgetting a person: nothing says who they were; what they did stays, by a number."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import connection

from codesign.models import Invitation, Vote
from missions.core.mail import queue_message
from missions.core.models import AuditRow, OutboxMessage
from missions.people import actions
from missions.people.models import User
from missions.problems.models import Evidence
from tests.making import (
    client_of,
    give,
    make_contribution,
    make_council,
    make_invitation,
    make_mission,
    make_participant,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db
ADDRESS, NAME, WORDS = "ann.forgetme@ayton.example", "Ann Forgetme", "We type it thrice, says Ann."


@pytest.fixture
def ann() -> User:
    """Somebody who has left a trace in every area."""
    user, council, mission = make_user(ADDRESS, name=NAME), make_council(), make_mission()
    give(user, "contributor", council)
    give(user, "observer", mission)
    participant = make_participant(make_round(mission), user, council)
    make_contribution(participant, text=WORDS, reporter=NAME, who_it_hurts=NAME)
    for statement in participant.round.statements.all():
        Vote.objects.create(statement=statement, participant=participant, value=1)
    make_invitation(make_round(mission), council, ADDRESS)
    EmailAddress.objects.create(user=user, email=ADDRESS, primary=True)
    context = {"name": NAME, "address": ADDRESS, "what": ""}
    queue_message(key="sent", to=ADDRESS, template="people_invited", context=context, to_user_id=user.pk)
    OutboxMessage.objects.update(sent_at="2026-09-01T09:00:00Z")
    queue_message(key="waits", to=ADDRESS, template="people_invited", context=context, to_user_id=user.pk)
    client_of(user)
    return user


def boss() -> User:
    return make_user(name="Boss", is_administrator=True)


def everything_stored() -> str:
    """Every row of every table, history included, as text."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_no_table_holds_name_address_or_words_afterwards(ann: User) -> None:
    before = everything_stored()
    assert all(trace in before for trace in (ADDRESS, NAME, WORDS))
    actions.forget(by=boss(), user=ann)
    after = everything_stored()
    assert [trace for trace in (ADDRESS, NAME, WORDS) if trace in after] == []


def test_votes_go_and_counts_of_people_stay(ann: User) -> None:
    actions.forget(by=boss(), user=ann)
    assert Vote.objects.count() == 0
    assert ann.participations.count() == 1
    assert Evidence.objects.count() == 1


def test_invitations_lead_nowhere_and_unanswered_ones_are_withdrawn(ann: User) -> None:
    actions.forget(by=boss(), user=ann)
    rows = list(Invitation.objects.order_by("pk"))
    assert [row.email for row in rows] == [f"forgotten-{row.pk}@invalid.example" for row in rows]
    assert [row.withdrawn_at is None for row in rows] == [True, False]
    assert [row.nonce for row in rows] == ["", ""]


def test_e_mails_that_wait_are_not_sent(ann: User) -> None:
    actions.forget(by=boss(), user=ann)
    assert [(row.key, row.text) for row in OutboxMessage.objects.all()] == [("sent", "")]


def test_they_are_signed_out_and_their_roles_end(ann: User) -> None:
    client = client_of(ann)
    actions.forget(by=boss(), user=ann)
    assert client.get("/people/account/").status_code == 302
    assert Session.objects.count() == 0
    assert ann.organisation_roles.get().ends_on is not None
    assert ann.mission_roles.get().ends_on is not None


def test_a_second_time_changes_nothing(ann: User) -> None:
    by = boss()
    actions.forget(by=by, user=ann)
    first = User.objects.get(pk=ann.pk)
    actions.forget(by=by, user=ann)
    assert User.objects.filter(pk=ann.pk, forgotten_at=first.forgotten_at, email=f"forgotten-{ann.pk}@invalid.example").exists()
    assert AuditRow.objects.filter(action="person.forget").count() == 1


def test_the_audit_row_and_all_of_it_roll_back_together(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("missions.people.actions.record", fail)
    with pytest.raises(RuntimeError):
        actions.forget(by=boss(), user=ann)
    assert User.objects.get(pk=ann.pk).email == ADDRESS
    assert Vote.objects.count() == 2


def test_nobody_else_is_touched(ann: User, settings: object) -> None:
    other = make_user("other@x.example", name="Other")
    settings.EMAIL_BACKEND = "missions.core.mail.OutboxBackend"  # type: ignore[attr-defined]
    send_mail("S", "T", None, ["other@x.example"])
    actions.forget(by=boss(), user=ann)
    other.refresh_from_db()
    assert (other.name, other.is_active) == ("Other", True)
    assert OutboxMessage.objects.get(to_address="other@x.example").text == "T"


def test_the_address_may_be_invited_anew(ann: User) -> None:
    by = boss()
    actions.forget(by=by, user=ann)
    again = actions.invite(by=by, email=ADDRESS, name=NAME, on=ann.date_joined.date())
    assert again.pk != ann.pk


def test_the_page_asks_first_and_says_what_goes_and_what_stays(ann: User) -> None:
    client = client_of(boss())
    page = client.get(f"/people/{ann.pk}/forget/").content.decode()
    assert "How they voted is deleted" in page
    assert "Awards" not in page.split("What stays")[0]
    assert "This can’t be undone" in page
    client.post(f"/people/{ann.pk}/forget/")
    gone = client.get(f"/people/{ann.pk}/").content.decode()
    assert "Somebody who was forgotten" in gone
    assert "Close the account" not in gone


def test_a_sign_in_that_was_begun_holds_no_address_afterwards(ann: User) -> None:
    client_of(None).post("/account/login/code/", {"email": ADDRESS})
    assert any(ADDRESS in str(row.get_decoded()) for row in Session.objects.all())
    actions.forget(by=boss(), user=ann)
    assert not any(ADDRESS in str(row.get_decoded()) for row in Session.objects.all())
