"""No page takes more than twelve queries, cold and with those for session and user counted, and none takes more for having more to show."""

from collections.abc import Mapping

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.many import make_many
from tests.access.rows import Row
from tests.access.test_matrix import ROWS
from tests.access.world import World, make_world
from tests.making import client_of

MOST = 12
# Pages that need more, with the reason.
EXCEPTIONS: Mapping[str, int] = {
    # One query for each rule that finds gaps, and twenty-one rules find them; a team opens it now and then. Two more name who can close each.
    "gaps (mission) as director": 34,
    "gaps_across (<lambda>) as director": 34,
    # Adoption and outcomes on two days, for three groups of councils; however many councils there are.
    "funding:bought (one) as director": 16,
    "funding:bought (one) as anonymous": 14,
    # Session, person and mission, six for the market as at today, one for each kind of thing that findings rest on, and pain points.
    "market:diagnosis (diagnosed) as director": 13,
    # The mission's key figures from four sources, seven queries, and the iteration's own, five; both beside what is asked.
    "decisions:decision (one) as director": 18,
    "decisions:take (one) as director": 18,
    "decisions:decide_iteration (undecided) as lead": 20,
    # Session and person, what they said with its answers, and seven for the steps since: interventions, iterations, awards, councils …
    "rounds:came_of_it (taking_part) as participant": 15,
    # One count for each area that a reorganisation touches.
    "register:reorganisation (planned) as director": 18,
}


def readers(row: Row) -> list[str]:
    """Of those who get the page: the first role that is signed in, and the anonymous visitor."""
    signed_in = [role for role in row.may if role != "anonymous"][:1]
    return [*signed_in, *(["anonymous"] if row.expected("anonymous") == 200 else [])]


CASES = [(row, role) for row in ROWS if row.method == "get" and row.ok == 200 for role in readers(row)]


def queries_of(row: Row, world: World, role: str) -> list[str]:
    """What the page asks the database with nothing in the cache; nothing if it isn't a page."""
    client = client_of(world.people[role])
    with transaction.atomic():
        url, data = reverse(row.name, kwargs=dict(row.kwargs(world))), dict(row.data(world))
        client.get(url, data)  # the first opening of a report in a day writes that it was read
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url, data)
            # What is kept asks once whether it still stands; then the page takes none of the others.
            queries = [query["sql"] for query in captured if "core_change" not in query["sql"]]
        transaction.set_rollback(True)
    assert answer.status_code == 200, f"{row} as {role}: {answer.status_code}"
    return queries if answer.headers["Content-Type"].startswith("text/html") else []


def of_every_page(world: World) -> dict[str, list[str]]:
    found = {name(row, role): queries_of(row, world, role) for row, role in CASES}
    assert len(found) == len(CASES), "Two rows of the matrix have the same name here."
    return found


def name(row: Row, role: str) -> str:
    return f"{row.name} ({row.kwargs.__name__}{', searched' if row.data is not Row.data else ''}) as {role}"


def told(found: Mapping[str, list[str]]) -> str:
    """The pages with what they asked, for whoever mends them."""
    return "\n\n".join("\n".join([f"{page}: {len(asked)}", *(sql[:160] for sql in asked)]) for page, asked in found.items())


def too_many(found: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {page: asked for page, asked in found.items() if len(asked) > EXCEPTIONS.get(page, MOST)}


@pytest.mark.django_db
def test_no_page_takes_more_than_twelve_queries() -> None:
    found = too_many(of_every_page(make_world()))
    assert not found, told(found)


@pytest.mark.django_db
def test_no_page_takes_more_queries_when_there_is_more_to_show() -> None:
    world = make_world()
    make_many(world, 2)
    few = of_every_page(world)
    make_many(world, 30)
    many = of_every_page(world)
    grown = {page: asked for page, asked in many.items() if len(asked) > len(few[page])}
    assert not grown, told(grown)
    assert not too_many(many), told(too_many(many))
