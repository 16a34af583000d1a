"""A schema is checked as a whole before it is kept, and nothing that it points to is ever fetched (tests have no network)."""

import json
from typing import Any

import pytest

from missions.standards.schemas import BadSchema, fields_of, read_schema
from tests.standards.files import MANY_TREES, TREE, TREES

FAR = "https://example.org/schema.json"


@pytest.mark.parametrize("schema", [TREES, {"fields": [{"name": "a"}], "primaryKey": "a", "missingValues": ["", "-"]}])
def test_a_table_schema_is_read(schema: Any) -> None:
    assert [field["name"] for field in read_schema(json.dumps(schema), "table-schema")["fields"]] == [
        field["name"] for field in schema["fields"]
    ]


@pytest.mark.parametrize("schema", [TREE, MANY_TREES, {"type": "array", "prefixItems": [{"type": "integer"}]}])
def test_a_json_schema_is_read(schema: Any) -> None:
    assert read_schema(json.dumps(schema), "json-schema") == schema


@pytest.mark.parametrize(
    ("kind", "schema", "told"),
    [
        ("json-schema", {"$ref": FAR}, "Nothing is fetched"),
        ("json-schema", {"properties": {"a": {"items": {"$ref": "file:///etc/passwd"}}}}, "Nothing is fetched"),
        ("json-schema", {"allOf": [{"$dynamicRef": "//example.org/x"}]}, "Nothing is fetched"),
        ("json-schema", {"$ref": "other.json#/a"}, "Nothing is fetched"),
        ("json-schema", {"$schema": FAR}, "another version of JSON Schema"),
        ("json-schema", {"$schema": "http://json-schema.org/draft-07/schema#"}, "another version of JSON Schema"),
        ("json-schema", {"properties": {"a": {"$id": FAR}}}, "Only the outermost"),
        ("json-schema", {"$ref": "#/$defs/nothing"}, "isn’t in it"),
        ("json-schema", {"properties": {"a": {"properties": {"b": {"$ref": "#/$defs/no"}}}}}, "isn’t in it"),
        ("json-schema", {"$ref": "#"}, "without an end"),
        ("json-schema", {"type": "text"}, "at type"),
        ("json-schema", {"properties": {"a": {"minimum": "x"}}}, "at properties → a → minimum"),
        ("json-schema", {"pattern": "("}, "can’t be read"),
        ("json-schema", {"patternProperties": {"[": {}}}, "can’t be read"),
        ("json-schema", {"pattern": "a" * 1_001}, "longer than 1,000"),
        ("json-schema", {"format": "hostname"}, "“hostname” isn’t checked here"),
        ("json-schema", [1], "in braces"),
        ("table-schema", {"fields": []}, "list of fields"),
        ("table-schema", {"fields": FAR}, "list of fields"),
        ("table-schema", FAR, "in braces"),
        ("table-schema", {"fields": [FAR]}, "list of fields"),
        ("table-schema", {"fields": [{"name": "a", "type": FAR}]}, "isn’t checked here"),
        ("table-schema", {"fields": [{"name": "a"}, {"name": "a"}]}, "Two fields"),
        ("table-schema", {"fields": [{"name": ""}]}, "needs a name"),
        (
            "table-schema",
            {"fields": [{"name": "a"}], "foreignKeys": [{"fields": "a", "reference": {"resource": FAR}}]},
            "another table",
        ),
        (
            "table-schema",
            {"fields": [{"name": "a", "constraints": {"jsonSchema": {"type": "object"}}}]},
            "isn’t checked here: jsonSchema",
        ),
        ("table-schema", {"fields": [{"name": "a", "constraints": {"pattern": "("}}]}, "can’t be read"),
        ("table-schema", {"fields": [{"name": "a", "type": "integer", "constraints": {"minimum": "x"}}]}, "."),
        ("table-schema", {"fields": [{"name": "a"}], "primaryKey": "b"}, "primary key"),
        ("table-schema", {"fields": [{"name": "a"}], "fieldsMatch": "some"}, "fieldsMatch"),
        ("table-schema", {"fields": [{"name": str(number)} for number in range(501)]}, "at most 500"),
    ],
    ids=range(31),
)
def test_a_schema_that_cant_be_used_is_refused_in_a_sentence(kind: str, schema: Any, told: str) -> None:
    with pytest.raises(BadSchema, match=told):
        read_schema(json.dumps(schema), kind)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "in line 1"),
        ('{"minimum": NaN}', "NaN"),
        ("[" * 100_000, "too deep"),
        ('{"items":' * 100 + "{}" + "}" * 100, "more than 60 levels"),
        (f'{{"title": "{"x" * 500_000}"}}', "larger than 500 kB"),
        (f'{{"minimum": {"9" * 5_000}}}', "isn’t JSON"),
    ],
    ids=range(6),
)
def test_text_that_is_no_schema_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadSchema, match=told):
        read_schema(text, "json-schema")


def test_what_a_table_schema_says_beside_its_fields_never_reaches_the_library() -> None:
    schema = {"fields": [{"name": "a", "rdfType": FAR, "$ref": "#x"}], "profile": FAR, "$schema": FAR, "path": FAR}
    assert FAR not in json.dumps(read_schema(json.dumps(schema), "table-schema"))


def test_fields_in_words() -> None:
    assert fields_of(TREES, "table-schema")[0] == {"name": "reference", "what": "", "type": "text", "needed": "yes"}
    assert [field["name"] for field in fields_of(MANY_TREES, "json-schema")] == ["reference", "planted", "height"]
    assert [field["needed"] for field in fields_of(MANY_TREES, "json-schema")] == ["yes", "no", "no"]
    assert fields_of({"type": "string"}, "json-schema") == []
