"""What `make demo` does when something dies, and what local services do after a kill -9."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts import demo
from scripts.demo import Process, choose_port
from scripts.services import Postgres, ServiceProblem, Valkey, running


def until(is_true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def sleeper() -> Iterator[Process]:
    made = Process("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ))
    made.start()
    yield made
    made.stop()


def kill(process: Process) -> int:
    assert process.child is not None
    process.child.kill()
    process.child.wait()
    return process.child.pid


def test_a_killed_process_is_started_again(sleeper: Process) -> None:
    before = kill(sleeper)
    sleeper.mend(now=0.0)
    assert sleeper.child is not None
    assert sleeper.child.pid != before
    assert sleeper.child.poll() is None


def test_one_that_lives_is_left_alone(sleeper: Process) -> None:
    assert sleeper.child is not None
    before = sleeper.child.pid
    sleeper.mend(now=0.0)
    assert sleeper.child.pid == before


def test_one_that_keeps_dying_ends_the_demo_with_a_word(sleeper: Process) -> None:
    for moment in range(demo.MOST_RESTARTS):
        kill(sleeper)
        sleeper.mend(now=float(moment))
    kill(sleeper)
    with pytest.raises(ServiceProblem, match="The sleeper stopped 6 times in a minute"):
        sleeper.mend(now=10.0)


def test_deaths_that_lie_apart_do_not_end_it(sleeper: Process) -> None:
    for minute in range(demo.MOST_RESTARTS + 2):
        kill(sleeper)
        sleeper.mend(now=minute * 61.0)
    assert sleeper.child is not None
    assert sleeper.child.poll() is None


def test_stopping_ends_the_children_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    script += f"open({str(note)!r}, 'w').write(str(child.pid)); time.sleep(60)"
    parent = Process("parent", [sys.executable, "-c", script], dict(os.environ))
    parent.start()
    assert until(lambda: note.exists() and note.read_text() != "")
    parent.stop()
    assert until(lambda: not _is_running(int(note.read_text())))


def _is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().split(") ")[1][0] != "Z"


def test_a_port_that_is_taken_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setattr(demo, "is_free", lambda port: port > 8001)
    assert choose_port() == 8002


def test_a_port_that_was_asked_for_and_is_taken_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        taken = server.getsockname()[1]
        monkeypatch.setenv("PORT", str(taken))
        with pytest.raises(ServiceProblem, match=f"Port {taken} is taken. Choose another one"):
            choose_port()


def test_a_port_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "web")
    with pytest.raises(ServiceProblem, match="PORT must be a number"):
        choose_port()


@pytest.mark.slow
def test_services_come_back_after_a_kill_and_keep_what_was_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_MODE", "demo")  # tests give durability up for speed
    state = tmp_path / "a folder with spaces"
    state.mkdir()
    with running(state):
        postgres, valkey = Postgres(state), Valkey(state)
        _sql(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('saved')")
        os.kill(int((postgres.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
        os.kill(int(valkey.pid_file.read_text()), signal.SIGKILL)
        assert until(lambda: not postgres.is_up() and not valkey.is_up())
        postgres.start()
        valkey.start()
        assert _sql(postgres, "SELECT word FROM kept") == "saved"
        assert valkey.is_up()
    assert not postgres.is_up()
    assert not valkey.is_up()


def _sql(postgres: Postgres, statement: str) -> str:
    done = postgres.run("psql", "-h", str(postgres.sockets), "-U", "steward", "-d", "steward", "-Atqc", statement)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
