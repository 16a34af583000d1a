"""The process itself: arguments are the kind of schema, the schema's file and the file to check."""

import json
import resource
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from missions.standards.checking.findings import Beat, Findings, Stopped, Unreadable, Wrong

MOST_MEMORY = 2 << 30


def check(kind: str, schema: Any, path: Path, tell: Callable[[int, float], None]) -> dict[str, Any]:
    """What was found: {rows, findings, count, left_out, stopped}."""
    findings, beat = Findings(), Beat(tell)
    rows, stopped = 0, ""
    try:
        with beat.watched():
            if kind == "table-schema":
                from missions.standards.checking import tables

                rows = tables.check(path, schema, findings, beat)
            else:
                from missions.standards.checking import documents

                rows = documents.check(path, schema, findings, beat)
    except Unreadable as error:
        rows = beat.row
        findings.add(error.row, "", "", Wrong("file", str(error), error.mend))
    except Stopped as error:
        rows, stopped = beat.row, str(error)
    except MemoryError:
        rows, stopped = beat.row, "The file needs more memory than a check may use. Split it and test the parts."
    return {
        "rows": rows,
        "findings": findings.as_json(),
        "count": findings.count,
        "left_out": findings.left_out,
        "stopped": stopped,
    }


def _no_network(*_: object, **__: object) -> NoReturn:
    raise OSError("A check never goes to the network.")


def main(kind: str, schema: str, path: str) -> None:
    """Reads, checks and says what came of it."""
    socket.socket = _no_network  # type: ignore[misc,assignment]
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def tell(row: int, share: float) -> None:
        print(json.dumps({"row": row, "share": round(share, 3)}), flush=True)  # noqa: T201 - how this process answers

    result = check(kind, json.loads(Path(schema).read_text()), Path(path), tell)
    print(json.dumps({"result": result}), flush=True)  # noqa: T201 - how this process answers


if __name__ == "__main__":
    main(*sys.argv[1:4])
