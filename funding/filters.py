"""What the list of awards is narrowed to, read from the address."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict

from funding.querysets import RECIPIENTS, AwardQuerySet
from missions.core.periods import FinancialYear


@dataclass(frozen=True)
class Filters:
    """Words, a fund, who received it, and the year of the announcement; empty means all. What isn't offered is ignored."""

    q: str = ""
    fund: str = ""
    recipient: str = ""
    year: FinancialYear | None = None

    @classmethod
    def read(cls, query: QueryDict, *, funds: Collection[str], years: Collection[FinancialYear]) -> "Filters":
        """From the address, among the funds and years that there are."""
        fund, recipient, year = (query.get(name, "") for name in ("fund", "recipient", "year"))
        return cls(
            q=query.get("q", "").strip()[:200],
            fund=fund if fund in funds else "",
            recipient=recipient if recipient in RECIPIENTS else "",
            year=next((known for known in years if str(known.start_year) == year), None),
        )

    def __bool__(self) -> bool:
        return bool(self.q or self.fund or self.recipient or self.year)

    def narrow(self, awards: AwardQuerySet) -> AwardQuerySet:
        """Only the awards that match."""
        if self.q:
            awards = awards.matching(self.q)
        if self.fund:
            awards = awards.filter(fund__slug=self.fund)
        if self.recipient:
            awards = awards.received_by(self.recipient)
        return awards.announced_in(self.year) if self.year else awards
