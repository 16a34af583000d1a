"""The fund statement to keep: as a spreadsheet, and as a PDF that a worker makes."""

import datetime as dt
from typing import Any, NamedTuple

from django.db import transaction

from funding.statement import Statement, Sum, state
from missions.core import jobs
from missions.core.files import keep
from missions.core.jobs import Tell
from missions.core.models import Job, StoredFile
from missions.core.pdf import render_pdf
from missions.core.workbooks import Sheet, workbook
from missions.people.models import User
from missions.stewardship.models import Mission

PDF_KIND = "funding.statement-pdf"


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


def ask_for_pdf(*, by: User, mission: Mission, as_at: dt.date) -> Job:
    """Have the PDF made; whoever asks again for the same day while it is being made gets the same job."""
    about: dict[str, Any] = {"mission": mission.slug, "as_at": as_at.isoformat()}
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=mission.pk)  # two who ask at once queue here
        running = (Job.Status.WAITING, Job.Status.RUNNING)
        waiting = Job.objects.filter(kind=PDF_KIND, parameters=about, asked_by_id=by.pk, status__in=running).first()
        return waiting or jobs.ask(by=by, kind=PDF_KIND, **about)


def make_pdf(job: Job, tell: Tell) -> str:
    """The work of the job: the statement as it stands now."""
    tell("Making the PDF")
    mission = Mission.objects.get(slug=job.parameters["mission"])
    statement = state(mission, as_at=dt.date.fromisoformat(job.parameters["as_at"]))
    content = render_pdf("funding/statement_print.html", context(statement))
    file = keep(file_name(mission, statement.as_at, "pdf"), content, sent_by_id=job.asked_by_id)
    job.report = {"file": file.pk}
    return Job.Status.DONE


def made_pdf(job: Job) -> StoredFile | None:
    """The PDF of a job that is done."""
    return StoredFile.objects.filter(pk=job.report.get("file")).first()


def context(statement: Statement) -> dict[str, Any]:
    """What the page and the printed page show."""
    return {"statement": statement, "groups": groups(statement)}
