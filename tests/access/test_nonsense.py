"""Whatever somebody types into an address, the answer is a page, never a fault."""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access.rows import Row
from tests.access.test_matrix import ROWS
from tests.access.world import make_world
from tests.making import client_of

HUGE = 10**30
PARAMETERS = (
    "q",
    "page",
    "as_at",
    "invited",
    "period",
    "to",
    "region",
    "stage",
    "type",
    "kind",
    "status",
    "next",
    "on",
    "from",
    "state",
    "supplier",
    "outcome",
    "version",
)
NONSENSE = ("a\x00b", "x" * 10_000, "-1", str(HUGE), "9999-12-31", "0001-01-01", "²", "'\"<%\\:&|!()")


def who(row: Row) -> str:
    """Somebody who gets through the door."""
    return next(role for role in ("lead", "administrator", "participant", "director", *row.may) if role in row.may)


@pytest.mark.django_db
@pytest.mark.parametrize("value", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_any_query_is_answered(value: str) -> None:
    world = make_world()
    clients = {role: client_of(person) for role, person in world.people.items()}
    for row in (row for row in ROWS if row.method == "get" and row.may):
        url = reverse(row.name, kwargs=dict(row.kwargs(world)))
        answer = clients[who(row)].get(url, dict.fromkeys(PARAMETERS, value))
        assert answer.status_code < 500, url


@pytest.mark.django_db
def test_numbers_that_no_row_can_have_are_not_found() -> None:
    world = make_world()
    clients = {role: client_of(person) for role, person in world.people.items()}
    for row in (row for row in ROWS if row.may):
        kwargs: dict[str, Any] = dict(row.kwargs(world))
        for name in (name for name, value in kwargs.items() if isinstance(value, int)):
            url = reverse(row.name, kwargs={**kwargs, name: HUGE})
            with transaction.atomic():
                assert getattr(clients[who(row)], row.method)(url).status_code == 404, url
                transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_nul_in_a_path_or_a_cookie_is_answered() -> None:
    client = client_of(None)
    assert client.get("/register/AB%00C/").status_code == 404
    client.cookies["sessionid"] = "abcdefgh\x00ijkl"
    assert client.get("/home/").status_code == 302
