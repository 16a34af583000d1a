"""`make demo`: runs web, worker and scheduler with local services until Ctrl-C, and puts back what dies."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from scripts.services import ROOT, Postgres, ServiceProblem, Valkey, running, say, state_folder

BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
MOST_RESTARTS = 5
WITHIN_SECONDS = 60
GRACE_SECONDS = 10


class Stopped(Exception):
    """Somebody asked us to stop."""


@dataclass
class Process:
    """One of the product's processes, and when it was last restarted."""

    name: str
    command: list[str]
    env: dict[str, str]
    child: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches it through us, in order."""
        self.child = subprocess.Popen(self.command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, start_new_session=True)

    def stop(self) -> None:
        """Ask it to end, then insist, its children included."""
        if self.child is None:
            return
        try:
            if self.child.poll() is None:
                self.child.terminate()
                self.child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.child.wait()

    def mend(self, now: float) -> None:
        """Start it again if it died; give up when that happens again and again."""
        if self.child is None or self.child.poll() is None:
            return
        self.restarts = [moment for moment in self.restarts if now - moment < WITHIN_SECONDS] + [now]
        if len(self.restarts) > MOST_RESTARTS:
            raise ServiceProblem(
                f"The {self.name} stopped {len(self.restarts)} times in a minute, so the demo stops. See its lines above."
            )
        say(f"The {self.name} stopped; starting it again.")
        self.stop()
        self.start()


def choose_port() -> int:
    """PORT where it is given, else 8000 or the next free one."""
    asked = os.environ.get("PORT", "")
    if asked and not asked.isdigit():
        raise ServiceProblem(f"PORT must be a number, not “{asked}”.")
    if asked:
        if not is_free(int(asked)):
            raise ServiceProblem(f"Port {asked} is taken. Choose another one: PORT=8123 make demo")
        return int(asked)
    for port in range(8000, 8050):
        if is_free(port):
            if port != 8000:
                say(f"Port 8000 is taken, so this demo uses {port}.")
            return port
    raise ServiceProblem("Ports 8000 to 8049 are taken. Choose one: PORT=8123 make demo")


def is_free(port: int) -> bool:
    """Whether we can listen there."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def prepare(env: dict[str, str]) -> None:
    """Migrate and load; what it prints is for the person."""
    if subprocess.call([PYTHON, "-m", "scripts.prepare"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL):
        raise ServiceProblem("The demo’s data could not be made ready, so it can’t start. The lines above say why.")


def accounts(env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Whom one can sign in as; found out while the web server starts, printed when it answers."""
    return subprocess.Popen(
        [PYTHON, "manage.py", "demo_accounts"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )


def processes(env: dict[str, str], port: int, state: Path) -> list[Process]:
    """What runs: web, worker and scheduler."""
    web = [str(BIN / "gunicorn"), "config.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2"]
    web += ["--threads", "4", "--no-control-socket", "--log-level", "warning"]
    celery = [str(BIN / "celery"), "-A", "config", "--quiet"]
    beat = [*celery, "beat", "--loglevel", "warning", "--schedule", str(state / "celerybeat-schedule"), "--pidfile="]
    worker = [*celery, "worker", "--loglevel", "warning", "--concurrency", "2", "--without-mingle", "--without-gossip"]
    return [
        Process("web server", web, {**env, "DATABASE_POOL": "4"}),
        Process("worker", worker, env),
        Process("scheduler", beat, env),
    ]


def wait_until_served(address: str, web: Process) -> None:
    """Return when the first page answers."""
    for _ in range(300):
        web.mend(time.monotonic())
        try:
            with urllib.request.urlopen(f"{address}/ready/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise ServiceProblem("The web server did not answer within a minute. The lines above say why.")


def watch(children: list[Process], postgres: Postgres, valkey: Valkey) -> None:
    """Until somebody stops us: put back whatever dies."""
    outages: list[float] = []
    while True:
        time.sleep(1)
        now = time.monotonic()
        for name, service in (("database", postgres), ("broker", valkey)):
            if service.is_up():
                continue
            outages = [moment for moment in outages if now - moment < WITHIN_SECONDS] + [now]
            if len(outages) > MOST_RESTARTS:
                raise ServiceProblem(f"The {name} keeps stopping, so the demo stops. Nothing that was saved is lost.")
            say(f"The {name} stopped; starting it again. Nothing that was saved is lost.")
            service.start()
        for child in children:
            child.mend(now)


def stop_on_signal(number: int, frame: FrameType | None) -> None:
    """Ctrl-C and `kill` both end the demo tidily."""
    for known in (signal.SIGINT, signal.SIGTERM):
        signal.signal(known, signal.SIG_IGN)
    raise Stopped


def main() -> int:
    """Run the demo; 0 after Ctrl-C."""
    for known in (signal.SIGINT, signal.SIGTERM):
        signal.signal(known, stop_on_signal)
    children: list[Process] = []
    try:
        state, port = state_folder(), choose_port()
        address = f"http://localhost:{port}"
        say("Starting the database and the broker …")
        with running(state) as services:
            env = {
                **os.environ,
                **services,
                "STEWARD_MODE": "demo",
                "SITE_URL": address,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                # Nothing is collected here on purpose, and in a container everybody is root.
                "PYTHONWARNINGS": "ignore:No directory at:UserWarning,ignore:You're running the worker:UserWarning",
            }
            try:
                say("Bringing the database up to date …")
                prepare(env)
                children = processes(env, port, state)
                for child in children:
                    child.start()
                told = accounts(env)
                wait_until_served(address, children[0])
                say(told.communicate()[0].decode())
                say(f"\nSteward is at {address} – press Ctrl-C to stop it.")
                watch(children, Postgres(state), Valkey(state))
            finally:
                for child in children:
                    child.stop()
    except Stopped:
        say("\nStopped. `make demo` starts it again with the same data; `make demo-reset` starts over.")
    except ServiceProblem as problem:
        say(f"✗ {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
