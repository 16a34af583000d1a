"""Runs a check in a process of its own and follows it: the worker's memory stays as it was, whatever the file."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from missions.standards.checking.findings import LONGEST_SECONDS

log = structlog.get_logger(__name__)
# Beyond what the process gives itself: for starting, and for what no clock of its own can end.
GRACE = 60
DIED = "The check broke off, perhaps because the file is too large or built to break programs. Split it and test the parts."


@dataclass(frozen=True)
class Result:
    """What a check found. `stopped` says why it ended before the file did."""

    rows: int
    findings: list[dict[str, Any]]
    count: int
    left_out: int = 0
    stopped: str = ""

    @property
    def passed(self) -> bool:
        """Whether all of the file was checked and nothing is wrong."""
        return self.count == 0 and not self.stopped


def check_file(
    path: Path, *, kind: str, schema: Mapping[str, Any], tell: Callable[[int, float], None], seconds: float | None = None
) -> Result:
    """Check a file against a schema (as `read_schema` gives it). `tell` gets the row and the share of the file."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as written, tempfile.TemporaryFile("w+") as err:
        json.dump(schema, written)
        written.flush()
        command = [sys.executable, "-m", "missions.standards.checking", kind, written.name, str(path)]
        # Nothing of this process' environment: a file could not read a secret even if it broke its way out.
        known = {"PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=err, text=True, cwd=settings.BASE_DIR, env=known)
        alarm = threading.Timer(LONGEST_SECONDS + GRACE if seconds is None else seconds, process.kill)
        alarm.start()
        try:
            result = _followed(process, tell)
            if result is None:
                err.seek(0)
                raise RuntimeError(f"The check ended without an answer: {err.read()[-4000:]}")
            return result
        finally:
            alarm.cancel()
            process.kill()
            process.wait()


def _followed(process: "subprocess.Popen[str]", tell: Callable[[int, float], None]) -> Result | None:
    """What the process says at its end; None where it ended by a fault of ours, without a word."""
    row, out = 0, process.stdout
    if out is None:
        raise RuntimeError("The process was started without its pipe.")
    with out:
        for line in out:
            said = json.loads(line)
            if "result" in said:
                return Result(**said["result"])
            row = said["row"]
            tell(row, said["share"])
    if process.wait() >= 0:
        return None
    log.warning("check.killed", signal=-process.returncode, row=row)
    return Result(rows=row, findings=[], count=0, stopped=DIED)
