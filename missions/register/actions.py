"""Changes to the register."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Model

from missions.core import clock
from missions.core.audit import record
from missions.core.importing import Problem, Tally, upsert
from missions.core.models import StoredFile
from missions.register.linking import Linker, links_of, newcomers
from missions.register.models import AlternativeName, Identifier, Organisation, Succession, SuccessionStatus
from missions.register.rows import KINDS, LinkRow, OrganisationRow

FIELDS = (
    "name", "official_name", "kind", "council_type", "nation", "region", "population", "population_year",
    "latitude", "longitude", "website", "starts_on", "ends_on",
)  # fmt: skip
LONGEST = {"code": 30, "name": 200, "official_name": 250, "region": 60, "gss": 60}
MOST_PEOPLE = 1_000_000_000


def import_organisations(
    *,
    by: Model | None,
    rows: Sequence[OrganisationRow],
    links: Sequence[LinkRow] = (),
    problems: Sequence[Problem] = (),
    source: StoredFile,
    dry_run: bool = False,
    strict: bool = False,
    on: dt.date | None = None,
) -> Tally:
    """Create and update organisations with their codes, names and successors. Nothing is deleted: a council that ended is ended.

    A row that is wrong is refused and the others are kept; `strict` keeps none of them. A planned link touches neither council: see
    `apply_reorganisation`. `on` is the day of the import, today if left out.
    """
    with transaction.atomic():
        good, refused = _only_consistent(rows)
        known = {item.code: item for item in Organisation.objects.all()}
        before = {row.code: (known[row.code].name, known[row.code].official_name) for row in good if row.code in known}
        ended = {row.code for row in good if row.ends_on and row.code in known and known[row.code].ends_on is None}
        good = _without_revivals(good, known)
        tally = upsert([_organisation(row) for row in good], key=("code",), fields=FIELDS)
        known = {item.code: item for item in Organisation.objects.all()}
        new = newcomers(links, known)
        if new:
            tally += upsert([_organisation(row) for row in new], key=("code",), fields=FIELDS)
            known = {item.code: item for item in Organisation.objects.all()}
        tally.ended = len(ended)
        linker = Linker(known, on or clock.today())
        linker.take(links_of(good), column="replaced-by")
        linker.take(links, column="successor", sheet="links")
        changed = linker.store()
        ids = {code: item.pk for code, item in known.items()}
        tally.refused = [*problems, *refused, *_add_identifiers([*good, *new], ids), *linker.problems]
        _add_names(good, ids, before)
        if tally.created or tally.updated or changed:
            counts: dict[str, Any] = {"created": tally.created, "updated": tally.updated, "ended": tally.ended}
            record("register.import", by=by, subject=source, **counts)
        stopped = strict and bool(tally.refused)
        if dry_run or stopped:
            transaction.set_rollback(True)
    return Tally(refused=tally.refused) if stopped else tally


def _without_revivals(rows: Sequence[OrganisationRow], known: Mapping[str, Organisation]) -> list[OrganisationRow]:
    """A list that doesn't know yet that a council ended in a reorganisation doesn't bring it back."""
    gone = set(Succession.objects.filter(status=SuccessionStatus.TAKEN_EFFECT).values_list("predecessor__code", flat=True))
    return [
        replace(row, ends_on=known[row.code].ends_on) if row.ends_on is None and row.code in gone and row.code in known else row
        for row in rows
    ]


def add_references(*, by: Model | None, pairs: Sequence[tuple[str, str]], source: StoredFile) -> int:
    """Let organisations be found under the references of planning data: (register code, reference) pairs. Returns how many are new."""
    with transaction.atomic():
        ids = dict(Organisation.objects.values_list("code", "pk"))
        known = set(Identifier.objects.filter(scheme="planning-data").values_list("organisation_id", "value"))
        taken = {value for _, value in known}
        new = [
            (ids[code], value) for code, value in pairs if code in ids and (ids[code], value) not in known and value not in taken
        ]
        Identifier.objects.bulk_create([Identifier(organisation_id=pk, scheme="planning-data", value=value) for pk, value in new])
        if new:
            record("register.add-references", by=by, subject=source, added=len(new))
    return len(new)


def _organisation(row: OrganisationRow) -> Organisation:
    kind, council_type = KINDS[row.type]
    values = {name: getattr(row, name) for name in FIELDS if name not in {"kind", "council_type"}}
    return Organisation(code=row.code, kind=kind, council_type=council_type, **values)


def _only_consistent(rows: Iterable[OrganisationRow]) -> tuple[list[OrganisationRow], list[Problem]]:
    """Rows that the database can hold; a second row for one code was told as a problem by the reader."""
    good: dict[str, OrganisationRow] = {}
    refused = []
    for row in rows:
        problem = _inconsistent(row)
        if problem is not None:
            refused.append(problem)
        else:
            good.setdefault(row.code, row)
    return list(good.values()), refused


def _inconsistent(row: OrganisationRow) -> Problem | None:
    if row.starts_on and row.ends_on and row.ends_on <= row.starts_on:
        return Problem(row.line, "end-date", str(row.ends_on), "The end must be after the start.")
    for column, most in LONGEST.items():
        if len(getattr(row, column)) > most:
            return Problem(row.line, column, getattr(row, column)[:40], f"Use at most {most} characters.")
    if (row.population or 0) > MOST_PEOPLE:
        return Problem(row.line, "population", str(row.population), "Type how many people live there.")
    return None


def _add_identifiers(rows: Sequence[OrganisationRow], ids: dict[str, int]) -> list[Problem]:
    owners: dict[tuple[str, str], int] = {
        (scheme, value): pk for scheme, value, pk in Identifier.objects.values_list("scheme", "value", "organisation_id")
    }
    new, problems = [], []
    for row in rows:
        for scheme, value in row.identifiers:
            owner = owners.setdefault((scheme, value), 0) or ids[row.code]
            if owner != ids[row.code]:
                problems.append(
                    Problem(row.line, scheme, value, "Another organisation goes by this code already, so it was left out.")
                )
            elif owners[scheme, value] == 0:
                owners[scheme, value] = ids[row.code]
                new.append(Identifier(organisation_id=ids[row.code], scheme=scheme, value=value))
    Identifier.objects.bulk_create(new)
    return problems


def _add_names(rows: Sequence[OrganisationRow], ids: dict[str, int], before: Mapping[str, tuple[str, str]]) -> None:
    """The names that a register lists, and those that an organisation had until now: it is still found by them."""
    names = {(ids[row.code], name[:200]) for row in rows for name in row.known_as}
    for row in rows:
        name, official_name = before.get(row.code, (row.name, ""))
        if name != row.name:
            names.add((ids[row.code], name))
        if official_name not in ("", row.official_name):
            names.add((ids[row.code], official_name[:200]))
    names -= set(AlternativeName.objects.values_list("organisation_id", "name"))
    AlternativeName.objects.bulk_create([AlternativeName(organisation_id=pk, name=name) for pk, name in sorted(names)])
