"""What every test shares."""

import os

import pytest
from django.core.cache import cache

# Journeys walk through a database that holds the whole demo, so they run by themselves: `make journeys`.
collect_ignore = [] if os.environ.get("JOURNEYS") else ["journeys"]


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and drawn figures of one test must not reach the next."""
    cache.clear()
