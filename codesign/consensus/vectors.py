"""Files of votes with given groups and, mostly, the figures that a reference engine published for them (08_consensus_vectors)."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codesign.consensus.agreement import geometric_mean, group_informed_consensus
from codesign.consensus.representing import Representing, representing
from codesign.consensus.tally import AGREE, DISAGREE, PASS, tally_by_person

EXACT = 1e-9
# The reference keeps this one figure in 32 bits.
IN_32_BITS = {"repness-test": 1e-5}


class BadVectors(Exception):
    """The file can't be used; the message says what is wrong with it."""


@dataclass(frozen=True)
class Vectors:
    """The last vote of each person on each statement (+1 agrees), and the members of each group."""

    votes: Mapping[tuple[int, int], int]
    groups: Mapping[str, list[int]]
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class Consensus:
    """Both figures, by statement and by group, named as in the file."""

    group_informed: Mapping[str, float]
    geometric: Mapping[str, float]
    representing: Mapping[str, list[Representing]]

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "group_informed_consensus": dict(self.group_informed),
            "geometric_mean": dict(self.geometric),
            "representativeness": {group: [item.as_json() for item in items] for group, items in self.representing.items()},
        }


def read(text: str) -> Vectors:
    """The vectors of a file. Of repeated votes the last counts; a person may stand in one group only."""
    try:
        data = json.loads(text)
        meaning = {int(data[name]): value for name, value in (("agree", AGREE), ("disagree", DISAGREE), ("pass", PASS))}
        if len(meaning) != 3:
            raise ValueError("“agree”, “disagree” and “pass” must be three different numbers")
        votes = {(_whole(person), _whole(statement)): meaning[_whole(value)] for person, statement, value in data["votes"]}
        groups = {str(name): [_whole(person) for person in members] for name, members in data["groups"].items()}
        expected = data.get("expected") or {}
        if not isinstance(expected, dict):
            raise TypeError("“expected” isn’t a table")
    except json.JSONDecodeError as error:
        raise BadVectors(f"This isn’t JSON: {error}.") from error
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadVectors(f"This isn’t a file of consensus vectors: {type(error).__name__}, {error}.") from error
    members = [person for people in groups.values() for person in people]
    if len(members) != len(set(members)):
        raise BadVectors("A person stands in two groups, or twice in one.")
    if not groups or not votes:
        raise BadVectors("The file holds no groups or no votes.")
    return Vectors(votes, groups, expected)


def consensus(vectors: Vectors) -> Consensus:
    """Both figures over the groups as given."""
    statements = sorted({statement for _, statement in vectors.votes})
    group_of = {person: row for row, members in enumerate(vectors.groups.values()) for person in members}
    counted = tally_by_person(vectors.votes, statements, group_of, len(vectors.groups))
    names = [str(statement) for statement in statements]
    return Consensus(
        dict(zip(names, map(float, group_informed_consensus(counted)), strict=True)),
        dict(zip(names, map(float, geometric_mean(counted)), strict=True)),
        dict(zip(vectors.groups, representing(counted, statements), strict=True)),
    )


def differences(found: Consensus, expected: Mapping[str, Any]) -> list[str]:
    """Where the file's own figures differ, a sentence each."""
    told = []
    product = expected.get("group_informed_consensus", {})
    for statement in sorted(set(product) | set(found.group_informed), key=_natural):
        theirs, ours = product.get(statement), found.group_informed.get(statement)
        if not _same(ours, theirs, EXACT):
            told.append(f"Group-informed consensus of statement {statement}: {ours}, expected {theirs}.")
    for group, rows in expected.get("representativeness", {}).items():
        told += _differing_rows(group, rows, {item.statement: item.as_json() for item in found.representing.get(group, [])})
    return told


def _differing_rows(group: str, rows: list[Mapping[str, Any]], ours: Mapping[int, Mapping[str, Any]]) -> list[str]:
    told = []
    for row in rows:
        mine = ours.get(row["tid"])
        if mine is None:
            told.append(f"Group {group}, statement {row['tid']}: nobody voted on it.")
            continue
        wrong = [name for name in row if not _same(mine.get(name), row[name], IN_32_BITS.get(name, EXACT))]
        told += [f"Group {group}, statement {row['tid']}, {name}: {mine.get(name)}, expected {row[name]}." for name in wrong]
    return told


def _same(ours: Any, theirs: Any, within: float) -> bool:
    if isinstance(ours, str) or ours is None or not isinstance(theirs, int | float):
        return bool(ours == theirs)
    return math.isclose(ours, theirs, rel_tol=0, abs_tol=within)


def _natural(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (0, name)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"“{value}” isn’t a whole number")
    return value
