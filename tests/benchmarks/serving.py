"""Gunicorn with the bench's settings, a plain HTTP client, and the CPU time that workers and database backends take."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
ENV = {
    "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
    "DATABASE_POOL": "4",
    "LOG_LEVEL": "ERROR",
    "PYTHONWARNINGS": "ignore:No directory at:UserWarning,ignore:You're running the worker:UserWarning",
}


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Browser:
    """Keeps one connection open, as browsers do."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, url: str, cookies: str = "", body: bytes | None = None, token: str = "") -> Answer:
        headers = {"Cookie": cookies} if cookies else {}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token}
        self.connection.request("GET" if body is None else "POST", url, body, headers)
        answer = self.connection.getresponse()
        return Answer(answer.status, answer.read(), dict(answer.getheaders()))


@contextlib.contextmanager
def running(*words: str) -> Iterator[psutil.Popen]:
    """One of the environment's programs with the bench's settings, stopped at the end."""
    program = str(Path(sys.executable).parent / words[0])
    child = psutil.Popen([program, *words[1:]], cwd=ROOT, env={**os.environ, **ENV}, stdin=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(20)


@contextlib.contextmanager
def served() -> Iterator[tuple[Browser, psutil.Popen]]:
    """One gunicorn worker as in production; answers once the first page does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = (
        "--worker-class",
        "gthread",
        "--workers",
        "1",
        "--threads",
        "2",
        "--keep-alive",
        "120",
        "--no-control-socket",
        "--log-level",
        "error",
    )
    with running("gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *words) as server:
        for _ in range(150):
            with contextlib.suppress(OSError):
                Browser(port).ask("/health/")
                break
            time.sleep(0.2)
        yield Browser(port), server


def cpu_seconds(server: psutil.Process) -> float:
    """CPU that the server's processes and the database have taken so far."""
    total = 0.0
    for process in [server, *server.children(recursive=True), *backends()]:
        with contextlib.suppress(psutil.NoSuchProcess, FileNotFoundError):
            total += _of(process)
    return total + _gone()


def backends() -> list[psutil.Process]:
    """The backends of all clients but ourselves; the database is on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
        found = [pid for (pid,) in cursor.fetchall()]
    return [psutil.Process(pid) for pid in found if psutil.pid_exists(pid)]


def _gone() -> float:
    """What the database's parallel workers took before they ended."""
    parents = {process.ppid() for process in backends()}
    times = [psutil.Process(pid).cpu_times() for pid in parents]
    return sum(float(item.children_user + item.children_system) for item in times)


def _of(process: psutil.Process) -> float:
    """In nanoseconds where the system counts them so (Linux), else in its ticks."""
    tasks = Path(f"/proc/{process.pid}/task")
    if tasks.exists():
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9
    times = process.cpu_times()
    return float(times.user + times.system)
