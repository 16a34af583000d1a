"""Changes to costs and benefits: a line added, changed, taken over, or withdrawn with a reason."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction

from missions.core.access import require
from missions.core.audit import record
from missions.core.periods import FinancialYear
from missions.core.refusals import NotNow
from missions.interventions.models import Intervention
from missions.outcomes.actions.indicators import SHORTEST_REASON
from missions.outcomes.models import BenefitAmount, BenefitLine
from missions.people.models import User
from missions.stewardship.access import CURATORS, Standing
from missions.stewardship.models import Mission

Nature = BenefitAmount.Nature
Amounts = Mapping[int, Decimal]


@dataclass(frozen=True)
class LineValues:
    """What a line says, apart from its amounts."""

    name: str
    kind: str
    category: str
    bearer: str
    source: str
    optimism_percent: Decimal
    mitigation: str
    price_base_year: int
    intervention: Intervention | None = None
    budget_holder: str = ""
    agreed_on: dt.date | None = None


def why_not_change_benefits(standing: Standing) -> str | None:
    """Costs and benefits are the team's to keep."""
    return standing.why_not(CURATORS, "change costs and benefits")


def add_line(
    *, by: User, standing: Standing, values: LineValues, forecast: Amounts, actual: Amounts, is_illustrative: bool = False
) -> BenefitLine:
    """A new line, owned by who adds it."""
    require(why_not_change_benefits(standing))
    with transaction.atomic():
        _check(standing.mission, values, except_pk=None)
        line = BenefitLine(mission=standing.mission, owner=by, is_illustrative=is_illustrative)
        _fill(line, values)
        line.save()
        _store(line, {Nature.FORECAST: forecast, Nature.ACTUAL: actual})
        record("benefit.add", by=by, subject=line, mission=standing.mission)
    return line


def change_line(
    *, by: User, standing: Standing, line: BenefitLine, values: LineValues, forecast: Amounts, actual: Amounts
) -> BenefitLine:
    """Change what a line says and its amounts; the database keeps what stood before."""
    require(why_not_change_benefits(standing))
    with transaction.atomic():
        _check(standing.mission, values, except_pk=line.pk)
        locked = _locked(line)
        _fill(locked, values)
        locked.save()
        changed = _store(locked, {Nature.FORECAST: forecast, Nature.ACTUAL: actual})
        record("benefit.change", by=by, subject=locked, mission=standing.mission, amounts=changed)
    return locked


def own_line(*, by: User, standing: Standing, line: BenefitLine) -> None:
    """Become the owner of a line."""
    require(why_not_change_benefits(standing))
    with transaction.atomic():
        locked = _locked(line)
        before, locked.owner = locked.owner_id, by
        locked.save(update_fields=["owner"])
        record("benefit.own", by=by, subject=locked, mission=standing.mission, before=before)


def withdraw_line(*, by: User, standing: Standing, line: BenefitLine, reason: str) -> None:
    """Let a line count no more; it stays with the reason."""
    require(why_not_change_benefits(standing))
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotNow("Say why it doesn’t count any more.")
    with transaction.atomic():
        locked = _locked(line)
        locked.withdrawn_because = reason.strip()
        locked.save(update_fields=["withdrawn_because"])
        record("benefit.withdraw", by=by, subject=locked, mission=standing.mission)


def _locked(line: BenefitLine) -> BenefitLine:
    locked = BenefitLine.objects.select_for_update().get(pk=line.pk)
    if locked.withdrawn_because:
        raise NotNow("This line has been withdrawn. Add a new one.")
    return locked


def _check(mission: Mission, values: LineValues, *, except_pk: int | None) -> None:
    """One name once, one price base for the whole mission, and an agreed budget behind cash."""
    Mission.objects.select_for_update().get(pk=mission.pk)
    others = BenefitLine.objects.counting().filter(mission=mission)
    if except_pk is not None:
        others = others.exclude(pk=except_pk)
    if others.filter(name=values.name).exists():
        raise NotNow(f"There is a line named “{values.name}” already. Change that one, or give this one another name.")
    base = others.exclude(price_base_year=values.price_base_year).values_list("price_base_year", flat=True).first()
    if base is not None:
        raise NotNow(
            f"The other lines are in prices of {FinancialYear(base)}. Convert these amounts to the same prices: only then can they be added."
        )
    cash = values.kind == BenefitLine.Kind.BENEFIT and values.category == BenefitLine.Category.CASH_RELEASING
    if cash and not (values.budget_holder and values.agreed_on):
        raise NotNow(
            "A cash-releasing benefit needs a budget holder who agrees to a smaller budget, and the day they did. Without that it is "
            "non-cash-releasing."
        )


def _fill(line: BenefitLine, values: LineValues) -> None:
    # `asdict` would copy the intervention.
    for name in asdict(LineValues(**{**vars(values), "intervention": None})):
        setattr(line, name, getattr(values, name))


def _store(line: BenefitLine, wanted: Mapping[str, Amounts]) -> int:
    """Make the stored amounts what is wanted; returns how many differ."""
    stored = {(item.nature, item.year): item for item in line.amounts.all()}
    new = {(str(nature), year): amount for nature, amounts in wanted.items() for year, amount in amounts.items()}
    gone = [item.pk for key, item in stored.items() if key not in new]
    changed = [item for key, item in stored.items() if key in new and item.amount != new[key]]
    for item in changed:
        item.amount = new[item.nature, item.year]
    if gone:
        line.amounts.filter(pk__in=gone).delete()
    if changed:
        BenefitAmount.objects.bulk_update(changed, ["amount"])
    added = [
        BenefitAmount(line=line, nature=nature, year=year, amount=amount)
        for (nature, year), amount in new.items()
        if (nature, year) not in stored
    ]
    BenefitAmount.objects.bulk_create(added)
    return len(gone) + len(changed) + len(added)
