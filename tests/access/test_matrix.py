"""Every address × every role of the role table. An address that is missing here fails."""

import importlib
import pkgutil

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from missions.people.roles import ROLES
from tests import access
from tests.access.rows import Row
from tests.access.world import make_world
from tests.making import client_of

TABLES = [
    importlib.import_module(f"tests.access.{module.name}")
    for module in pkgutil.iter_modules(access.__path__)
    if module.name.startswith("of_")
]
ROWS: list[Row] = [row for table in TABLES for row in table.ROWS]


def names(resolver: URLResolver, prefix: str = "") -> set[str]:
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(f"{prefix}{pattern.name}")
        else:
            found |= names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
    return found


def test_no_address_is_missing() -> None:
    assert names(get_resolver()) - {row.name for row in ROWS} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_gets_what_the_table_says(row: Row) -> None:
    world = make_world()
    url = reverse(row.name, kwargs=dict(row.kwargs(world)))
    got = {}
    for role in ROLES:
        client = client_of(world.people[role.name])
        with transaction.atomic():
            got[role.name] = getattr(client, row.method)(url, dict(row.data(world))).status_code
            transaction.set_rollback(True)
    assert got == {role.name: row.expected(role.name) for role in ROLES}
