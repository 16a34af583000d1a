"""What is found wrong, gathered as it is told: the first of each kind, how many there are, and where some others stand."""

import math
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from types import FrameType
from typing import Any

MOST_KINDS = 300
MORE_ROWS = 5
LONGEST_VALUE = 80
LONGEST_SECONDS = 8 * 60
SECONDS_FOR_ONE_ROW = 5
SECONDS_FOR_A_DOCUMENT = 60
BETWEEN_WORDS = 0.5


@dataclass(frozen=True)
class Wrong:
    """What a rule says of one place: what is wrong and how to mend it, in words for the person who sent the file."""

    rule: str
    wrong: str
    mend: str


@dataclass
class Kind:
    """One rule that doesn't hold in one column: its first place, and how often. `row` 0 is the file as a whole."""

    row: int
    column: str
    rule: str
    value: str
    wrong: str
    mend: str
    count: int = 1
    more_rows: list[int] = field(default_factory=list)


class Unreadable(Exception):
    """The file as a whole can't be checked; the message says why, `mend` what to do."""

    def __init__(self, wrong: str, mend: str, *, row: int = 0) -> None:
        super().__init__(wrong)
        self.mend, self.row = mend, row


class Stopped(Exception):
    """The check was given up before its end; the message says why."""


class Findings:
    """Gathers what is wrong."""

    def __init__(self) -> None:
        self.kinds: dict[tuple[str, str], Kind] = {}
        self.count = 0
        self.left_out = 0

    def add(self, row: int, column: str, value: object, said: Wrong) -> None:
        """One place where a rule doesn't hold."""
        self.count += 1
        known = self.kinds.get((column, said.rule))
        if known is not None:
            known.count += 1
            if len(known.more_rows) < MORE_ROWS:
                known.more_rows.append(row)
        elif len(self.kinds) < MOST_KINDS:
            self.kinds[column, said.rule] = Kind(row, column, said.rule, shown(value), said.wrong, said.mend)
        else:
            self.left_out += 1

    def as_json(self) -> list[dict[str, Any]]:
        """By column in the order in which they came up, the file as a whole first."""
        return [asdict(kind) for kind in self.kinds.values()]


def shown(value: object) -> str:
    """A value as the report shows it: on one line, and not all of a long one."""
    text = " ".join(str(value).split()) if value is not None else ""
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


class Beat:
    """The pulse of a check: tells how far it is, and stops it when it takes too long, in all or on one row."""

    def __init__(self, tell: Callable[[int, float], None], *, seconds: float = LONGEST_SECONDS) -> None:
        self.tell = tell
        self.seconds, self.patience = seconds, SECONDS_FOR_ONE_ROW
        self.row = 0
        self.share = 0.0
        self.began = self.told_at = time.monotonic()
        self._seen = (-1, 0)

    def __call__(self, row: int, share: float) -> None:
        """This row is next; `share` of the file (0 to 1) is read."""
        self.row, self.share = row, share
        if row % 200 == 0:
            now = time.monotonic()
            if now - self.began > self.seconds:
                raise Stopped(
                    f"The check took longer than {math.ceil(self.seconds / 60)} minutes, so we stopped after {row:,} rows. "
                    "Split the file and test the parts."
                )
            if now - self.told_at > BETWEEN_WORDS:
                self.told_at = now
                self.tell(row, share)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look, once for each second of work, whether the row is still the same: a pattern may take for ever on one value.

        Python's regular expressions look for signals while they search, so that an alarm can end them. It counts this process' own
        work: a busy machine isn't the file's fault.
        """
        before = signal.signal(signal.SIGVTALRM, self._look)
        signal.setitimer(signal.ITIMER_VIRTUAL, 1, 1)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)

    def _look(self, _number: int, _frame: FrameType | None) -> None:
        row, times = self._seen
        self._seen = (row, times + 1) if row == self.row else (self.row, 1)
        if self._seen[1] > self.patience:
            where = f"Row {self.row:,}" if self.row else "The document"
            raise Stopped(
                f"{where} takes longer than {self.patience} seconds to check: a pattern of the standard may need too long for a value in it. "
                "Shorten its values, or tell the mission team."
            )
