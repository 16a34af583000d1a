"""What every test shares."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Rate limits and drawn figures of one test must not reach the next."""
    cache.clear()
    yield
