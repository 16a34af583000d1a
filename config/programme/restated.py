"""A programme in our own tables: facts restated from published ones (names, codes, dates, amounts, figures), none of their sentences.

`write` makes the tables that the demo ships from a bundle that was read from the published layouts; `read` gives the bundle back.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.programme.bundle import Bundle
from funding.rows import AwardRow, FundRow
from missions.adoption.rows import EventRow
from missions.core.tables import read_table_of, write_table
from missions.interventions.rows import InterventionRow, IterationRow
from missions.market.rows import SystemRow
from missions.outcomes.rows import IndicatorRow, MeasurementRow, OutcomeRow
from missions.problems.rows import PainPointRow
from missions.register.importers import read_own
from missions.register.rows import OrganisationRow
from missions.stewardship.rows import LeverRow, MissionRow

# Needs are left out: their names and statements are their authors' sentences.
TABLES: dict[str, type[Any]] = {
    "levers": LeverRow,
    "pain_points": PainPointRow,
    "interventions": InterventionRow,
    "iterations": IterationRow,
    "funds": FundRow,
    "awards": AwardRow,
    "adoption_events": EventRow,
    "indicators": IndicatorRow,
    "measurements": MeasurementRow,
    "outcomes": OutcomeRow,
}

# What the list of planning systems calls those of its lines that are about councils.
COUNCILS = ("council", "council, part of its area", "joint service")


def write(bundle: Bundle, organisations: Iterable[OrganisationRow], folder: Path) -> None:
    """Write the tables of a bundle; `organisations` is the register that it stands on, the bundle's own are added."""
    folder.mkdir(parents=True, exist_ok=True)
    everybody = {row.code: row for row in [*organisations, *bundle.organisations]}
    _put(folder, "organisations", everybody.values(), OrganisationRow)
    _put(folder, "mission", [bundle.mission], MissionRow)
    known = {f"gss:{code}" for row in everybody.values() for code in (row.gss, *row.former_gss)}
    for name, kind in TABLES.items():
        _put(folder, name, _facts_only(name, getattr(bundle, name), known), kind)


def read(folder: Path) -> Bundle:
    """The bundle that `write` wrote."""
    mission = read_table_of(MissionRow, (folder / "mission.csv").read_text(encoding="utf-8"))[0]
    organisations, problems = read_own((folder / "organisations.csv").read_bytes())
    tables: dict[str, Any] = {
        name: read_table_of(kind, (folder / f"{name}.csv").read_text(encoding="utf-8")) for name, kind in TABLES.items()
    }
    return Bundle(mission, organisations=organisations, problems=[("organisations.csv", item) for item in problems], **tables)


def write_systems(rows: Iterable[SystemRow], folder: Path) -> None:
    """Who runs which system: codes, word and day of each line about councils; the names and addresses stay with their authors."""
    councils = [replace(row, name="", portal_url="", body_kind="") for row in rows if row.codes and row.body_kind in COUNCILS]
    _put(folder, "systems", councils, SystemRow)


def read_systems(folder: Path) -> list[SystemRow]:
    """The lines that `write_systems` wrote."""
    return read_table_of(SystemRow, (folder / "systems.csv").read_text(encoding="utf-8"))


def _put(folder: Path, name: str, rows: Iterable[Any], kind: type[Any]) -> None:
    (folder / f"{name}.csv").write_text(write_table(rows, kind), encoding="utf-8")


def _facts_only(name: str, rows: Iterable[Any], known: set[str]) -> Iterable[Any]:
    """Takes out published sentences (notes of awards, descriptions that award lists give) and figures of councils not in the register."""
    if name == "measurements":
        return [row for row in rows if not row.organisation.startswith("gss:") or row.organisation in known]
    if name == "awards":
        return [replace(row, notes="") for row in rows]
    if name == "interventions":
        return [row if row.reference.startswith("IV-") else replace(row, summary="") for row in rows]
    return rows
