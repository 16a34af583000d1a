"""Reads a published Polis conversation: comments.csv and votes.csv, found by their column headings, and the name in summary.csv."""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from codesign.conversations import Conversation, Said
from codesign.models import Moderation, Vote
from missions.core.files import read_sent
from missions.core.importing import Column, NotATable, Problem, Row, read_table
from missions.core.reading import Unreadable, text, whole, words

VALUES = {"1": Vote.Value.AGREE, "0": Vote.Value.PASS, "-1": Vote.Value.DISAGREE}
MODERATED = {"": Moderation.ACCEPTED, "1": Moderation.ACCEPTED, "0": Moderation.WAITING, "-1": Moderation.REJECTED}
LONGEST = 1_000
HIGHEST_NUMBER = 2_000_000_000
IN_MILLISECONDS = 100_000_000_000
HIGHEST_TIME = 32_503_680_000


class CantImport(Exception):
    """The conversation can't be read; `problems` by file say where and what to type."""

    def __init__(self, sentence: str, problems: Mapping[str, list[Problem]] | None = None) -> None:
        super().__init__(sentence)
        self.problems = problems or {}


def _number(cell: str) -> int:
    value = whole(cell)
    if value is None or value > HIGHEST_NUMBER:
        raise Unreadable("Type the number of the statement or voter, for example 12.")
    return value


def _value(cell: str) -> int:
    if words(cell) not in VALUES:
        raise Unreadable("Type 1 (agree), -1 (disagree) or 0 (pass).")
    return VALUES[words(cell)]


def _moderation(cell: str) -> str:
    if words(cell) not in MODERATED:
        raise Unreadable("Type 1 (accepted), 0 (not moderated) or -1 (rejected).")
    return MODERATED[words(cell)]


def _body(cell: str) -> str:
    if len(text(cell)) > LONGEST:
        raise Unreadable(f"A statement has at most {LONGEST:,} characters.")
    return text(cell)


def _time(cell: str) -> int | None:
    """Seconds, or milliseconds where the number is too large for seconds; kept in milliseconds."""
    value = whole(cell)
    if value is None:
        return None
    if value > HIGHEST_TIME * 1_000:
        raise Unreadable("Type seconds or milliseconds since 1970.")
    return value if value >= IN_MILLISECONDS else value * 1_000


COMMENTS = (
    Column("comment-id", _number, required=True),
    Column("comment-body", _body, required=True),
    Column("moderated", _moderation, optional_header=True),
)
VOTES = (
    Column("comment-id", _number, required=True),
    Column("voter-id", _number, required=True),
    Column("vote", _value, required=True),
    Column("timestamp", _time, optional_header=True),
)


def read_conversation(folder: Path) -> Conversation:
    """Everything, or `CantImport` with all that is wrong in both files."""
    if not folder.is_dir():
        raise CantImport(f"There is no folder {folder}. Name the folder that holds comments.csv and votes.csv.")
    problems: dict[str, list[Problem]] = {}
    comments = _rows(folder / "comments.csv", COMMENTS, problems)
    votes = _rows(folder / "votes.csv", VOTES, problems)
    known = Counter(row["comment-id"] for row in comments)
    problems["comments.csv"] += [
        Problem(row.line, "comment-id", str(row["comment-id"]), "Another line has this number. Each statement stands once.")
        for row in comments
        if known[row["comment-id"]] > 1
    ]
    if not problems["comments.csv"]:
        problems["votes.csv"] += [
            Problem(row.line, "comment-id", str(row["comment-id"]), "No statement in comments.csv has this number.")
            for row in votes
            if row["comment-id"] not in known
        ]
    if any(problems.values()):
        raise CantImport("Nothing was imported: some lines can’t be read.", problems)
    if not comments:
        raise CantImport("comments.csv holds no statement.")
    return _conversation(folder, comments, votes)


def _rows(path: Path, columns: Iterable[Column], problems: dict[str, list[Problem]]) -> list[Row]:
    try:
        table = read_table(read_sent(path), tuple(columns))
    except FileNotFoundError:
        raise CantImport(f"There is no {path.name} in {path.parent}. Put comments.csv and votes.csv into one folder.") from None
    except (OSError, NotATable) as error:
        raise CantImport(f"{path.name}: {error}") from error
    problems[path.name] = list(table.problems)
    return table.rows


def _conversation(folder: Path, comments: list[Row], votes: list[Row]) -> Conversation:
    # The order of the file decides between votes of the same moment, and where the file gives no times.
    in_time = sorted(votes, key=lambda row: row["timestamp"] or 0)
    times = [row["timestamp"] for row in votes if row["timestamp"]]
    named = _summary(folder / "summary.csv")
    title = named.get("topic") or folder.resolve().name.replace("_", " ")
    statements = [Said(row["comment-id"], row["comment-body"], row["moderated"]) for row in comments]
    return Conversation(
        key=(named.get("url") or folder.resolve().name)[:300],
        title=title[:200],
        question=named.get("conversation-description") or title,
        statements=tuple(sorted(statements, key=lambda item: item.number)),
        votes={(row["comment-id"], row["voter-id"]): row["vote"] for row in in_time},
        rows=len(votes),
        first_at=_moment(min(times)) if times else None,
        last_at=_moment(max(times)) if times else None,
    )


def _summary(path: Path) -> dict[str, str]:
    """Names and values; the file may be missing, since it adds only names."""
    try:
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        return {row[0].strip(): row[1].strip() for row in rows if len(row) > 1}
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}


def _moment(milliseconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(milliseconds / 1_000, tz=dt.UTC)
