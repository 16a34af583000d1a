"""How a list of systems, or of contracts, is imported on its page: told apart by their headings, for the service of one mission."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import Any

from django.db import models

from missions.core import clock
from missions.core.import_jobs import ImportKind
from missions.core.importing import NotATable, Problem, Tally
from missions.core.models import StoredFile
from missions.market.access import why_not_record
from missions.market.actions import import_contracts, import_systems
from missions.market.importers import read_contracts, read_systems
from missions.market.rows import ContractRow, SystemRow
from missions.people.models import User
from missions.stewardship.access import Standing, roles_on
from missions.stewardship.models import Mission

Row = SystemRow | ContractRow
NOWHERE = "A list of systems is imported on the market page of a mission."


def read(content: bytes) -> tuple[Sequence[Row], Sequence[Problem]]:
    """A list of systems or one of contracts; where neither fits, what is missing from the nearer one."""
    try:
        return read_systems(content)
    except NotATable as systems:
        try:
            return read_contracts(content)
        except NotATable as contracts:
            raise min(systems, contracts, key=lambda error: len(error.missing)) from None


def for_mission(mission: Mission) -> ImportKind:
    """The import of lists for one mission’s service."""
    return replace(LISTS, apply=partial(_store, mission), why_not=partial(_why_not, mission), about=None)


def _about(parameters: Mapping[str, Any]) -> ImportKind:
    return for_mission(Mission.objects.get(pk=parameters["mission"]))


def _store(mission: Mission, *, by: models.Model | None, rows: Sequence[Row], source: StoredFile) -> Tally:
    systems = [row for row in rows if isinstance(row, SystemRow)]
    contracts = [row for row in rows if isinstance(row, ContractRow)]
    common: dict[str, Any] = {"by": by, "service": mission.service, "source": source, "today": clock.today()}
    if contracts:
        return import_contracts(rows=contracts, **common)
    return import_systems(rows=systems, title=PurePath(source.name).stem[:200], **common)


def _why_not(mission: Mission, user: models.Model | None) -> str | None:
    person, today = user if isinstance(user, User) else None, clock.today()
    return why_not_record(Standing(mission, person, roles_on(person, mission, on=today), today))


def _nowhere(*, by: models.Model | None, rows: Sequence[Row], source: StoredFile) -> Tally:
    raise NotATable(NOWHERE)


LISTS = ImportKind(
    name="market-lists",
    title="Import a list of systems",
    noun="lines",
    read=read,
    apply=_nowhere,
    why_not=lambda _: NOWHERE,
    about=_about,
)
