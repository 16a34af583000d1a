"""Stores funds and awards that were read from published tables, and tells adoption who was funded."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import Model

from funding.models import Award, Fund
from funding.nonsense import Known, problems_of
from funding.places import push_funded_places
from funding.recipients import ended_before, find_all
from funding.rows import AwardRow, FundRow, Listing
from missions.core.audit import record
from missions.core.importing import Problem, Tally, upsert
from missions.core.models import StoredFile
from missions.core.sent import NotATable
from missions.interventions.imports import store_interventions
from missions.interventions.models import InterventionKind as Kind
from missions.interventions.models import Iteration
from missions.interventions.rows import InterventionRow
from missions.problems.models import Basis
from missions.register.actions import import_organisations
from missions.register.finding import Finder
from missions.stewardship.importers import LEAD
from missions.stewardship.imports import store_mission
from missions.stewardship.models import Mission
from missions.stewardship.rows import MissionRow

IS_SLUG = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+){0,20}")
FUND_FIELDS = ("name", "started_on", "documentation_url")
FIELDS = (
    "recipient_id", "amount", "awarded_on", "iteration_id", "iteration_basis", "intervention_id", "notes", "documentation_url",
)  # fmt: skip


@dataclass(frozen=True)
class Flag:
    """An award that was imported and that somebody should look at."""

    award: str
    reason: str


@dataclass
class Imported:
    """What an import of a list did, or would do."""

    tally: Tally
    total: int
    flagged: list[Flag] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What `import_awards --json` prints: one refusal for each line, however many mistakes it holds."""
        reasons: dict[tuple[str, int], list[str]] = {}
        for item in self.tally.refused:
            reasons.setdefault((item.sheet, item.line), []).append(f"{item.column} “{item.value}”: {item.what}")
        counts = {name: getattr(self.tally, name) for name in ("created", "updated", "unchanged")}
        return {
            **counts,
            "flagged": [{"award": flag.award, "reason": flag.reason} for flag in self.flagged],
            "refused": [{"line": line, "reason": " ".join(found)} for (_, line), found in sorted(reasons.items())],
            "total": self.total,
        }


def import_awards(
    *,
    by: Model | None,
    mission: Mission,
    listing: Listing,
    source: StoredFile,
    on: dt.date,
    dry_run: bool = False,
    strict: bool = False,
) -> Imported:
    """Create and correct the awards of a mission from a published list. Lines that are wrong are left out; `strict` keeps none then.

    An award is known by its reference: a list that is sent twice changes nothing the second time.
    """
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=mission.pk)  # two imports at once queue here
        listing = listing if Fund.objects.filter(mission=mission).exists() else _by_its_own_words(listing)
        store_interventions(mission, listing.interventions or [])
        store_funds(mission, listing.funds or [])
        tally, finder, good = _store(mission, listing.awards, by=by, source=source, on=on)
        tally.refused = [*listing.problems, *tally.refused]
        flagged = [Flag(row.reference, reason) for row, reason in ended_before(good, finder)]
        if tally.created or tally.updated:
            record("awards.import", by=by, subject=source, mission=mission, created=tally.created, updated=tally.updated)
        stopped = strict and bool(tally.refused)
        if dry_run or stopped:
            transaction.set_rollback(True)
    return Imported(Tally(refused=tally.refused) if stopped else tally, listing.total, flagged)


def begin_mission(slug: str, listing: Listing, *, source: StoredFile) -> Mission:
    """The mission of a list that comes in before anything else is known of it; its description follows with the programme."""
    if not listing.awards:
        raise NotATable("No line of the list can be read, and there is no mission yet that it could belong to.")
    import_organisations(by=None, rows=[LEAD], source=source)
    name, service = slug.replace("-", " ").capitalize(), slug.rpartition("-")[2].capitalize()
    first = min(row.awarded_on for row in listing.awards)
    row = MissionRow(slug, name, service, problem="", vision="", lead=LEAD.code, starts_on=first, goals=())
    return store_mission(row, (), ())[0]


def _by_its_own_words(listing: Listing) -> Listing:
    """The first list of a mission, sent alone: its funds and interventions are called what it calls them."""
    funds = sorted({row.fund for row in listing.awards if IS_SLUG.fullmatch(row.fund)})
    words = sorted({row.intervention for row in listing.awards if IS_SLUG.fullmatch(row.intervention)})
    named = [InterventionRow(word, word.capitalize(), Kind.COUNCIL_FUNDING.value, "scaling", reference=word) for word in words]
    return replace(
        listing,
        funds=[FundRow(slug, slug) for slug in funds] if listing.funds is None else listing.funds,
        interventions=named if listing.interventions is None else listing.interventions,
    )


def store_funds(mission: Mission, rows: Sequence[FundRow]) -> Tally:
    """Create and update funds."""
    funds = [Fund(mission=mission, slug=row.slug, **{name: getattr(row, name) for name in FUND_FIELDS}) for row in rows]
    return upsert(funds, key=("mission_id", "slug"), fields=FUND_FIELDS)


def store_awards(mission: Mission, rows: Sequence[AwardRow], *, by: Model | None, source: StoredFile, on: dt.date) -> Tally:
    """Create and update awards in the state “recorded”: no approval history is made up."""
    return _store(mission, rows, by=by, source=source, on=on)[0]


def _store(
    mission: Mission, rows: Sequence[AwardRow], *, by: Model | None, source: StoredFile, on: dt.date
) -> tuple[Tally, Finder, list[AwardRow]]:
    known = Known.of(mission)
    refused = [problem for row in rows for problem in problems_of(row, known, on=on)]
    finder = find_all(by=by, rows=_without(rows, refused), source=source)
    refused += [problem for row in rows for problem in _unknown(row, finder)]
    good = _without(rows, refused)
    iterations = dict(Iteration.objects.filter(mission=mission).values_list("slug", "pk"))
    awards = [_award(row, known, iterations, finder) for row in good]
    partners = {row.reference: {finder.reference(name) for name in row.partners} for row in good}
    tally = _compared(mission, awards, partners)
    _move(mission, awards)
    upsert(awards, key=("fund_id", "reference"), fields=FIELDS)
    _partners(mission, partners)
    push_funded_places(mission)
    tally.refused = refused
    return tally, finder, good


def _without(rows: Iterable[AwardRow], problems: Iterable[Problem]) -> list[AwardRow]:
    wrong = {problem.line for problem in problems}
    return [row for row in rows if row.line not in wrong]


def _unknown(row: AwardRow, finder: Finder) -> list[Problem]:
    what = "No such organisation in the register. Check the code, or add the organisation to the register first."
    columns = ("organisation", *("organisations" for _ in row.partners))
    pairs = zip(columns, row.organisations, strict=True)
    return [Problem(row.line, column, name, what) for column, name in pairs if finder.reference(name) is None]


def _award(row: AwardRow, known: Known, iterations: dict[str, int], finder: Finder) -> Award:
    recipient = finder.reference(row.recipient)
    assert recipient is not None  # noqa: S101 - rows whose recipient is unknown were left out
    return Award(
        fund_id=known.funds[row.fund],
        reference=row.reference,
        recipient_id=recipient,
        amount=row.amount,
        awarded_on=row.awarded_on,
        status="recorded",
        iteration_id=iterations.get(row.iteration),
        iteration_basis=Basis.JUDGEMENT if row.iteration in iterations else "",
        intervention_id=known.interventions.get(row.intervention),
        notes=row.notes,
        documentation_url=row.documentation_url,
    )


def _compared(mission: Mission, awards: Sequence[Award], partners: dict[str, set[int | None]]) -> Tally:
    """How many are new, how many differ from what is stored (the fund and the partners included), how many are the same."""
    stored = {award.reference: award for award in Award.objects.filter(fund__mission=mission)}
    shared: dict[str, set[int | None]] = {}
    pairs = Award.partners.through._default_manager.filter(award__fund__mission=mission)
    for reference, organisation_id in pairs.values_list("award__reference", "organisation_id"):
        shared.setdefault(reference, set()).add(organisation_id)
    new = sum(award.reference not in stored for award in awards)
    changed = sum(
        any(getattr(before, name) != getattr(award, name) for name in ("fund_id", *FIELDS))
        or shared.get(award.reference, set()) != partners[award.reference]
        for award in awards
        if (before := stored.get(award.reference)) is not None
    )
    return Tally(created=new, updated=changed, unchanged=len(awards) - new - changed)


def _move(mission: Mission, awards: Sequence[Award]) -> None:
    """Awards that the list now gives to another fund of the mission move there instead of standing twice."""
    homes = dict(Award.objects.filter(fund__mission=mission).values_list("reference", "fund_id"))
    for award in awards:
        if homes.get(award.reference, award.fund_id) != award.fund_id:
            home = Award.objects.filter(fund_id=homes[award.reference], reference=award.reference)
            home.update(fund_id=award.fund_id)


def _partners(mission: Mission, partners: dict[str, set[int | None]]) -> None:
    """The partners of the awards that were read are those that the list names now."""
    through = Award.partners.through
    awards = Award.objects.filter(fund__mission=mission, reference__in=partners)
    ids = dict(awards.values_list("reference", "pk"))
    wanted = {(ids[reference], organisation_id) for reference, found in partners.items() for organisation_id in found}
    stored = through._default_manager.filter(award__in=awards).values_list("award_id", "organisation_id", "pk")
    gone = [pk for award_id, organisation_id, pk in stored if (award_id, organisation_id) not in wanted]
    through._default_manager.filter(pk__in=gone).delete()
    new = [through(award_id=award_id, organisation_id=organisation_id) for award_id, organisation_id in wanted]
    through._default_manager.bulk_create(new, ignore_conflicts=True)
