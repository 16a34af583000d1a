"""Measures pages in turn with the floor, so that both see the same machine; medians of ratios."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import psutil
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from missions.people.models import User
from tests.benchmarks.pages import Page
from tests.benchmarks.serving import Answer, Browser, cpu_seconds
from tests.benchmarks.urls import FLOOR

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FLOORS, TIMES = 20, 5


@dataclass
class Result:
    """One line of the table. `ratio` is in floors, or in milliseconds for each line of a file."""

    name: str
    ratio: float
    limit: float
    milliseconds: float
    queries: int
    rows: int
    bytes: int

    @property
    def is_slow(self) -> bool:
        return self.ratio > self.limit


@dataclass(frozen=True)
class Visitor:
    """Somebody's cookies, for the served product and for Django's own client."""

    client: Client
    cookies: str
    token: str

    @classmethod
    def of(cls, user: User | None) -> "Visitor":
        client, token = Client(), str(_get_new_csrf_string())
        cookies = f"csrftoken={token}"
        if user is not None:
            client.force_login(user, backend=BACKEND)
            cookies += f"; sessionid={client.cookies['sessionid'].value}"
        return cls(client, cookies, token)


class Bench:
    """One run: a browser, the server that it talks to, and who looks."""

    def __init__(self, browser: Browser, server: psutil.Process, people: dict[str, User | None]) -> None:
        self.browser, self.server = browser, server
        self.visitors = {name: Visitor.of(user) for name, user in people.items()}
        self.milliseconds_of_floor: list[float] = []

    def ask(self, page: Page) -> Answer:
        who = self.visitors[page.who]
        body = urlencode(page.body).encode() if page.body else None
        return self.browser.ask(str(page.url), who.cookies, body, who.token)

    def why_not(self, page: Page) -> str | None:
        """Why a page can't be measured; asking also fills its caches."""
        if page.url is None:
            return "there is no such address"
        answers = [self.ask(page) for _ in range(3)]
        status = answers[-1].status
        if status == 501:
            return "not built yet"
        return None if status == (302 if page.body else 200) else f"answered {status}"

    def measure(self, page: Page, rounds: int) -> Result:
        ratios, spent = [], []
        for _ in range(rounds):
            floor = self._cpu(lambda: self.browser.ask(FLOOR, self.visitors["lead"].cookies), FLOORS)
            cost = self._cpu(lambda: self.ask(page), TIMES)
            ratios.append(cost / floor)
            spent.append(cost * 1000)
            self.milliseconds_of_floor.append(floor * 1000)
        answer = self.ask(page)
        rows = answer.body.count(b"\n") if page.is_file else answer.body.count(b"<tr") + answer.body.count(b"<li")
        milliseconds = statistics.median(spent)
        ratio = milliseconds / max(1, rows) if page.is_file else statistics.median(ratios)
        return Result(page.name, ratio, page.limit, milliseconds, self._queries(page), rows, len(answer.body))

    def _cpu(self, work: Callable[[], object], times: int) -> float:
        before = cpu_seconds(self.server)
        for _ in range(times):
            work()
        return (cpu_seconds(self.server) - before) / times

    def _queries(self, page: Page) -> int:
        client, url = self.visitors[page.who].client, str(page.url)
        with CaptureQueriesContext(connection) as captured:
            answer: Any = client.post(url, page.body) if page.body else client.get(url)
            b"".join(answer)  # a file is read while it is sent
        return len(captured)


def as_json(results: list[Result], floor: float) -> dict[str, object]:
    """What is kept of a run."""
    return {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "floor_milliseconds": floor,
        "pages": [asdict(item) for item in results],
    }
