"""Entries of the ledger, and the check that its totals still are the sums of its entries.

Callers hold the award's row locked and are in a transaction. Years of a fund are locked in their order, so that two who commit at once
queue here, and the second sees what the first left. The database's trigger and checks hold the same limits on any other path.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from funding.models import Award, EntryKind, Fund, FundYear, LedgerEntry, Payment
from missions.core.formats import pounds
from missions.core.periods import FinancialYear
from missions.core.refusals import NotNow
from missions.people.models import User

Amounts = Mapping[int, Decimal]


def lock_years(fund_id: int) -> dict[int, FundYear]:
    """Every year of a fund by the year in which it starts, held until the transaction ends."""
    held = FundYear.objects.select_for_update().filter(fund=fund_id).order_by("start_year")
    return {year.start_year: year for year in held}


def why_no_room(years: Mapping[int, FundYear], wanted: Amounts) -> str | None:
    """The first year whose published budget has no room for more, in a sentence."""
    for start_year, amount in sorted(wanted.items()):
        year, name = years.get(start_year), FinancialYear(start_year)
        if year is None or year.published_on is None:
            return f"The fund has no published budget for {name}, so nothing can be approved from it for that year."
        headroom = year.budget - year.committed
        if amount > headroom:
            return f"The fund has {pounds(headroom)} left in {name}, and this needs {pounds(amount)}."
    return None


def commit(award: Award, wanted: Amounts, *, by: User, now: dt.datetime) -> None:
    """Promise an award's money, year by year, or refuse with what is left."""
    years = lock_years(award.fund_id)
    _require_room(years, wanted)
    _write(award, years, wanted, EntryKind.COMMIT, by=by, now=now)


def vary(award: Award, before: Amounts, after: Amounts, *, by: User, now: dt.datetime, note: str) -> None:
    """Promise more or less in each year that changes. What was paid in a year can't be promised away."""
    years = lock_years(award.fund_id)
    changes = {year: after.get(year, Decimal(0)) - before.get(year, Decimal(0)) for year in {*before, *after}}
    _require_room(years, {year: change for year, change in changes.items() if change > 0})
    for year, balance in balances(award).items():
        if balance.committed + changes.get(year, Decimal(0)) < balance.paid:
            raise NotNow(f"{pounds(balance.paid)} was paid from {FinancialYear(year)} already, so its amount can’t be lower.")
    # What grows comes first: an award is never nothing in between.
    ordered = dict(sorted(((year, change) for year, change in changes.items() if change), key=lambda item: -item[1]))
    _write(award, years, ordered, EntryKind.VARY, by=by, now=now, note=note)


def pay(payment: Payment, *, by: User | None, now: dt.datetime) -> None:
    """Draw a payment on the award's years, the earliest promise first."""
    drawn = _spread(payment.amount, {year: balance.left for year, balance in sorted(balances(payment.award).items())})
    if drawn is None:
        raise NotNow(f"{payment} is more than what is left of the award.")
    years = lock_years(payment.award.fund_id)
    _write(payment.award, years, drawn, EntryKind.PAY, by=by, now=now, payment=payment)


def recover(award: Award, amount: Decimal, *, by: User, now: dt.datetime, note: str) -> None:
    """Take paid money back, the latest year first."""
    paid = {year: balance.paid for year, balance in sorted(balances(award).items(), reverse=True)}
    taken = _spread(amount, paid)
    if taken is None:
        raise NotNow(f"Only {pounds(sum(paid.values(), Decimal(0)))} was paid, so no more can be taken back.")
    years = lock_years(award.fund_id)
    _write(award, years, {year: -part for year, part in taken.items()}, EntryKind.RECOVER, by=by, now=now, note=note)


def close(award: Award, *, by: User | None, now: dt.datetime, note: str) -> None:
    """Give back to the fund what was promised and never paid."""
    left = {year: -balance.left for year, balance in balances(award).items() if balance.left}
    _write(award, lock_years(award.fund_id), left, EntryKind.CLOSE, by=by, now=now, note=note)


@dataclass(frozen=True)
class Balance:
    """What was promised and paid for one award in one year."""

    committed: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        """Promised and not yet paid."""
        return self.committed - self.paid


def balances(award: Award) -> dict[int, Balance]:
    """Balances of an award by year, from its entries."""
    sums = LedgerEntry.objects.filter(award=award).sums("fund_year__start_year")
    return {year: Balance(*amounts) for year, amounts in sums.items()}


def _require_room(years: Mapping[int, FundYear], wanted: Amounts) -> None:
    sentence = why_no_room(years, wanted)
    if sentence is not None:
        raise NotNow(sentence)


def _spread(amount: Decimal, room: Amounts) -> dict[int, Decimal] | None:
    """The amount over the years in their order, as far as each has room; None where all of them have too little."""
    parts: dict[int, Decimal] = {}
    for year, left in room.items():
        part = min(amount, left)
        if part > 0:
            parts[year] = part
            amount -= part
    return parts if amount == 0 else None


def _write(
    award: Award,
    years: Mapping[int, FundYear],
    amounts: Amounts,
    kind: EntryKind,
    *,
    by: User | None,
    now: dt.datetime,
    payment: Payment | None = None,
    note: str = "",
) -> None:
    for year, amount in amounts.items():
        LedgerEntry.objects.create(
            award=award,
            fund_year=years[year],
            kind=kind,
            amount=amount,
            payment=payment,
            made_by=by,
            made_at=now,
            note=note,
        )


@dataclass(frozen=True)
class Difference:
    """A stored total that isn't the sum of its entries, or a payment and its entries that don't agree."""

    what: str
    mission_id: int
    fund: Fund
    stored: Decimal
    summed: Decimal


def reconcile(mission_ids: Iterable[int] | None = None) -> list[Difference]:
    """Every total beside the sum of its entries; those that differ. A fixed number of queries."""
    found: list[Difference] = []
    years = FundYear.objects.select_related("fund__mission")
    awards = Award.objects.exclude(status="recorded").select_related("fund__mission")
    entries = LedgerEntry.objects.all()
    payments = Payment.objects.filter(status="paid").select_related("award__fund__mission").with_entries()
    if mission_ids is not None:
        ids = list(mission_ids)
        years, awards = years.filter(fund__mission__in=ids), awards.filter(fund__mission__in=ids)
        payments = payments.filter(award__fund__mission__in=ids)
        entries = entries.filter(award__fund__mission__in=ids)
    nothing = (Decimal(0), Decimal(0))
    by_year, by_award = entries.sums("fund_year"), entries.sums("award")
    for year in years:
        found += _compare(f"{year.fund.name}, {year.year}", year.fund, (year.committed, year.paid), by_year.get(year.pk, nothing))
    for award in awards:
        found += _compare(str(award), award.fund, (award.committed, award.paid), by_award.get(award.pk, nothing))
    for payment in payments:
        fund, drawn = payment.award.fund, getattr(payment, "drawn", None) or Decimal(0)
        if drawn != payment.amount:
            what = f"Payment {payment.number} of award {payment.award.reference}"
            found.append(Difference(what, fund.mission_id, fund, payment.amount, drawn))
    return found


def _compare(what: str, fund: Fund, stored: tuple[Decimal, Decimal], summed: tuple[Decimal, Decimal]) -> Iterable[Difference]:
    for name, kept, added in zip(("committed", "paid"), stored, summed, strict=True):
        if kept != added:
            yield Difference(f"{what} ({name})", fund.mission_id, fund, kept, added)
