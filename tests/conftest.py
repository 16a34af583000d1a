"""What every test shares."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache

from tests import databases

JOURNEYS = bool(os.environ.get("JOURNEYS"))
# Journeys walk through a database that holds the whole demo, so they run by themselves: `make journeys`.
collect_ignore = [] if JOURNEYS else ["journeys"]

# Two processes share the tests (pytest-xdist): each has a database of its own in Valkey as well, since a test empties it.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    cached = settings.CACHES["default"]
    cached["LOCATION"] = f"{cached['LOCATION'].partition('?')[0]}?db={1 + int(worker.removeprefix('gw'))}"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    """Before any process asks for a database: what their databases are copies of."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        databases.migrate_once()
        if JOURNEYS:
            databases.load_demo_once()
    databases.copy_from(databases.DEMO if JOURNEYS else databases.MIGRATED)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and drawn figures of one test must not reach the next."""
    cache.clear()
