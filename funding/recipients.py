"""Who a published list gives money to: organisations that the register doesn’t hold yet, and codes that differ between two registers."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Model

from funding.rows import AwardRow
from missions.core.formats import day
from missions.core.models import StoredFile
from missions.register.actions import add_references, import_organisations
from missions.register.finding import Finder
from missions.register.models import Organisation
from missions.register.rows import OrganisationRow

# Councils whose code in planning data differs from their code in the register of local authorities.
CODES = {
    "CUA": "CBD",
    "NNUA": "NNT",
    "NYUA": "NYE",
    "SUA": "SMT",
    "WFUA": "WAF",
    "WNUA": "WNT",
    "SYMCA": "SCR",
    "YNYCA": "YNYC",
    "EMCCA": "EMCA",
}  # fmt: skip
# Bodies that a list knows by reference only: what the reference looks like, their type, and what they are called until a name is known.
BODIES = {
    "company": (re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}"), "COMPANY", "Company"),
    "national-park-authority": (re.compile(r"Q[0-9]{1,12}"), "NPARK", "National park authority"),
    "development-corporation": (re.compile(r"Q[0-9]{1,12}"), "DEVCORP", "Development corporation"),
}


def find_all(*, by: Model | None, rows: Iterable[AwardRow], source: StoredFile) -> Finder:
    """A finder that knows every organisation the rows name, as far as they are real; adds those that the register lacks.

    A name is never guessed from a number: a register that holds it says it later.
    """
    finder = Finder()
    unknown = sorted({name for row in rows for name in row.organisations if finder.reference(name) is None})
    pairs = [(CODES[code], f"local-authority:{code}") for code in map(_council_code, unknown) if code in CODES]
    bodies = [body for name in unknown if (body := _body(name)) is not None]
    added = add_references(by=by, pairs=pairs, source=source) if pairs else 0
    if bodies:
        import_organisations(by=by, rows=bodies, source=source)
    return Finder() if added or bodies else finder


def ended_before(rows: Sequence[AwardRow], finder: Finder) -> list[tuple[AwardRow, str]]:
    """Awards to organisations that had ended on the day of the award, each with a sentence that says which. One query."""
    ids = {pk for row in rows for name in row.organisations if (pk := finder.reference(name)) is not None}
    found = Organisation.objects.filter(pk__in=ids, ends_on__isnull=False)
    ended = {pk: (name, ends_on) for pk, name, ends_on in found.values_list("pk", "name", "ends_on") if ends_on}
    return [(row, sentence) for row in rows if (sentence := _ended(row, finder, ended))]


def _ended(row: AwardRow, finder: Finder, ended: Mapping[int, tuple[str, dt.date]]) -> str:
    sentences = []
    for pk in map(finder.reference, row.organisations):
        name, ends_on = ended.get(pk or 0, ("", dt.date.max))
        if ends_on <= row.awarded_on:
            last = day(ends_on - dt.timedelta(days=1))
            sentences.append(f"{name} ended on {last}, before the award on {day(row.awarded_on)}.")
    return " ".join(sentences)


def _council_code(reference: str) -> str:
    return reference.removeprefix("local-authority:")


def _body(reference: str) -> OrganisationRow | None:
    scheme, _, value = reference.partition(":")
    looks_like, kind, called = BODIES.get(scheme, (None, "", ""))
    if looks_like is None or not looks_like.fullmatch(value):
        return None
    return OrganisationRow(
        code=value,
        name=f"{called} {value}",
        type=kind,
        nation="" if scheme == "company" else "England",
        company=value if scheme == "company" else "",
        planning_data=reference,
    )
