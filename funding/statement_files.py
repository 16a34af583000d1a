"""The fund statement to keep: as a spreadsheet, and as a PDF that a worker makes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from funding.statement import Statement, Sum, state
from missions.core import clock
from missions.core.prints import Page, Print
from missions.core.workbooks import Sheet, workbook
from missions.people.models import User
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission

PRINT = "fund statement"


class Group(NamedTuple):
    """One way of adding up, for a table: its title, what a row is, and the rows."""

    title: str
    what: str
    rows: list[Sum]


def groups(statement: Statement) -> list[Group]:
    """The short tables, in the order of the page."""
    return [
        Group("By financial year", "Financial year", statement.by_year),
        Group("By fund", "Fund", statement.by_fund),
        Group("By intervention", "Intervention", statement.by_intervention),
    ]


def spreadsheet(statement: Statement) -> bytes:
    """A sheet of the sums, one for each table, one of the recipients."""
    about: list[list[Any]] = [
        ["Mission", statement.mission.name],
        ["Awards announced by", statement.as_at],
        ["Awarded in all", statement.total],
        ["Awards", statement.awards],
        ["Organisations", len(statement.recipients)],
        ["Awarded to suppliers", statement.to_suppliers.total],
        ["Awards to suppliers", statement.to_suppliers.awards],
        ["Suppliers", len(statement.suppliers)],
        ["Awarded in joint awards", statement.joint.total],
        ["Joint awards", statement.joint.awards],
        ["How to read it", "Amounts awarded, not amounts paid. A joint award counts once, under its lead."],
    ]
    sheets = [Sheet("Statement", ("What", "Value"), about)]
    for group in groups(statement):
        rows = [[row.name, row.key, row.awards, row.total] for row in group.rows]
        sheets.append(Sheet(group.title, (group.what, "Reference", "Awards", "Awarded in pounds"), rows))
    recipients = [
        [row.name, row.kind_label, row.identity.identifier, row.code, row.awards, row.joint, row.total]
        for row in statement.recipients
    ]
    headers = ("Recipient", "Kind", "Identifier", "Code", "Awards", "Of them joint", "Awarded in pounds")
    return workbook([*sheets, Sheet("By recipient", headers, recipients)], title=title(statement))


def title(statement: Statement) -> str:
    """What the files are called inside."""
    return f"Fund statement of {statement.mission.name} on {statement.as_at.isoformat()}"


def file_name(mission: Mission, as_at: dt.date, ending: str) -> str:
    """What the files are called."""
    return f"{mission.slug}-fund-statement-{as_at.isoformat()}.{ending}"


def _reads(user: User, about: Mapping[str, Any]) -> Standing:
    return stand(user, about["mission"], on=clock.today())


def _page(user: User, about: Mapping[str, Any]) -> Page:
    """The statement as it stands now for the day that was asked for."""
    mission = _reads(user, about).mission
    statement = state(mission, as_at=dt.date.fromisoformat(about["as_at"]))
    return Page(file_name(mission, statement.as_at, "pdf"), "funding/statement_print.html", context(statement))


AS_PDF = Print(_reads, _page)


def context(statement: Statement) -> dict[str, Any]:
    """What the page and the printed page show."""
    return {"statement": statement, "groups": groups(statement)}
