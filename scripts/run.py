"""Runs one command with the local services. Used by scripts/dev."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from scripts.services import ROOT, ServiceProblem, running, say, state_folder, stop_all


def environment() -> dict[str, str]:
    """The environment with the mode that a command needs: tests run in `test`, everything else in `demo`."""
    is_test = any(Path(word).name.startswith(("pytest", "mypy")) for word in sys.argv[1:])
    mode = os.environ.get("STEWARD_MODE") or ("test" if is_test else "demo")
    os.environ["STEWARD_MODE"] = mode
    binaries = str(ROOT / ".venv" / "bin")
    path = os.environ.get("PATH", "")
    return {**os.environ, "PATH": f"{binaries}{os.pathsep}{path}", "DJANGO_SETTINGS_MODULE": "config.settings"}


def main(command: list[str]) -> int:
    """Run `command`; its exit status is ours."""
    if command == ["--stop"]:
        stop_all(state_folder())
        return 0
    if not command:
        say("Say what to run, for example: scripts/dev .venv/bin/python manage.py shell")
        return 2
    env = environment()
    if env.get("DATABASE_URL") and env.get("REDIS_URL"):
        return subprocess.call(command, env=env)
    with running() as addresses:
        # Ctrl-C goes to the command, which decides; we stop the services when it has ended.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        child = subprocess.Popen(
            command, env={**env, **addresses}, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
        )
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        return child.wait()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServiceProblem as problem:
        say(str(problem))
        sys.exit(1)
