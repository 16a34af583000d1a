"""Is it up, can it work, and what do people see when it can't."""

from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from redis.exceptions import ConnectionError as NoRedis

from config import pages
from config.refusals import Refusals
from missions.core.refusals import NotAllowed, NotNow, Refusal


def test_health_needs_nothing_but_the_process() -> None:
    """No database mark: a query would fail this test."""
    answer = Client().get("/health/", headers={"host": "any.example"})
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_ready_when_all_is_in_order() -> None:
    assert Client().get("/ready/").json() == {"ready": True, "database": "ok", "cache": "ok", "migrations": "ok"}


@pytest.mark.django_db
def test_not_ready_without_the_database() -> None:
    with patch("config.health.connection.cursor", side_effect=OperationalError("gone")):
        answer = Client().get("/ready/")
    assert (answer.status_code, answer.json()["database"]) == (503, "can’t be reached")
    assert "gone" not in answer.content.decode()


@pytest.mark.django_db
def test_not_ready_without_the_cache() -> None:
    with patch("config.health.cache.set", side_effect=NoRedis):
        assert Client().get("/ready/").status_code == 503


@pytest.mark.django_db
def test_not_ready_before_migrations() -> None:
    with patch("config.health.MigrationExecutor.migration_plan", return_value=[("a", "b")]):
        answer = Client().get("/ready/")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "1 not applied")


@pytest.mark.django_db
def test_pages_carry_a_policy_without_anything_unsafe() -> None:
    answer = Client().get("/accessibility/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"], answer["Referrer-Policy"]) == (
        "nosniff",
        "DENY",
        "same-origin",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accessibility/", "/privacy/", "/cookies/", "/retention/"])
def test_the_pages_about_the_product_open_for_everybody(path: str) -> None:
    text = Client().get(path).content.decode()
    assert text.count("<h1") == 1
    assert " style=" not in text
    assert "<script>" not in text


def answered(exception: Refusal) -> HttpResponse:
    request = with_session()
    answer = Refusals(lambda request: HttpResponse()).process_exception(request, exception)
    assert answer is not None
    return answer


def with_session() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    return request


@pytest.mark.django_db
@pytest.mark.parametrize(("exception", "status"), [(NotAllowed("Only the lead can."), 403), (NotNow("It is closed."), 409)])
def test_a_refusal_becomes_a_page_with_its_sentence(exception: Refusal, status: int) -> None:
    answer = answered(exception)
    assert answer.status_code == status
    assert exception.sentence in answer.content.decode()
    assert "Nothing was changed." in answer.content.decode()


def test_a_fault_is_no_refusal() -> None:
    assert Refusals(lambda request: HttpResponse()).process_exception(with_session(), ValueError()) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status", "said"),
    [
        (lambda request: pages.bad_request(request, SuspiciousOperation()), 400, "can’t read"),
        (pages.forbidden, 403, "You don’t have the right"),
        (pages.csrf_failure, 403, "open for too long"),
        (pages.not_found, 404, "Page not found"),
        (pages.server_error, 500, "The fault is ours"),
    ],
)
def test_pages_for_when_something_went_wrong(view: Any, status: int, said: str) -> None:
    answer = view(with_session())
    assert answer.status_code == status
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_of_ours() -> None:
    answer = Client().get("/no-such-page/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_with_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@x.example"})
    assert answer.status_code == 403
    assert "Go back, reload the page and send it again" in answer.content.decode()


def test_the_page_for_our_faults_needs_no_database() -> None:
    assert b"went wrong" in pages.server_error(RequestFactory().get("/")).content
