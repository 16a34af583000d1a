"""Counts the queries of a page, for the tests that hold them constant."""

from unittest.mock import patch

from django.core.cache.backends.dummy import DummyCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from missions.core import fresh


def queries_of(client: Client, url: str) -> int:
    """How many queries a GET takes when every part of the page is made afresh; the first answer must be 200."""
    assert client.get(url).status_code == 200  # warms caches that live as long as the process
    with patch.object(fresh, "cache", DummyCache("", {})), CaptureQueriesContext(connection) as captured:
        client.get(url)
    # What is kept asks once whether it still stands; then the page takes none of the others.
    return sum("core_change" not in query["sql"] for query in captured)
