"""Counts the queries of a page, for the tests that hold them constant."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, url: str) -> int:
    """How many queries a GET takes; the first answer must be 200."""
    assert client.get(url).status_code == 200  # warms caches that live as long as the process
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(url)
    return len(captured)
