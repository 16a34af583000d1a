"""Whatever somebody types into an address or sends to a form, the answer is a page that says so, never a fault."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access.rows import Row
from tests.access.test_matrix import ROWS
from tests.access.world import World, make_world
from tests.making import client_of

HUGE = 10**30
QUERIES: list[dict[str, Any]] = [
    {name: value for name in ("q", "page", "as_at", "invited", "period", "to", "region", "stage", "type", "status", "next", "code")}
    for value in ("a\x00b", "x" * 10_000, "-1", str(HUGE), "9999-12-31", "0001-01-01", "31/12/9999", "²", "'\"<%\\:&|!()")
]
TYPED = ("a\x00b", "x" * 10_000, "-1", str(HUGE), "9999", "²", "a\r\nBcc: x@x.example", "NaN", "1e400")
GETS = [row for row in ROWS if row.method == "get"]
WRITES = sorted({row.name: row for row in ROWS}.values(), key=lambda row: row.name)
FIELD = re.compile(r'name="([^"]+)"')


def who(row: Row) -> str:
    """Somebody who gets through the door; the lead where the table names nobody."""
    return next((role for role in ("lead", "administrator", "participant", "director") if role in row.may), "lead")


def kwargs_of(row: Row, world: World) -> dict[str, Any]:
    return dict(row.kwargs(world))


@pytest.mark.django_db
@pytest.mark.parametrize("row", GETS, ids=str)
def test_nonsense_in_the_query_is_answered(row: Row) -> None:
    world = make_world()
    client = client_of(world.people[who(row)])
    url = reverse(row.name, kwargs=kwargs_of(row, world))
    for query in QUERIES:
        assert client.get(url, query).status_code < 500, query


@pytest.mark.django_db
@pytest.mark.parametrize("row", WRITES, ids=str)
def test_numbers_that_no_row_can_have_are_not_found(row: Row) -> None:
    world = make_world()
    kwargs = kwargs_of(row, world)
    client = client_of(world.people[who(row)])
    for name in (name for name, value in kwargs.items() if isinstance(value, int)):
        url = reverse(row.name, kwargs={**kwargs, name: HUGE})
        with transaction.atomic():
            assert getattr(client, row.method)(url).status_code == 404, url
            transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("row", WRITES, ids=str)
def test_nonsense_in_every_field_is_answered(row: Row) -> None:
    world = make_world()
    client = client_of(world.people[who(row)])
    url = reverse(row.name, kwargs=kwargs_of(row, world))
    page = client.get(url)
    fields = set(row.data(world)) | set(FIELD.findall(page.content.decode()) if not page.streaming else ())
    for value in TYPED:
        with transaction.atomic():
            sent = client.post(url, dict.fromkeys(fields - {"csrfmiddlewaretoken"}, value))
            assert sent.status_code < 500, (value, fields)
            transaction.set_rollback(True)
