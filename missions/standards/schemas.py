"""Reads a schema that somebody adds to a standard: a JSON Schema (2020-12) or a Table Schema, checked as a whole before it is kept.

Nothing is ever fetched: a schema that points outside itself is refused.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models

LARGEST_SCHEMA = 500_000
DEEPEST = 60
LONGEST_PATTERN = 1_000
MOST_FIELDS = 500
DRAFT = "https://json-schema.org/draft/2020-12/schema"
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
# What a field may say. Whatever else a descriptor holds never reaches the library that reads it.
FIELD = (
    "name", "title", "description", "type", "format", "example", "constraints", "missingValues", "bareNumber", "decimalChar", "groupChar",
    "trueValues", "falseValues",
)  # fmt: skip
CONSTRAINTS = {
    "required", "unique", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "pattern", "enum",
}  # fmt: skip
LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
TYPES = {
    "string", "number", "integer", "boolean", "date", "time", "datetime", "year", "yearmonth", "duration", "geopoint", "geojson", "array",
    "object", "any",
}  # fmt: skip
IN_WORDS = {
    "string": "text", "integer": "whole number", "boolean": "true or false", "array": "list", "object": "record", "null": "empty",
    "datetime": "date with time", "yearmonth": "month", "geopoint": "point", "geojson": "shape",
}  # fmt: skip
MATCHES = {"exact", "equal", "subset", "superset", "partial"}


class SchemaKind(models.TextChoices):
    """How a schema is written, and so what kind of file it is for."""

    TABLE = "table-schema", "Table Schema, for CSV files"
    JSON = "json-schema", "JSON Schema (2020-12), for JSON files"


class BadSchema(Exception):
    """A schema that can't be used; the message says why."""


def read_schema(text: str, kind: str) -> dict[str, Any]:
    """The schema as it is given to a check. Raises `BadSchema`."""
    if len(text.encode()) > LARGEST_SCHEMA:
        raise BadSchema(f"The schema is larger than {LARGEST_SCHEMA // 1_000} kB.")
    try:
        schema = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_constant)
    except RecursionError as error:
        raise BadSchema("The schema lies too deep in itself.") from error
    except json.JSONDecodeError as error:
        raise BadSchema(f"This isn’t JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from error
    except ValueError as error:
        raise BadSchema(f"This isn’t JSON: {error}.") from error
    if not isinstance(schema, dict):
        raise BadSchema("A schema is a JSON object, in braces.")
    _check_within(schema)
    return _table_schema(schema) if kind == SchemaKind.TABLE else _json_schema(schema)


def fields_of(schema: Mapping[str, Any], kind: str) -> list[dict[str, str]]:
    """The columns, or the values of a record, in words for the page: name, what it is, whether it must be there."""
    if kind == SchemaKind.TABLE:
        return [
            {
                "name": field["name"],
                "what": field.get("description") or field.get("title") or "",
                "type": IN_WORDS.get(field.get("type", "string"), field.get("type", "string")),
                "needed": "yes" if field.get("constraints", {}).get("required") else "no",
            }
            for field in schema["fields"]
        ]
    record = _record_of(schema)
    needed = set(record.get("required", ()))
    found = record.get("properties", {}).items()
    return [_property(name, value if isinstance(value, dict) else {}, name in needed) for name, value in found]


def _property(name: str, value: Mapping[str, Any], is_needed: bool) -> dict[str, str]:
    said = value.get("type", [])
    kinds = [IN_WORDS.get(str(kind), str(kind)) for kind in (said if isinstance(said, list) else [said])]
    return {
        "name": name,
        "what": str(value.get("description") or value.get("title") or ""),
        "type": " or ".join(kinds) or "see the schema",
        "needed": "yes" if is_needed else "no",
    }


def _record_of(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What one record of a list is like, where the schema is for a list; otherwise the schema."""
    here: Any = schema
    for _ in range(4):
        if isinstance(here.get("items"), dict):
            here = here["items"]
        elif isinstance(ref := here.get("$ref"), str) and ref.startswith("#/$defs/"):
            here = schema.get("$defs", {}).get(ref.removeprefix("#/$defs/"), {})
        else:
            lists = [
                value for value in here.get("properties", {}).values() if isinstance(value, dict) and value.get("type") == "array"
            ]
            if len(lists) != 1 or not isinstance(lists[0].get("items"), dict):
                return dict(here)
            here = lists[0]
    return dict(here)


def _no_constant(name: str) -> Any:
    raise ValueError(f"it holds {name}")


def _check_within(schema: Any) -> None:
    """No reference outside, no pattern that isn't one, nothing too deep: wherever it stands."""
    for depth, key, value in _walk(schema):
        if depth > DEEPEST:
            raise BadSchema(f"The schema lies more than {DEEPEST} levels deep in itself.")
        if key in REFERENCES and isinstance(value, str) and not value.startswith("#"):
            raise BadSchema(
                f"The schema refers to “{value[:100]}”. Nothing is fetched: put it into the schema under $defs, and refer to that."
            )
        if key == "pattern" and isinstance(value, str):
            _check_pattern(value)
        if key == "patternProperties" and isinstance(value, dict):
            for pattern in value:
                _check_pattern(pattern)


def _walk(schema: Any) -> Iterator[tuple[int, str, Any]]:
    waiting: list[tuple[int, Any]] = [(0, schema)]
    while waiting:
        depth, here = waiting.pop()
        members = here.items() if isinstance(here, dict) else (("", item) for item in here)
        for key, value in members:
            yield depth, key, value
            if isinstance(value, dict | list):
                waiting.append((depth + 1, value))


def _check_pattern(pattern: str) -> None:
    if len(pattern) > LONGEST_PATTERN:
        raise BadSchema(f"A pattern is longer than {LONGEST_PATTERN:,} characters.")
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise BadSchema(f"The pattern “{pattern[:100]}” can’t be read: {error}.") from error


def _table_schema(schema: dict[str, Any]) -> dict[str, Any]:
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields or not all(isinstance(field, dict) for field in fields):
        raise BadSchema("A Table Schema has a list of fields, each an object with a name.")
    if len(fields) > MOST_FIELDS:
        raise BadSchema(f"A Table Schema has at most {MOST_FIELDS} fields here.")
    if "foreignKeys" in schema:
        raise BadSchema("The schema refers to another table (foreignKeys). A file is checked by itself: take them out.")
    names = [field.get("name") for field in fields]
    if not all(isinstance(name, str) and name.strip() for name in names):
        raise BadSchema("Each field needs a name.")
    if len(set(names)) < len(names):
        raise BadSchema(f"Two fields are called “{next(name for name in names if names.count(name) > 1)}”.")
    match = schema.get("fieldsMatch", "exact")
    match = match[0] if isinstance(match, list) and match else match
    if match not in MATCHES:
        raise BadSchema(f"fieldsMatch is one of {', '.join(sorted(MATCHES))}.")
    clean = {"fields": [_field(field) for field in fields], "fieldsMatch": match}
    clean |= {name: schema[name] for name in ("missingValues", "primaryKey") if name in schema}
    _check_key(clean, names)
    _let_the_library_read(clean)
    return clean


def _field(field: dict[str, Any]) -> dict[str, Any]:
    clean = {name: field[name] for name in FIELD if name in field}
    name, kind, constraints = clean["name"], clean.setdefault("type", "string"), field.get("constraints", {})
    if kind not in TYPES:
        raise BadSchema(
            f"The field “{name}” has the type “{str(kind)[:40]}”, which isn’t checked here. Use one of {', '.join(sorted(TYPES))}."
        )
    if not isinstance(constraints, dict) or constraints.keys() - CONSTRAINTS:
        unknown = ", ".join(sorted(set(constraints) - CONSTRAINTS)) if isinstance(constraints, dict) else "?"
        raise BadSchema(f"The field “{name}” has a constraint that isn’t checked here: {unknown[:80]}.")
    clean["constraints"] = dict(constraints)
    if isinstance(pattern := constraints.get("pattern"), str):
        # The library puts ^ and $ around it, which would belong to the first and the last alternative only.
        clean["constraints"]["pattern"] = f"(?:{pattern})"
    return clean


def _check_key(schema: dict[str, Any], names: list[Any]) -> None:
    key = schema.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    if not isinstance(key, list) or not all(name in names for name in key):
        raise BadSchema("The primary key names a field that isn’t there.")
    for field in schema["fields"]:
        if field["name"] in key:
            field["constraints"]["required"] = True


def _let_the_library_read(schema: dict[str, Any]) -> None:
    from frictionless import FrictionlessException, Schema  # a second to load: only here and in a check

    try:
        for field in Schema.from_descriptor(json.loads(json.dumps(schema))).fields:
            field.create_cell_reader()("x")
            _check_limits(field)
    except FrictionlessException as error:
        notes = [reason.note for reason in error.reasons] or [error.error.note]
        raise BadSchema(f"This isn’t a Table Schema: {'; '.join(notes)[:400]}.") from error
    except (TypeError, ValueError, AttributeError, re.error) as error:
        raise BadSchema(f"A constraint or a format of the schema can’t be used: {str(error)[:200]}.") from error


def _check_limits(field: Any) -> None:
    """Each limit and each allowed value is of the field's own type."""
    read = field.create_value_reader()
    limits = [(name, field.constraints[name]) for name in LIMITS if name in field.constraints]
    for name, value in [*limits, *(("enum", value) for value in field.constraints.get("enum", ()))]:
        if read(value) is None:
            raise BadSchema(f"The field “{field.name}”: {name} “{str(value)[:40]}” is not of the type {field.type}.")


def _json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    from jsonschema.exceptions import SchemaError
    from referencing.exceptions import Unresolvable

    from missions.standards.checking import documents
    from missions.standards.checking.formats import CHECKS

    if str(schema.get("$schema", DRAFT)).rstrip("#") != DRAFT:
        raise BadSchema(f"The schema is written in another version of JSON Schema. We check 2020-12: {DRAFT}.")
    inner = [value for depth, key, value in _walk(schema) if depth and key in ("$id", "$schema") and isinstance(value, str)]
    if inner:
        raise BadSchema("Only the outermost schema may have an $id or a $schema.")
    formats = {value for _, key, value in _walk(schema) if key == "format" and isinstance(value, str)}
    if unknown := sorted(formats - CHECKS.keys()):
        raise BadSchema(f"The format “{unknown[0][:40]}” isn’t checked here. Use one of {', '.join(CHECKS)}, or a pattern.")
    rules = documents.validator(schema)
    try:
        type(rules).check_schema(schema)
    except SchemaError as error:
        place = " → ".join(str(part) for part in error.absolute_path) or "its outermost level"
        raise BadSchema(f"This isn’t a JSON Schema: at {place}, {error.message[:200]}.") from error
    for value in _samples(schema):
        try:
            list(rules.iter_errors(value))
        except RecursionError as error:
            raise BadSchema("The schema refers to itself without an end.") from error
        except Unresolvable as error:
            raise BadSchema(f"The schema refers to something that isn’t in it: {str(error)[:100]}.") from error
    _check_references(schema)
    return schema


def _samples(schema: dict[str, Any]) -> list[Any]:
    """Small documents on which a schema that goes round in circles shows itself."""
    return [None, True, 0, "", [], {}, [{}], {key: {} for key in schema.get("properties") or ()}]


def _check_references(schema: dict[str, Any]) -> None:
    """Each leads somewhere."""
    from referencing import Registry
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    base = str(schema.get("$id", ""))
    resolver = Registry().with_resource(base, DRAFT202012.create_resource(schema)).resolver(base_uri=base)
    for _, key, value in _walk(schema):
        if key in REFERENCES and isinstance(value, str):
            try:
                resolver.lookup(value)
            except Unresolvable as error:
                raise BadSchema(f"The schema refers to “{value[:100]}”, which isn’t in it.") from error
