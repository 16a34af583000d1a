"""Stores funds and awards that were read from published tables, and tells adoption who was funded."""

from collections.abc import Sequence

from funding.models import Award, Fund
from funding.rows import AwardRow, FundRow
from missions.adoption.models import FundedPlace
from missions.core.importing import Problem, Tally, upsert
from missions.interventions.models import Intervention, Iteration
from missions.problems.models import Basis
from missions.register.finding import Finder
from missions.stewardship.models import Mission

FUND_FIELDS = ("name", "started_on", "documentation_url")
FIELDS = (
    "recipient_id", "amount", "awarded_on", "iteration_id", "iteration_basis", "intervention_id", "notes", "documentation_url",
)  # fmt: skip


def store_funds(mission: Mission, rows: Sequence[FundRow]) -> Tally:
    """Create and update funds."""
    funds = [Fund(mission=mission, slug=row.slug, **{name: getattr(row, name) for name in FUND_FIELDS}) for row in rows]
    return upsert(funds, key=("mission_id", "slug"), fields=FUND_FIELDS)


def store_awards(mission: Mission, rows: Sequence[AwardRow], finder: Finder) -> Tally:
    """Create and update awards in the state “recorded”: no approval history is made up."""
    funds = dict(Fund.objects.filter(mission=mission).values_list("slug", "pk"))
    interventions = dict(Intervention.objects.filter(mission=mission).values_list("slug", "pk"))
    iterations = dict(Iteration.objects.filter(mission=mission).values_list("slug", "pk"))
    refused = [problem for row in rows for problem in _unknown(row, funds, finder)]
    wrong = {problem.line for problem in refused}
    good = [row for row in rows if row.line not in wrong]
    recipients = {row.recipient: pk for row in good if (pk := finder.reference(row.recipient)) is not None}
    awards = [
        Award(
            fund_id=funds[row.fund],
            reference=row.reference,
            recipient_id=recipients[row.recipient],
            amount=row.amount,
            awarded_on=row.awarded_on,
            status="recorded",
            iteration_id=iterations.get(row.iteration),
            iteration_basis=Basis.JUDGEMENT if row.iteration in iterations else "",
            intervention_id=interventions.get(row.intervention),
            notes=row.notes,
            documentation_url=row.documentation_url,
        )
        for row in good
    ]
    moved = _move(mission, awards)
    tally = upsert(awards, key=("fund_id", "reference"), fields=FIELDS)
    tally.updated, tally.unchanged = tally.updated + moved, tally.unchanged - moved
    tally.refused = refused
    _partners(mission, good, finder)
    _push_funded_places(mission)
    return tally


def _unknown(row: AwardRow, funds: dict[str, int], finder: Finder) -> list[Problem]:
    problems = [
        Problem(row.line, "organisation", reference, "No such organisation in the register.")
        for reference in (row.recipient, *row.partners)
        if finder.reference(reference) is None
    ]
    if row.fund not in funds:
        problems.append(Problem(row.line, "fund", row.fund, "No such fund. Add it to the list of funds."))
    return problems


def _move(mission: Mission, awards: Sequence[Award]) -> int:
    """Awards that the list now gives to another fund of the mission move there instead of standing twice. Returns how many."""
    homes = dict(Award.objects.filter(fund__mission=mission).values_list("reference", "fund_id"))
    moved = [award for award in awards if homes.get(award.reference, award.fund_id) != award.fund_id]
    for award in moved:
        values = {name: getattr(award, name) for name in ("fund_id", *FIELDS)}
        Award.objects.filter(fund_id=homes[award.reference], reference=award.reference).update(**values)
    return len(moved)


def _partners(mission: Mission, rows: Sequence[AwardRow], finder: Finder) -> None:
    """The partners of the awards that were read are those that the list names now."""
    through = Award.partners.through
    awards = Award.objects.filter(fund__mission=mission, reference__in=[row.reference for row in rows])
    ids = dict(awards.values_list("reference", "pk"))
    wanted = {(ids[row.reference], finder.reference(partner)) for row in rows for partner in row.partners}
    stored = through._default_manager.filter(award__in=awards).values_list("award_id", "organisation_id", "pk")
    gone = [pk for award_id, organisation_id, pk in stored if (award_id, organisation_id) not in wanted]
    through._default_manager.filter(pk__in=gone).delete()
    new = [through(award_id=award_id, organisation_id=organisation_id) for award_id, organisation_id in wanted]
    through._default_manager.bulk_create(new, ignore_conflicts=True)


def _push_funded_places(mission: Mission) -> None:
    """Adoption may ask who was funded but never reaches up to awards, so the fact is written there."""
    awards = Award.objects.given().filter(fund__mission=mission, iteration__isnull=False)
    first: dict[tuple[int | None, int], FundedPlace] = {}
    paid = awards.values_list("iteration_id", "recipient_id", "awarded_on")
    shared = awards.filter(partners__isnull=False).values_list("iteration_id", "partners", "awarded_on")
    for iteration_id, organisation_id, day in sorted([*paid, *shared], key=lambda place: place[2]):
        place = FundedPlace(iteration_id=iteration_id, organisation_id=organisation_id, funded_on=day)
        first.setdefault((iteration_id, organisation_id), place)
    upsert(first.values(), key=("iteration_id", "organisation_id"), fields=("funded_on",))
    known = FundedPlace.objects.filter(iteration__mission=mission).values_list("iteration_id", "organisation_id", "pk")
    gone = [pk for iteration_id, organisation_id, pk in known if (iteration_id, organisation_id) not in first]
    FundedPlace.objects.filter(pk__in=gone).delete()
