"""No page takes more than twelve queries, cold and with the session's and the user's counted, and no more when there is more to show."""

from collections.abc import Mapping

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.many import make_many
from tests.access.rows import Row
from tests.access.test_matrix import ROWS
from tests.access.world import World, make_world
from tests.making import client_of

MOST = 12
# Pages that need more, with the reason.
EXCEPTIONS: Mapping[tuple[str, str], int] = {}
PAGES = [row for row in ROWS if row.method == "get" and row.ok == 200]


def readers(row: Row) -> list[str]:
    """The first role that is signed in, and the anonymous visitor, of those who get the page."""
    signed_in = [role for role in row.may if role != "anonymous"][:1]
    return [*signed_in, *(["anonymous"] if row.expected("anonymous") == 200 else [])]


CASES = [pytest.param(row, role, id=f"{row.name}-{role}") for row in PAGES for role in readers(row)]


def queries_of(row: Row, world: World, role: str) -> list[str] | None:
    """What the page asks the database with a cold cache; None if it isn't a page."""
    url = reverse(row.name, kwargs=dict(row.kwargs(world)))
    client, data = client_of(world.people[role]), dict(row.data(world))
    answer = client.get(url, data)
    assert answer.status_code == 200
    if not answer.headers["Content-Type"].startswith("text/html"):
        return None
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(url, data)
    return [query["sql"] for query in captured]


def told(queries: list[str]) -> str:
    return "\n".join(sql[:200] for sql in queries)


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "role"), CASES)
def test_a_page_takes_at_most_twelve_queries(row: Row, role: str) -> None:
    queries = queries_of(row, make_world(), role) or []
    assert len(queries) <= EXCEPTIONS.get((row.name, role), MOST), told(queries)


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "role"), CASES)
def test_a_page_takes_no_more_queries_when_there_is_more_to_show(row: Row, role: str) -> None:
    world = make_world()
    make_many(world, 2)
    few = queries_of(row, world, role) or []
    make_many(world, 30)
    many = queries_of(row, world, role) or []
    assert len(many) <= len(few), told(many)
    assert len(many) <= EXCEPTIONS.get((row.name, role), MOST), told(many)
