"""Schemas of our own, and files that tests write."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from missions.standards.checking.findings import Beat, Findings
from missions.standards.schemas import read_schema

TREES = {
    "fields": [
        {"name": "reference", "type": "string", "constraints": {"required": True, "unique": True, "pattern": "T-[0-9]+"}},
        {"name": "planted", "type": "date"},
        {"name": "height", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
        {"name": "state", "type": "string", "constraints": {"enum": ["good", "fair", "poor"]}},
    ]
}
TREE = {
    "type": "object",
    "required": ["reference"],
    "additionalProperties": False,
    "properties": {
        "reference": {"type": "string", "pattern": "^T-[0-9]+$"},
        "planted": {"type": "string", "format": "date"},
        "height": {"type": "number", "minimum": 0, "maximum": 100},
    },
}
MANY_TREES = {"type": "array", "items": {"$ref": "#/$defs/tree"}, "$defs": {"tree": TREE}}
HEAD = "reference,planted,height,state\n"
GOOD = f"{HEAD}T-1,2020-03-01,12.5,good\nT-2,,3,poor\n"


def found(
    path: Path, schema: Mapping[str, Any], content: str | bytes, kind: str = "table-schema", **options: Any
) -> tuple[int, Findings]:
    """What a check says of a file, in this process: (rows, findings). An unreadable file raises."""
    from missions.standards.checking import documents, tables

    file = path / "file"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    findings, beat = Findings(), Beat(lambda row, share: None)
    check = tables.check if kind == "table-schema" else documents.check
    with beat.watched():
        rows = check(file, read_schema(json.dumps(schema), kind), findings, beat, **options)
    return rows, findings
