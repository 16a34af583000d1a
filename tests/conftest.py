"""What every test shares."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and drawn figures of one test must not reach the next."""
    cache.clear()
