"""A JSON file against a JSON Schema (2020-12). A list of records is checked record by record, so that memory stays that of one.

What can be taken apart: a schema of a list, or of an object one of whose members is a list, as in GeoJSON, where the list's own schema
says only what each record is like and how many there may be. Anything else is checked as a whole.
"""

import os
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable

from missions.standards.checking import words
from missions.standards.checking.findings import SECONDS_FOR_A_DOCUMENT, Beat, Findings, Stopped, Unreadable, Wrong
from missions.standards.checking.formats import CHECKER
from missions.standards.checking.opening import look
from missions.standards.checking.streaming import ONE, Pieces, whole

MOST_RECORDS = 2_000_000
MOST_OF_ONE_RECORD = 200
NOTES = {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default"}
LIST = {"type", "items", "minItems", "maxItems", *NOTES}
OBJECT = {"type", "properties", "required", "additionalProperties", "patternProperties", "minProperties", "maxProperties", *NOTES}
NO_RECORDS = Wrong("records", "The file holds no record.", "Add the data.")
NAME_MISSING = re.compile(r"^(['\"])(.*)\1 is a required property$")


def validator(schema: Any) -> Draft202012Validator:
    """Knows no other document than the schema itself: nothing is ever fetched."""
    return Draft202012Validator(schema, registry=Registry(), format_checker=CHECKER)


def check(path: Path, schema: Mapping[str, Any], findings: Findings, beat: Beat, *, most_records: int = MOST_RECORDS) -> int:
    """Tells `findings` what is wrong; returns how many records were checked. Raises `Unreadable` and `Stopped`."""
    look(path, is_table=False)
    try:
        if _is_list(schema) or _lists(schema):
            return _in_pieces(path, schema, findings, beat, most_records)
        beat.patience = SECONDS_FOR_A_DOCUMENT
        _tell(validator(schema), whole(path), 1, "", findings)
    except RecursionError as error:
        raise Unreadable("Lists or objects lie too deep in one another.", "Flatten the records.") from error
    return 1


def _is_list(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "array" and "items" in schema and not schema.keys() - LIST


def _lists(schema: Mapping[str, Any]) -> dict[str | None, Mapping[str, Any]]:
    """The members of an object that are lists of records."""
    if schema.get("type") != "object" or schema.keys() - OBJECT:
        return {}
    found = schema.get("properties", {}).items()
    return {name: value for name, value in found if isinstance(value, dict) and _is_list(value)}


def _in_pieces(path: Path, schema: Mapping[str, Any], findings: Findings, beat: Beat, most: int) -> int:
    lists: dict[str | None, Mapping[str, Any]] = {}
    lists.update({None: schema} if _is_list(schema) else _lists(schema))
    rules = {name: _of_a_record(schema, item) for name, item in lists.items()}
    counts: dict[str | None, int] = dict.fromkeys(rules, 0)
    rest: dict[str | None, Any] = {}
    rows, size = 0, max(path.stat().st_size, 1)
    with path.open(encoding="utf-8-sig") as file:
        pieces = Pieces(file)
        if pieces.is_list != (None in rules):
            here, there = ("a list", "one object") if pieces.is_list else ("one object", "a list")
            raise Unreadable(f"The file holds {here}, and the standard is for {there}.", "Compare it with the schema.")
        for name, value in pieces.records([name for name in rules if name is not None]):
            if value is ONE:
                rest[name] = []
            elif name is not None and rest.get(name) != []:
                rest[name] = value
            else:
                rows, counts[name] = rows + 1, counts[name] + 1
                if rows > most:
                    raise Stopped(f"The file has more than {most:,} records. Split it and test the parts.")
                beat(rows, os.lseek(file.fileno(), 0, os.SEEK_CUR) / size)
                _tell(rules[name], value, rows, name or "", findings)
    _tell_whole(schema, lists, [] if None in rules else rest, counts, findings)
    if rows == 0 and findings.count == 0:
        findings.add(0, "", "", NO_RECORDS)
    return rows


def _of_a_record(schema: Mapping[str, Any], of_list: Mapping[str, Any]) -> Draft202012Validator:
    """Keeps the definitions of the whole schema, which a record's may refer to."""
    return validator({**_definitions(schema), "allOf": [of_list["items"]]})


def _definitions(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"$defs": schema["$defs"]} if "$defs" in schema else {}


def _tell_whole(
    schema: Mapping[str, Any], lists: Mapping[str | None, Any], rest: Any, counts: Mapping[str | None, int], findings: Findings
) -> None:
    """What the schema says of all but the records, and how many there may be."""
    outer = {name: value for name, value in deepcopy(dict(schema)).items() if name not in ("items", "minItems", "maxItems")}
    for name in lists:
        if name is not None:
            outer["properties"][name] = {"type": "array"}
    _tell(validator(outer), rest, 0, "", findings)
    for name, of_list in lists.items():
        for keyword, is_wrong in (("minItems", int.__lt__), ("maxItems", int.__gt__)):
            limit = of_list.get(keyword)
            if limit is not None and is_wrong(counts[name], int(limit)):
                findings.add(0, name or "", counts[name], words.of_a_keyword(keyword, limit))


def _tell(rules: Draft202012Validator, value: Any, row: int, within: str, findings: Findings) -> None:
    try:
        for number, error in enumerate(rules.iter_errors(value)):
            if number >= MOST_OF_ONE_RECORD:
                return
            for column, said in _said(error):
                shown = "" if error.validator in ("required", "additionalProperties") else _short(error.instance)
                findings.add(row, ".".join(filter(None, (within, column))), shown, said)
    except Unresolvable as error:
        raise Unreadable("The schema refers to something that isn’t in it.", "Tell the mission team.") from error
    except (OverflowError, ArithmeticError) as error:
        raise Unreadable(
            f"Record {row:,} holds a number that is too large to check.", "Write a smaller number.", row=row
        ) from error


def _said(error: ValidationError) -> Iterator[tuple[str, Wrong]]:
    """(column, what is wrong) of one error; several names that nobody knows are several."""
    place = ".".join("[]" if isinstance(part, int) else str(part) for part in error.absolute_path).replace(".[]", "[]")
    if error.validator == "required":
        found = NAME_MISSING.match(error.message)
        yield ".".join(filter(None, (place, found[2] if found else ""))), words.MISSING
    elif error.validator == "additionalProperties" and error.validator_value is False:
        known, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
        for name in error.instance:
            if name not in known and not any(re.search(pattern, name) for pattern in patterns):
                yield ".".join(filter(None, (place, str(name)[:80]))), words.EXTRA
    else:
        yield place, words.of_a_keyword(str(error.validator), error.validator_value)


def _short(value: Any) -> str:
    if isinstance(value, str | int | float | bool) or value is None:
        return "null" if value is None else str(value)[:200]
    return "a list" if isinstance(value, list) else "a record"
