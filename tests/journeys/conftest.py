"""A served product with the demo's content, and a real browser. A missing browser skips these tests with a word; in CI it is a failure.

Those of one file share a database and run in their order. Processes share the files, each with a database and a browser of its own, so
no file may rest on what another one did.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test.utils import setup_databases
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.person import Person

# Playwright's own loop runs in this thread, and the tests look into the database from it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def served(django_db_blocker: Any) -> Iterator[str]:
    """The address of the product with the demo loaded, in a database of its own: nothing is rolled back between journeys."""
    with django_db_blocker.unblock():
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        settings.DATABASES["default"]["TEST"]["NAME"] = f"test_steward_journeys_{worker}"
        # Django's test environment catches e-mails; here they go through the product's outbox, where its readers find them.
        settings.EMAIL_BACKEND = "missions.core.mail.OutboxBackend"
        # A worker's job runs inside the request that asked for it here: both open the same door, which isn't a query for each row.
        settings.ZEAL_ALLOWLIST = [{"model": "reports.Report", "field": "get()"}]
        setup_databases(verbosity=0, interactive=False)
        server = LiveServer("localhost")
        yield str(server.url)
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium here. In CI the journeys must run: `make setup` installs it where it may.")
        pytest.skip(
            "No Chromium here, so pages are not looked at. Install it to run these tests (Debian: apt-get install chromium)."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def anybody(served: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Makes a person with a browser of their own: `anybody(email)`; without an address, an anonymous visitor."""
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    def make(email: str | None = None, *, scripts: bool = True, width: int = 1280) -> Person:
        context = browser.new_context(
            base_url=served, java_script_enabled=scripts, viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page: Page = context.new_page()
        person = Person(page, scripts=scripts)
        people.append(person)
        if email is not None:
            person.is_signed_in_as(email)
        return person

    yield make
    refused = [violation for person in people for violation in person.refused_by_policy]
    for context in contexts:
        context.close()
    assert refused == [], "The Content Security Policy refused something."
