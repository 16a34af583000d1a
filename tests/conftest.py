"""What every test shares."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache

# Journeys walk through a database that holds the whole demo, so they run by themselves: `make journeys`.
collect_ignore = [] if os.environ.get("JOURNEYS") else ["journeys"]

# Two processes share the tests (pytest-xdist): each has a database of its own in Valkey as well, since a test empties it.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    cached = settings.CACHES["default"]
    cached["LOCATION"] = f"{cached['LOCATION'].partition('?')[0]}?db={1 + int(worker.removeprefix('gw'))}"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and drawn figures of one test must not reach the next."""
    cache.clear()
