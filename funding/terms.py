"""The terms of an award as plain values: what a variation changes, and what stays readable of the earlier ones."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Self

from funding.models import Award, AwardYear, Milestone
from missions.core.money import to_pence
from missions.core.periods import FinancialYear


@dataclass(frozen=True)
class MilestoneTerms:
    """One milestone as it was agreed."""

    number: int
    title: str
    kind: str
    due_on: dt.date
    amount: Decimal


@dataclass(frozen=True)
class Terms:
    """What the mission and the recipient agree on: amounts by year, dates, conditions, milestones."""

    years: dict[int, Decimal]
    starts_on: dt.date | None
    ends_on: dt.date | None
    conditions: str
    milestones: tuple[MilestoneTerms, ...]

    @property
    def amount(self) -> Decimal:
        """The sum of its years."""
        return sum(self.years.values(), Decimal(0))

    @property
    def by_year(self) -> list[tuple[FinancialYear, Decimal]]:
        """Each financial year with its amount."""
        return [(FinancialYear(year), amount) for year, amount in sorted(self.years.items())]

    @property
    def milestones_total(self) -> Decimal:
        """What the milestones come to."""
        return sum((item.amount for item in self.milestones), Decimal(0))

    @classmethod
    def of(cls, award: Award, milestones: Iterable[Milestone] | None = None) -> Self:
        """As they stand. Two queries; one where the caller has the milestones."""
        found = award.milestones.all() if milestones is None else milestones
        agreed = [MilestoneTerms(m.number, m.title, m.kind, m.due_on, m.amount) for m in found]
        years = {row.start_year: row.amount for row in award.years.all()}
        return cls(years, award.starts_on, award.ends_on, award.conditions, tuple(agreed))

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """As a variation keeps them."""
        milestones = tuple(
            MilestoneTerms(m["number"], m["title"], m["kind"], dt.date.fromisoformat(m["due_on"]), Decimal(m["amount"]))
            for m in stored["milestones"]
        )
        starts_on, ends_on = (dt.date.fromisoformat(day) if day else None for day in (stored["starts_on"], stored["ends_on"]))
        years = {int(year): Decimal(amount) for year, amount in stored["years"].items()}
        return cls(years, starts_on, ends_on, stored["conditions"], milestones)

    def as_json(self) -> dict[str, Any]:
        """Money as strings with two decimals: JSON’s own numbers would lose pence."""
        return {
            "years": {str(year): f"{amount:.2f}" for year, amount in sorted(self.years.items())},
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
            "ends_on": self.ends_on.isoformat() if self.ends_on else None,
            "conditions": self.conditions,
            "milestones": [
                {
                    "number": item.number,
                    "title": item.title,
                    "kind": item.kind,
                    "due_on": item.due_on.isoformat(),
                    "amount": f"{item.amount:.2f}",
                }
                for item in self.milestones
            ],
        }

    def in_pence(self) -> Self:
        """Every amount rounded to the penny, once, and years without money left out."""
        milestones = tuple(replace(item, amount=to_pence(item.amount)) for item in self.milestones)
        years = {year: to_pence(amount) for year, amount in self.years.items() if amount}
        return replace(self, years=years, milestones=milestones)


def why_incomplete(terms: Terms, amount: Decimal) -> str | None:
    """What stops terms from being agreed on, in a sentence."""
    if terms.amount != amount:
        return f"The years come to £{terms.amount:,.2f} and the award is £{amount:,.2f}. Make them agree to the penny."
    if terms.milestones_total > amount:
        return f"The milestones come to £{terms.milestones_total:,.2f}, more than the award of £{amount:,.2f}."
    if terms.starts_on is None or terms.ends_on is None:
        return "Say when the work starts and when it ends."
    if terms.ends_on < terms.starts_on:
        return "The work must end after it starts."
    return None


def store_years(award: Award, years: dict[int, Decimal]) -> None:
    """The years of an award are these from now on."""
    award.years.all().delete()
    AwardYear.objects.bulk_create(AwardYear(award=award, start_year=year, amount=amount) for year, amount in years.items())


def store_milestones(award: Award, milestones: tuple[MilestoneTerms, ...]) -> None:
    """Create and change milestones by their number."""
    known = {item.number: item for item in award.milestones.all()}
    for terms in milestones:
        item = known.get(terms.number) or Milestone(award=award, number=terms.number)
        item.title, item.kind, item.due_on, item.amount = terms.title, terms.kind, terms.due_on, terms.amount
        item.save()
