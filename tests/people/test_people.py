"""Inviting people, giving and ending their roles, closing their accounts."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

from missions.core.models import AuditRow, OutboxMessage
from missions.core.refusals import NotAllowed, NotNow
from missions.people import actions
from missions.people.models import OrganisationRole, User
from missions.people.roles import OrganisationRoleName
from tests.making import TODAY, client_of, give, make_council, make_mission, make_supplier, make_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - dt.timedelta(days=1)


def administrator() -> User:
    return make_user("boss@x.example", name="Boss", is_administrator=True)


def test_who_is_invited_gets_an_account_a_role_and_an_e_mail_that_says_how_to_sign_in() -> None:
    council = make_council("AAA", name="Ayton")
    answer = client_of(administrator()).post(
        "/people/invite/", {"email": "New@X.example", "name": "Nia New", "role": "coordinator", "organisation": "ayton"}
    )
    user = User.objects.get(email="new@x.example")
    assert answer["Location"] == f"/people/{user.pk}/"
    assert [(role.organisation, role.role) for role in user.organisation_roles.all()] == [(council, "coordinator")]
    message = OutboxMessage.objects.get()
    assert message.to_address == "new@x.example"
    assert "/account/login/" in message.text
    assert "There is no password" in message.text


def test_inviting_a_known_address_says_so_in_the_form() -> None:
    make_user("ann@x.example")
    answer = client_of(administrator()).post("/people/invite/", {"email": "ANN@x.example", "name": "Ann"})
    assert "This address has an account already" in answer.content.decode()
    assert OutboxMessage.objects.count() == 0


def test_two_invitations_at_once_make_one_account() -> None:
    boss = administrator()
    actions.invite(by=boss, email="ann@x.example", name="Ann", on=TODAY)
    with pytest.raises(NotNow, match="has an account already"):
        actions.invite(by=boss, email="Ann@x.example", name="Ann", on=TODAY)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"role": "coordinator"}, "Say which council or supplier"),
        ({"organisation": "AAA"}, "Choose what they are for it"),
        ({"role": "product-contact", "organisation": "AAA"}, "Ayton is a council: choose one of its roles."),
        ({"role": "coordinator", "organisation": "nowhere"}, "No council or supplier goes by that"),
        ({"email": "no address"}, "Enter an e-mail address like"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(typed: dict[str, str], sentence: str) -> None:
    make_council("AAA", name="Ayton")
    page = client_of(administrator()).post("/people/invite/", {"email": "n@x.example", "name": "N", **typed}).content.decode()
    assert sentence in page
    assert "There is a problem" in page


def test_an_invitation_and_its_audit_row_roll_back_together() -> None:
    boss = administrator()
    with patch("missions.people.actions.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        actions.invite(by=boss, email="ann@x.example", name="Ann", on=TODAY)
    assert not User.objects.filter(email="ann@x.example").exists()
    assert OutboxMessage.objects.count() == 0


def test_audit_rows_hold_neither_name_nor_address() -> None:
    boss = administrator()
    user = actions.invite(by=boss, email="ann@x.example", name="Ann Other", on=TODAY)
    actions.rename(by=user, name="Ann Newname")
    written = str(list(AuditRow.objects.values()))
    assert {row.action for row in AuditRow.objects.all()} == {"person.invite", "person.rename"}
    assert not any(word in written for word in ("Ann", "ann@", "Newname"))


@pytest.mark.parametrize(
    "change",
    [
        lambda by, user: actions.invite(by=by, email="n@x.example", name="N", on=TODAY),
        lambda by, user: actions.close_account(by=by, user=user),
        lambda by, user: actions.reopen_account(by=by, user=user),
        lambda by, user: actions.forget(by=by, user=user),
        lambda by, user: actions.set_administrator(by=by, user=user, is_administrator=True),
        lambda by, user: actions.end_role(by=by, user=user, role_id=0, on=TODAY),
    ],
)
def test_only_administrators_look_after_people(change: Callable[[User, User], Any]) -> None:
    with pytest.raises(NotAllowed, match="Only an administrator"):
        change(make_user(), make_user())


def test_a_role_ends_today_and_stays_as_history() -> None:
    user, council = make_user(), make_council()
    role = actions.give_role(
        by=(boss := administrator()), user=user, organisation=council, role="contributor", starts_on=YESTERDAY
    )
    actions.end_role(by=boss, user=user, role_id=role.pk, on=TODAY)
    role.refresh_from_db()
    assert (role.starts_on, role.ends_on) == (YESTERDAY, TODAY)
    with pytest.raises(NotNow, match="ended already"):
        actions.end_role(by=boss, user=user, role_id=role.pk, on=TODAY)


def test_a_role_that_began_today_is_taken_away() -> None:
    user = make_user()
    role = actions.give_role(
        by=(boss := administrator()), user=user, organisation=make_council(), role="contributor", starts_on=TODAY
    )
    actions.end_role(by=boss, user=user, role_id=role.pk, on=TODAY)
    assert not OrganisationRole.objects.exists()


def test_the_same_role_is_not_given_twice_but_again_after_it_ended() -> None:
    boss, user, council = administrator(), make_user(), make_council()
    give(user, "contributor", council, ends_on=TODAY)
    actions.give_role(by=boss, user=user, organisation=council, role="contributor", starts_on=TODAY)
    with pytest.raises(NotNow, match="has this role already"):
        actions.give_role(by=boss, user=user, organisation=council, role="contributor", starts_on=TODAY)


def test_who_provides_figures_does_not_certify_them() -> None:
    boss, user, council = administrator(), make_user(), make_council()
    give(user, OrganisationRoleName.DATA_PROVIDER, council)
    with pytest.raises(NotNow, match="different people"):
        actions.give_role(by=boss, user=user, organisation=council, role="finance-certifier", starts_on=TODAY)
    actions.give_role(by=boss, user=user, organisation=make_council(), role="finance-certifier", starts_on=TODAY)


def test_no_role_for_a_council_that_has_ended() -> None:
    council = make_council(ends_on=dt.date(2023, 4, 1))
    with pytest.raises(NotNow, match="does not exist on that day"):
        actions.give_role(by=administrator(), user=make_user(), organisation=council, role="contributor", starts_on=TODAY)


def test_closing_an_account_ends_its_sessions_at_once_and_opening_it_does_not_bring_them_back() -> None:
    boss, user = administrator(), make_user()
    client = client_of(user)
    assert client.get("/people/account/").status_code == 200
    client_of(boss).post(f"/people/{user.pk}/access/", {"do": "close"})
    assert client.get("/people/account/").status_code == 302
    client_of(boss).post(f"/people/{user.pk}/access/", {"do": "reopen"})
    assert User.objects.get(pk=user.pk).is_active
    assert client.get("/people/account/").status_code == 302


def test_nobody_shuts_themselves_out() -> None:
    boss = administrator()
    for change in (actions.close_account, actions.forget):
        with pytest.raises(NotNow, match="another administrator"):
            change(by=boss, user=boss)


def test_an_administrator_makes_another() -> None:
    boss, user = administrator(), make_user()
    client_of(boss).post(f"/people/{user.pk}/access/", {"do": "administrator"})
    assert client_of(user).get("/people/").status_code == 200


def test_the_list_is_searched_by_name_and_address_and_takes_the_same_queries_with_50_people() -> None:
    boss = administrator()
    mission = make_mission()
    give(give(make_user("zoe@ayton.example", name="Zoe"), "contributor", make_council()), "observer", mission)
    client = client_of(boss)
    few = queries_of(client, "/people/")
    for number in range(49):
        user = make_user(f"n{number}@x.example")
        give(user, "observer", mission)
        give(user, "product-contact", make_supplier())
    assert queries_of(client, "/people/") == few
    assert few <= 12
    found = client.get("/people/?q=AYTON").content.decode()
    assert "Zoe" in found
    assert "n1@x.example" not in found
    assert "Nobody matches" in client.get("/people/?q=nobody-at-all").content.decode()


def test_your_account_shows_what_you_are_and_changes_only_your_name() -> None:
    user = give(make_user("ann@x.example", name="Ann"), "contributor", make_council(name="Ayton"))
    client = client_of(user)
    assert "Ayton" in client.get("/people/account/").content.decode()
    client.post("/people/account/", {"name": "Ann B", "email": "other@x.example", "is_administrator": "on"})
    user.refresh_from_db()
    assert (user.name, user.email, user.is_administrator) == ("Ann B", "ann@x.example", False)
    assert "Enter your full name." in client.post("/people/account/", {"name": " "}).content.decode()
