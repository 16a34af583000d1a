"""Published conversations, against plain counting of the files."""

import csv
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from codesign.models import Round, RoundResults, Statement, Vote
from missions.core.models import AuditRow
from tests import making
from tests.shared import DATA, needs_records

pytestmark = pytest.mark.django_db
HOUSING = DATA / "06_participation" / "polis_affordable_housing"
LONDON = DATA / "06_participation" / "polis_london_youth_policing"
COMMENTS = "comment-id,moderated,comment-body\n0,1,It is slow.\n1,-1,Spam.\n2,0,It is dear.\n"
VOTES = "timestamp,comment-id,voter-id,vote\n30,0,5,1\n20,0,5,-1\n20,0,6,-1\n20,1,6,1\n25,2,5,0\n25,2,5,1\n"


@pytest.fixture
def mission() -> str:
    return making.make_mission("homes").slug


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "comments.csv").write_text(COMMENTS)
    (tmp_path / "votes.csv").write_text(VOTES)
    return tmp_path


def sent(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    call_command("import_conversation", str(folder), "--mission", "homes", "--json")
    return json.loads(capsys.readouterr().out)


def plain_count(folder: Path) -> Mapping[str, int]:
    """Counted from the files as they are, line by line in the order of their times."""
    with (folder / "comments.csv").open(encoding="utf-8-sig", newline="") as stream:
        comments = list(csv.DictReader(stream))
    with (folder / "votes.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    last = {}
    for line in sorted(lines, key=lambda line: int(line["timestamp"])):
        last[line["voter-id"], line["comment-id"]] = line["vote"]
    values = list(last.values())
    return {
        "statements": len(comments),
        "rejected": sum(line["moderated"] == "-1" for line in comments),
        "participants": len({line["voter-id"] for line in lines}),
        "votes": len(last),
        "repeat_votes": len(lines) - len(last),
        "agree": values.count("1"),
        "disagree": values.count("-1"),
        "pass": values.count("0"),
    }


@needs_records
@pytest.mark.parametrize("published", [HOUSING, LONDON], ids=lambda folder: folder.name)
def test_a_published_conversation_is_counted_as_it_is(published: Path, mission: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = sent(published, capsys)
    assert found == plain_count(published)
    assert Vote.objects.count() == found["votes"]
    assert Vote.objects.filter(value=1).count() == found["agree"]
    assert Vote.objects.aggregate(n=Count("voter", distinct=True))["n"] == found["participants"]
    assert Statement.objects.filter(moderation="rejected").count() == found["rejected"]
    content = RoundResults.objects.get().content
    assert len(content["statements"]) == found["statements"] - found["rejected"]
    # 26 young people are too few to group, 378 are enough.
    assert ("sizes" in content["groups"]) == (published == HOUSING)


def test_the_last_vote_wins_by_its_time_and_rejected_statements_have_no_results(
    folder: Path, mission: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = sent(folder, capsys)
    expected = {"statements": 3, "rejected": 1, "participants": 2, "votes": 4, "repeat_votes": 2}
    assert found == {**expected, "agree": 3, "disagree": 1, "pass": 0}
    kept = {(vote.statement.number, vote.voter): vote.value for vote in Vote.objects.select_related("statement")}
    assert kept == {(0, 5): 1, (0, 6): -1, (1, 6): 1, (2, 5): 1}
    assert [item["text"] for item in RoundResults.objects.get().content["statements"]] == ["It is slow.", "It is dear."]


def test_twice_is_as_once(folder: Path, mission: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = sent(folder, capsys)
    before = set(Vote.objects.values_list("pk", "value"))
    assert sent(folder, capsys) == first
    assert set(Vote.objects.values_list("pk", "value")) == before
    assert (Round.objects.count(), Statement.objects.count()) == (1, 3)
    assert AuditRow.objects.filter(action="round.import").count() == 1


def test_a_newer_file_brings_the_round_in_line(folder: Path, mission: str, capsys: pytest.CaptureFixture[str]) -> None:
    sent(folder, capsys)
    (folder / "votes.csv").write_text("comment-id;voter-id;vote\n0;5;-1\n2;9;1\n")
    (folder / "comments.csv").write_text(COMMENTS.replace("2,0,", "2,-1,"))
    sent(folder, capsys)
    kept = {(vote.statement.number, vote.voter): vote.value for vote in Vote.objects.select_related("statement")}
    assert kept == {(0, 5): -1, (2, 9): 1}
    assert [item["text"] for item in RoundResults.objects.get().content["statements"]] == ["It is slow."]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("votes.csv", VOTES + "1,9,6,1\n", "votes.csv, line 8, comment-id “9”: No statement"),
        ("votes.csv", VOTES + "1,0,6,2\n", "votes.csv, line 8, vote “2”: Type 1"),
        ("votes.csv", VOTES + "1,0,x,1\n", "votes.csv, line 8, voter-id “x”"),
        ("votes.csv", "comment-id,vote\n0,1\n", "column headings are missing: voter-id"),
        ("comments.csv", COMMENTS + "0,1,Again.\n", "line 5, comment-id “0”: Another line has this number"),
        ("comments.csv", COMMENTS + "4,7,Odd.\n", "comments.csv, line 5, moderated “7”"),
        ("comments.csv", COMMENTS + "4,1,\n", "comments.csv, line 5, comment-body “”: This can’t be empty"),
        ("comments.csv", "", "comments.csv: The file is empty"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_imported(folder: Path, mission: str, name: str, content: str, told: str) -> None:
    (folder / name).write_text(content)
    with pytest.raises(CommandError, match=told):
        call_command("import_conversation", str(folder), "--mission", "homes")
    assert not Round.objects.exists()
    assert not Vote.objects.exists()


def test_a_folder_a_file_or_a_mission_that_is_not_there(folder: Path, mission: str) -> None:
    with pytest.raises(CommandError, match="no mission “roads”"):
        call_command("import_conversation", str(folder), "--mission", "roads")
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_conversation", str(folder / "nowhere"), "--mission", "homes")
    (folder / "votes.csv").unlink()
    with pytest.raises(CommandError, match=r"There is no votes\.csv"):
        call_command("import_conversation", str(folder), "--mission", "homes")


@needs_records
def test_all_is_stored_or_nothing(mission: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Path(shutil.copytree(LONDON, tmp_path / "london"))

    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("codesign.actions.conversations.record", fails)
    with pytest.raises(RuntimeError):
        call_command("import_conversation", str(copy), "--mission", "homes")
    assert not Round.objects.exists()
    assert not Statement.objects.exists()
