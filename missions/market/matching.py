"""Finds the councils that a line of a list is about, as at its day; says why not in a sentence."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from missions.core.formats import day as in_words
from missions.register.finding import Finder
from missions.register.models import Kind, Organisation

NOT_A_COUNCIL = "so it isn’t counted among the councils of this market."


class NoMatch(Exception):
    """Which column, what it says, and why no council is found by it."""

    def __init__(self, column: str, value: str, why: str) -> None:
        super().__init__(why)
        self.column, self.value = column, value


@dataclass(frozen=True)
class _Body:
    code: str
    name: str
    kind: str
    starts_on: dt.date | None
    ends_on: dt.date | None

    def exists_on(self, day: dt.date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


class Councils:
    """The register as lists name it; four queries, then none."""

    def __init__(self) -> None:
        finder = Finder()
        rows = Organisation.objects.values_list("pk", "code", "name", "kind", "starts_on", "ends_on")
        self.bodies = {pk: _Body(code, name, kind, starts, ends) for pk, code, name, kind, starts, ends in rows}
        self.by_name = finder.by_name
        self.by_code = {code.rpartition(":")[2].lower(): pk for code, pk in finder.by_identifier.items()}
        self.by_code |= {code.lower(): pk for code, pk in finder.by_identifier.items()}
        # The register's own code comes last, so that it wins over another list's same letters.
        self.by_code |= {body.code.lower(): pk for pk, body in self.bodies.items() if body.kind != Kind.SUPPLIER}

    def of(self, codes: Sequence[str], name: str, day: dt.date, *, body_kind: str = "") -> list[int]:
        """The councils of a line by their codes, else by a name that one council went by on the day."""
        if codes:
            return [self._by_code(code, day) for code in codes]
        return [self._by_name(name, day, body_kind)]

    def areas(self, codes: Sequence[str]) -> str:
        """Codes of former councils as the register writes them, joined."""
        found = []
        for code in codes:
            pk = self.by_code.get(code.lower())
            if pk is None:
                raise NoMatch("predecessor-area-code", code, "No council in the register has this code.")
            found.append(self.bodies[pk].code)
        return ";".join(found)

    def _by_code(self, code: str, day: dt.date) -> int:
        pk = self.by_code.get(code.lower())
        if pk is None:
            raise NoMatch("local-authority-code", code, "No council in the register has this code.")
        body = self.bodies[pk]
        if body.kind != Kind.COUNCIL:
            raise NoMatch("local-authority-code", code, f"{body.name} is a {Kind(body.kind).label.lower()}, {NOT_A_COUNCIL}")
        if not body.exists_on(day):
            when = (
                f"ended: its first day without it is {in_words(body.ends_on)}"
                if body.ends_on and body.ends_on <= day
                else f"started only on {in_words(body.starts_on)}"
            )
            raise NoMatch("local-authority-code", code, f"{body.name} {when}. Name the council that existed on {in_words(day)}.")
        return pk

    def _by_name(self, name: str, day: dt.date, body_kind: str) -> int:
        if not name:
            raise NoMatch("local-authority-code", "", "No council is named. Type its code.")
        named = self.by_name.get(" ".join(name.split()).lower(), set())
        found = [pk for pk in named if self.bodies[pk].kind == Kind.COUNCIL and self.bodies[pk].exists_on(day)]
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            why = f"Several councils went by this name on {in_words(day)}. Type the code."
        elif body_kind and body_kind.lower() != "council":
            why = f"This is a {body_kind.lower()}, {NOT_A_COUNCIL}"
        else:
            why = f"No council went by this name on {in_words(day)}. Type its code."
        raise NoMatch("local-authority-code", name, why)
