"""A large JSON document piece by piece: the members of its outermost object one after the other, and long lists record by record."""

import json
import math
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NoReturn, TextIO

from missions.standards.checking.findings import Unreadable

CHUNK = 1 << 20
LARGEST_PIECE = 10_000_000
SPACE = " \t\n\r"
ONE = object()


def no_constant(name: str) -> NoReturn:
    """NaN and Infinity, which JSON doesn't know."""
    raise Unreadable(f"The file holds {name}, which JSON doesn’t know.", "Write a number, or null.")


def finite(text: str) -> float:
    """A number that a computer can hold."""
    number = float(text)
    if math.isinf(number):
        raise Unreadable(f"The number {text[:40]} is too large.", "Write a smaller number.")
    return number


class Pieces:
    """Reads a document from its start to its end."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.text, self.at, self.is_over, self.line = file, "", 0, False, 1
        self.decoder = json.JSONDecoder(parse_constant=no_constant, parse_float=finite)

    @property
    def is_list(self) -> bool:
        """Whether its outermost value is a list."""
        return self.peek() == "["

    def records(self, lists: Collection[str]) -> Iterator[tuple[str | None, Any]]:
        """(name, value) of each member of an object; of the lists that are named, each record; and of an outermost list too, as (None, record)."""
        start = self._next()
        if start == "[":
            for record in self._items():
                yield None, record
        elif start == "{":
            yield from self._members(lists)
        if self.peek():
            raise self.wrong("There is something after its end")

    def _members(self, lists: Collection[str]) -> Iterator[tuple[str | None, Any]]:
        seen: set[str] = set()
        for name in self._names():
            if name in seen:
                raise self.wrong(f"The name “{name[:40]}” stands twice in one object")
            seen.add(name)
            if name in lists and self.peek() == "[":
                self.at += 1
                yield name, ONE
                for record in self._items():
                    yield name, record
            else:
                yield name, self.value()

    def _names(self) -> Iterator[str]:
        if self.peek() == "}":
            self.at += 1
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise self.wrong("A name must stand in quotation marks")
            if self._next() != ":":
                raise self.wrong("A colon is missing after a name")
            yield name
            if not self._goes_on("}"):
                return

    def _items(self) -> Iterator[Any]:
        if self.peek() == "]":
            self.at += 1
            return
        while True:
            yield self.value()
            if not self._goes_on("]"):
                return

    def _goes_on(self, end: str) -> bool:
        mark = self._next()
        if mark not in (",", end):
            raise self.wrong(f"A comma or {end} is missing" if mark else "It ends in the middle")
        return mark == ","

    def _next(self) -> str:
        mark = self.peek()
        self.at += 1
        return mark

    def peek(self) -> str:
        """The next letter that isn't a space, empty at the end."""
        while True:
            while self.at < len(self.text):
                if self.text[self.at] not in SPACE:
                    return self.text[self.at]
                self.at += 1
            if not self._more(CHUNK):
                return ""

    def value(self) -> Any:
        """The value that comes next, all of it."""
        if not self.peek():
            raise self.wrong("It ends in the middle")
        wanted = CHUNK
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if len(self.text) - self.at > LARGEST_PIECE:
                    limit = f"{LARGEST_PIECE // 1_000_000} MB"
                    raise Unreadable(
                        f"Near line {self._line(self.at):,} a quotation mark or bracket is never closed, or one record is larger than {limit}.",
                        "Look there, or split the record.",
                    ) from error
                if not self._more(wanted):
                    raise self.wrong(error.msg, error.pos) from error
            except RecursionError as error:
                raise Unreadable("Lists or objects lie too deep in one another.", "Flatten the records.") from error
            except ValueError as error:
                raise self.wrong("A number has too many digits") from error
            else:
                # A number may go on behind what is read so far: “12” as 12.5 or 12e+3.
                if end + 3 <= len(self.text) or not self._more(wanted):
                    self.at = end
                    return value
            wanted *= 2

    def _more(self, size: int) -> bool:
        if self.is_over:
            return False
        read = self.file.read(size)
        self.is_over = not read
        if read and self.at > CHUNK:  # at the end nothing moves: who asked still knows its place
            self.line += self.text.count("\n", 0, self.at)
            self.text, self.at = self.text[self.at :], 0
        self.text += read
        return bool(read)

    def _line(self, at: int) -> int:
        return self.line + self.text.count("\n", 0, at)

    def wrong(self, what: str, at: int | None = None) -> Unreadable:
        """What isn’t JSON, with its line."""
        line = self._line(self.at if at is None else at)
        return Unreadable(f"This isn’t JSON that can be read. {what.rstrip('.')}, in line {line:,}.", "Mend it there.", row=line)


def whole(path: Path) -> Any:
    """A document that isn't a list of records, all at once."""
    if path.stat().st_size > LARGEST_PIECE:
        raise Unreadable(
            f"The standard is not for a list of records, so the document is checked as a whole, which we do up to {LARGEST_PIECE // 1_000_000} MB.",
            "Split the document.",
        )
    with path.open(encoding="utf-8-sig") as file:
        pieces = Pieces(file)
        value = pieces.value()
        if pieces.peek():
            raise pieces.wrong("There is something after its end")
        return value
