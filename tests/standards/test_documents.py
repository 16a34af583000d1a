"""JSON files against a JSON Schema: record by record, with the same words; hostile files come to nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from missions.standards.checking import documents, streaming
from missions.standards.checking.findings import Stopped, Unreadable
from tests.standards.files import MANY_TREES, TREE, found

COLLECTION = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["type", "features"],
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "minItems": 2, "items": TREE}},
}


def kinds(path: Path, content: Any, schema: Any = MANY_TREES) -> list[tuple[int, str, str, int]]:
    """(record, where, rule, how many) of each kind."""
    sent = content if isinstance(content, str | bytes) else json.dumps(content)
    return [(kind.row, kind.column, kind.rule, kind.count) for kind in found(path, schema, sent, "json-schema")[1].kinds.values()]


def test_a_right_list_has_no_mistake(tmp_path: Path) -> None:
    rows, findings = found(
        tmp_path, MANY_TREES, json.dumps([{"reference": "T-1"}, {"reference": "T-2", "height": 3}]), "json-schema"
    )
    assert (rows, findings.count) == (2, 0)


def test_each_mistake_is_told_with_record_place_and_what_to_do(tmp_path: Path) -> None:
    wrong = [{"reference": "T-1"}, {"height": "tall", "colour": "red"}, {"reference": "x", "planted": "2020-02-30", "height": -1}]
    assert sorted(kinds(tmp_path, wrong)) == [
        (2, "colour", "additionalProperties", 1),
        (2, "height", "type", 1),
        (2, "reference", "required", 1),
        (3, "height", "minimum", 1),
        (3, "planted", "format", 1),
        (3, "reference", "pattern", 1),
    ]


def test_a_list_within_an_object_is_taken_record_by_record_and_the_rest_is_checked_too(tmp_path: Path) -> None:
    assert (
        kinds(tmp_path, {"type": "FeatureCollection", "features": [{"reference": "T-1"}, {"reference": "T-2"}]}, COLLECTION) == []
    )
    assert sorted(kinds(tmp_path, {"type": "Feature", "features": [{"reference": 1}]}, COLLECTION)) == [
        (0, "features", "minItems", 1),
        (0, "type", "const", 1),
        (1, "features.reference", "type", 1),
    ]
    assert kinds(tmp_path, {"type": "FeatureCollection", "features": "none"}, COLLECTION) == [
        (0, "features", "type", 1),
        (0, "features", "minItems", 1),
    ]
    assert (0, "features", "required", 1) in kinds(tmp_path, {"type": "FeatureCollection"}, COLLECTION)


def test_a_list_where_one_object_is_asked_for_and_a_name_that_stands_twice(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="The file holds a list, and the standard is for one object"):
        kinds(tmp_path, [], COLLECTION)
    with pytest.raises(Unreadable, match="“type” stands twice"):
        kinds(tmp_path, '{"type": "FeatureCollection", "features": [], "type": "x"}', COLLECTION)


def test_a_document_that_is_no_list_is_checked_as_a_whole(tmp_path: Path) -> None:
    schema = {"anyOf": [TREE, {"type": "null"}]}
    assert kinds(tmp_path, {"reference": "T-1"}, schema) == []
    assert kinds(tmp_path, {"reference": 1}, schema) == [(1, "", "anyOf", 1)]


def test_a_whole_document_has_a_limit_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LARGEST_PIECE", 1_000_000)
    with pytest.raises(Unreadable, match="we do up to 1 MB"):
        kinds(tmp_path, json.dumps({"reference": "T" * 1_000_001}), {"anyOf": [TREE]})


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 20])
def test_pieces_may_break_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(streaming, "CHUNK", size)
    content = ' [ {"reference" : "T-1", "height": 12.25e0 } ,\n\t{"reference":"T-2"}, {"reference":"T-é"} ] \n'
    assert kinds(tmp_path, content) == [(3, "reference", "pattern", 1)]
    numbers = {"type": "array", "items": {"type": "number", "maximum": 999}}
    assert kinds(tmp_path, "[1,23,12345,99.5]", numbers) == [(3, "", "maximum", 1)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", None),
        ('[{"reference": "T-1"}', "It ends in the middle"),
        ('[{"reference": "T-1"} {"reference": "T-2"}]', "A comma or ] is missing"),
        ('[{"reference": "T-1"}] more', "something after its end"),
        ('[{"reference": "T-1",}]', "in line 1"),
        ("[\n\n{'reference': 1}]", "in line 3"),
        ('{"a": 1, "a": 2}', "The file holds one object, and the standard is for a list"),
        ('[{"height": NaN}]', "NaN"),
        ('[{"height": -Infinity}]', "Infinity"),
        ('[{"height": 1e999}]', "too large"),
        (f'[{{"height": {"9" * 5_000}}}]', "too many digits"),
        ("[" * 100_000, "too deep"),
        ('[{"a":' * 50_000, "too deep"),
        ("reference\nT-1\n", "This isn’t JSON"),
        ('[{"reference": "\xe9"}]'.encode("latin-1"), "isn’t UTF-8"),
        ('[{"reference": "T-1"}]'.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04", "a zip file"),
    ],
    ids=range(17),
)
def test_a_file_that_cant_be_read_is_told_in_one_sentence(tmp_path: Path, content: Any, told: str | None) -> None:
    if told is None:
        assert kinds(tmp_path, content) == [(0, "", "records", 1)]
    else:
        with pytest.raises(Unreadable, match=told):
            kinds(tmp_path, content)


def test_a_quotation_mark_left_open_ends_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "LARGEST_PIECE", 2_000_000)
    with pytest.raises(Unreadable, match="never closed"):
        kinds(tmp_path, '[{"reference": "T-1' + "x" * 6_000_000)


def test_too_many_records_are_not_checked_and_said_so(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="more than 3 records"):
        found(tmp_path, MANY_TREES, json.dumps([{"reference": "T-1"}] * 4), "json-schema", most_records=3)


def test_a_pattern_that_takes_for_ever_on_a_whole_document_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SECONDS_FOR_A_DOCUMENT", 1)
    with pytest.raises(Stopped, match="The document takes longer than 1 seconds"):
        kinds(tmp_path, {"a": "x" * 60}, {"anyOf": [{"properties": {"a": {"pattern": "(x+x+)+y"}}}]})
