"""Signing in by a code sent by e-mail."""

import re
import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from missions.core.models import OutboxMessage
from missions.people.models import User
from tests.making import client_of, make_user

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "/account/login/code/", "/account/login/code/confirm/"


@pytest.fixture(autouse=True)
def _through_the_outbox(settings: Any) -> None:
    """The test runner swaps the e-mail backend for its own."""
    settings.EMAIL_BACKEND = "missions.core.mail.OutboxBackend"


def ask(client: Client, address: str) -> str:
    """Ask for a code and read it from the newest message; empty when that holds none."""
    client.post(ASK, {"email": address})
    return code_in_newest_mail()


def code_in_newest_mail() -> str:
    message = OutboxMessage.objects.order_by("-pk").first()
    found = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", message.text, re.MULTILINE) if message else None
    return found.group(1) if found else ""


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_from_the_mail_signs_in_and_leads_to_what_needs_you() -> None:
    user, client = make_user("ann@x.example"), Client()
    code = ask(client, "Ann@X.example")
    assert OutboxMessage.objects.get().to_address == "ann@x.example"
    answer = client.post(CONFIRM, {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_code_works_once() -> None:
    make_user("ann@x.example")
    client = Client()
    code = ask(client, "ann@x.example")
    client.post(CONFIRM, {"code": code})
    client.post("/account/logout/")
    ask(client, "ann@x.example")
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


def test_the_page_is_the_same_for_an_address_that_nobody_has() -> None:
    make_user("ann@x.example")
    known, unknown = Client(), Client()
    pages = []
    for client, address in ((known, "ann@x.example"), (unknown, "who@x.example")):
        answer = client.post(ASK, {"email": address}, follow=True)
        page = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode()).replace(address, "ADDRESS")
        pages.append((answer.redirect_chain, answer.status_code, page))
    assert pages[0] == pages[1]
    assert "There is no account" in OutboxMessage.objects.get(to_address="who@x.example").text
    assert User.objects.count() == 1


def test_a_wrong_code_is_said_in_the_error_summary() -> None:
    make_user("ann@x.example")
    client = Client()
    ask(client, "ann@x.example")
    answer = client.post(CONFIRM, {"code": "WRONG1"})
    page = answer.content.decode()
    assert "There is a problem" in page
    assert "<title>Error: " in page
    assert not is_signed_in(client)


def test_after_three_wrong_codes_the_right_one_no_longer_works() -> None:
    make_user("ann@x.example")
    client = Client()
    code = ask(client, "ann@x.example")
    for _ in range(3):
        answer = client.post(CONFIRM, {"code": "WRONG1"}, follow=True)
    assert "Ask for another code" in answer.content.decode() or "Send me a code" in answer.content.decode()
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


def test_a_code_ends_after_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    make_user("ann@x.example")
    client = Client()
    code = ask(client, "ann@x.example")
    later = time.time() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1
    monkeypatch.setattr(time, "time", lambda: later)
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("wanted", "ends"),
    [("/people/account/", "/people/account/"), ("https://evil.example/", "/home/"), ("//evil.example", "/home/")],
)
def test_after_signing_in_one_goes_where_one_wanted_but_never_elsewhere(wanted: str, ends: str) -> None:
    make_user("ann@x.example")
    client = Client()
    client.get(f"/account/login/?next={wanted}")
    asked = client.post(ASK, {"email": "ann@x.example", "next": wanted})
    confirm = client.get(asked["Location"]).content.decode()
    passed_on = re.search(r'name="next"[^>]*value="([^"]*)"', confirm)
    code = code_in_newest_mail()
    answer = client.post(CONFIRM, {"code": code, **({"next": passed_on.group(1)} if passed_on else {})})
    assert answer["Location"] == ends


def test_codes_for_one_address_are_limited_and_the_page_says_what_to_do() -> None:
    make_user("ann@x.example")
    answers = [Client().post(ASK, {"email": "ann@x.example"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "wait five minutes" in answers[-1].content.decode()
    assert OutboxMessage.objects.count() == 5


def test_asking_for_many_addresses_from_one_place_answers_429_with_what_to_do() -> None:
    answers = [Client().post(ASK, {"email": f"{number}@x.example"}) for number in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "wait five minutes" in answers[-1].content.decode()


def test_whose_account_is_closed_gets_no_code() -> None:
    User.objects.filter(pk=make_user("ann@x.example").pk).update(is_active=False)
    assert ask(Client(), "ann@x.example") == ""


def test_a_code_is_worthless_once_the_account_is_closed() -> None:
    user, client = make_user("ann@x.example"), Client()
    code = ask(client, "ann@x.example")
    User.objects.filter(pk=user.pk).update(is_active=False)
    client.post(CONFIRM, {"code": code}, follow=True)
    assert client.get("/people/account/").status_code == 302


def test_the_session_ends_with_the_browser_and_scripts_cannot_read_it() -> None:
    make_user("ann@x.example")
    client = Client()
    client.post(CONFIRM, {"code": ask(client, "ann@x.example")})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


@pytest.mark.parametrize("path", ["/account/password/set/", "/account/password/reset/", "/account/password/change/"])
def test_there_are_no_passwords(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_signing_out_asks_first() -> None:
    client = client_of(make_user())
    assert "Sign out of Steward?" in client.get("/account/logout/").content.decode()
    assert is_signed_in(client)
    client.post("/account/logout/")
    assert not is_signed_in(client)


def test_there_is_no_sign_up() -> None:
    assert Client().get("/account/signup/")["Location"] == "/account/login/"


@pytest.mark.parametrize(("typed", "sentence"), [("", "Enter your e-mail address."), ("ann", "Enter an e-mail address like")])
def test_what_is_wrong_with_an_address_is_said(typed: str, sentence: str) -> None:
    page = Client().post(ASK, {"email": typed}).content.decode()
    assert page.count(sentence) == 2  # in the summary and beside the field


def test_the_code_page_asks_in_our_words() -> None:
    make_user("ann@x.example")
    client = Client()
    ask(client, "ann@x.example")
    page = client.post(CONFIRM, {"code": ""}).content.decode()
    assert "It is in the e-mail that we sent you." in page
    assert "Enter the code from the e-mail." in page
    assert "placeholder" not in page
