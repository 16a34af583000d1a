"""Group-informed consensus and representativeness, against the reference engine's own figures and by hand."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from codesign.consensus.vectors import BadVectors, consensus, differences, read
from tests.shared import DATA, needs_records

FOLDER = DATA / "08_consensus_vectors"
FILES = sorted(FOLDER.glob("*.json")) if FOLDER.exists() else []
SMALL: dict[str, Any] = {
    "agree": 1,
    "disagree": -1,
    "pass": 0,
    "votes": [[1, 7, 1], [2, 7, 1], [3, 7, -1], [4, 7, 0], [1, 8, -1], [3, 8, 1], [3, 8, -1]],
    "groups": {"a": [1, 2], "b": [3, 4]},
}


def printed(capsys: pytest.CaptureFixture[str], *args: str) -> Any:
    call_command("consensus", *args, "--json")
    return json.loads(capsys.readouterr().out)


def test_by_hand() -> None:
    found = consensus(read(json.dumps(SMALL)))
    # Statement 7: group a 2 of 2 agree, group b 0 of 2. Statement 8: nobody agrees, one of each group has seen it.
    assert found.group_informed == {"7": pytest.approx(3 / 4 * 1 / 4), "8": pytest.approx(1 / 3 * 1 / 3)}
    assert found.geometric["7"] == pytest.approx(math.sqrt(3 / 16))
    first = next(item for item in found.representing["a"] if item.statement == 7)
    assert (first.stands_for, first.success, first.trials) == ("agree", 2, 2)
    assert first.p_success == pytest.approx(3 / 4)
    assert first.p_test == pytest.approx(2 * math.sqrt(3) * (3 / 3 - 0.5))
    assert first.repness == pytest.approx((3 / 4) / (1 / 4))
    pooled = (3 + 1) / (3 + 3)
    assert first.repness_test == pytest.approx((1 - 1 / 3) / math.sqrt(pooled * (1 - pooled) * (2 / 3)))


@needs_records
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_published_figures_to_the_last_digit(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = json.loads(file.read_text())["expected"]
    found = printed(capsys, str(file))
    assert set(found["group_informed_consensus"]) == set(expected["group_informed_consensus"])
    for statement, value in expected["group_informed_consensus"].items():
        assert found["group_informed_consensus"][statement] == pytest.approx(value, rel=0, abs=1e-9)
        groups = len(expected["representativeness"])
        assert found["geometric_mean"][statement] == pytest.approx(value ** (1 / groups), rel=0, abs=1e-9)
    compared = 0
    for group, rows in expected["representativeness"].items():
        mine = {row["tid"]: row for row in found["representativeness"][group]}
        for row in rows:
            for name, value in row.items():
                compared += 1
                within = 1e-5 if name == "repness-test" else 1e-9
                assert mine[row["tid"]][name] == (value if isinstance(value, str) else pytest.approx(value, rel=0, abs=within))
    assert compared > 40


@needs_records
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_check_passes_and_a_flipped_sign_fails(file: Path, tmp_path: Path) -> None:
    call_command("consensus", str(file), "--check", "--json")
    data = json.loads(file.read_text())
    flipped = tmp_path / "flipped.json"
    flipped.write_text(json.dumps({**data, "agree": data["disagree"], "disagree": data["agree"]}))
    with pytest.raises(CommandError, match="Group-informed consensus of statement"):
        call_command("consensus", str(flipped), "--check", "--json")


@needs_records
def test_those_chosen_are_the_references_own() -> None:
    # The third file marks statements about the conversation itself, which it doesn't hold, and the reference leaves those out.
    for file in FILES:
        if "meta" not in file.stem:
            vectors = read(file.read_text())
            chosen = {
                group: [item.statement for item in items if item.is_chosen]
                for group, items in consensus(vectors).representing.items()
            }
            expected = vectors.expected["representativeness"]
            assert chosen == {group: [row["tid"] for row in rows] for group, rows in expected.items()}


def test_a_changed_figure_is_told() -> None:
    vectors = read(json.dumps(SMALL))
    found = consensus(vectors)
    right = found.as_json()
    assert differences(found, right) == []
    right["group_informed_consensus"]["7"] += 1e-8
    right["representativeness"]["a"][0]["n-trials"] += 1
    told = differences(found, right)
    assert len(told) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"groups": {"a": [1, 2], "b": [2]}}, "two groups"),
        ({"votes": [[1, 7, 5]]}, "consensus vectors"),
        ({"votes": [["x", 7, 1]]}, "whole number"),
        ({"votes": []}, "no groups or no votes"),
        ({"disagree": 1}, "three different"),
        ({"expected": [1]}, "isn’t a table"),
    ],
)
def test_what_cannot_be_read_is_told(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadVectors, match=sentence):
        read(json.dumps({**SMALL, **change}))


def test_files_that_are_not_there_or_not_json(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("consensus", str(tmp_path / "missing.json"))
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(CommandError, match="isn’t JSON"):
        call_command("consensus", str(tmp_path / "bad.json"))
    (tmp_path / "small.json").write_text(json.dumps(SMALL))
    with pytest.raises(CommandError, match="holds no “expected”"):
        call_command("consensus", str(tmp_path / "small.json"), "--check")
