"""How a register of organisations is imported on its page: both layouts, told apart by their headers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import models

from missions.core.formats import day
from missions.core.import_jobs import ImportKind
from missions.core.importing import NotATable, Problem, Tally
from missions.core.models import StoredFile
from missions.register.actions import import_organisations
from missions.register.importers import read_own, read_published
from missions.register.models import Organisation
from missions.register.rows import OrganisationRow


def read(content: bytes) -> tuple[list[OrganisationRow], list[Problem]]:
    """The published layout or our own; where neither fits, what is missing from the nearer one."""
    try:
        return read_published(content)
    except NotATable as published:
        try:
            rows, problems = read_own(content)
        except NotATable as own:
            raise min(published, own, key=lambda error: len(error.missing)) from None
    return rows, [*problems, *_twice(rows)]


def _twice(rows: Sequence[OrganisationRow]) -> list[Problem]:
    first: dict[str, int] = {}
    return [
        Problem(row.line, "code", row.code, f"This code stands in line {first[row.code]} already. Keep one of the two.")
        for row in rows
        if first.setdefault(row.code, row.line) != row.line
    ]


def store(*, by: models.Model | None, rows: Sequence[OrganisationRow], source: StoredFile) -> Tally:
    """Create and update; nothing is deleted. The preview names what is new and what ends: there a slip does most harm."""
    ends = dict(Organisation.objects.filter(code__in=[row.code for row in rows]).values_list("code", "ends_on"))
    tally = import_organisations(by=by, rows=rows, source=source)
    new = [f"{row.name} ({row.code})" for row in rows if row.code not in ends]
    ended = [
        f"{row.name}, last day {day(row.ends_on - dt.timedelta(days=1))}"
        for row in rows
        if row.ends_on and row.code in ends and ends[row.code] is None
    ]
    return replace(tally, named={"New": new, "Ended": ended})


def why_not_import(user: models.Model | None) -> str | None:
    """The register belongs to everybody, so administrators look after it."""
    return None if getattr(user, "is_administrator", False) else "Only an administrator can import a register."


REGISTER = ImportKind(
    name="register", title="Import a register", noun="organisations", read=read, apply=store, why_not=why_not_import
)
