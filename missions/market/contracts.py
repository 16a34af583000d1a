"""Stores contract facts beside the deployments that they are about."""

import datetime as dt
from collections.abc import Sequence

from missions.core.importing import Problem, Tally
from missions.market.imports import UNCHANGED, UPDATED, count
from missions.market.matching import Councils, NoMatch
from missions.market.models import CostAnswer, Deployment
from missions.market.products import suppliers_by_name
from missions.market.rows import ContractRow

A_YEAR = (365, 366)


def store_contracts(service: str, rows: Sequence[ContractRow], *, today: dt.date) -> Tally:
    """Adds contract facts to the deployments that they are about; a contract alone doesn't make a deployment."""
    tally = Tally()
    finder = _Finder(service, today)
    for row in rows:
        try:
            found = finder.deployments_of(row)
        except NoMatch as why:
            tally.refused.append(Problem(row.line, why.column, why.value, str(why)))
            continue
        changed = [deployment for deployment in found if _add_contract(deployment, row)]
        for deployment in changed:
            deployment.save()
        count(tally, [UPDATED if changed else UNCHANGED])
    return tally


class _Finder:
    """The open deployments of a service by council and supplier."""

    def __init__(self, service: str, today: dt.date) -> None:
        self.service, self.today = service, today
        self.councils, self.suppliers = Councils(), suppliers_by_name()
        self.by_council: dict[tuple[int, int | None], list[Deployment]] = {}
        for deployment in Deployment.objects.for_service(service).filter(ends_on__isnull=True).select_related("product"):
            self.by_council.setdefault((deployment.council_id, deployment.product.supplier_id), []).append(deployment)

    def deployments_of(self, row: ContractRow) -> list[Deployment]:
        """The deployments that a line is about; it must say that it covers the service, who buys and from whom."""
        service = self.service.lower()
        if service not in row.subject.lower():
            why = f"It doesn’t say that the contract covers {service}. If it does, add it to the council’s system by hand."
            raise NoMatch("subject", row.subject[:80], why)
        if not row.supplier:
            raise NoMatch("supplier", "", "No supplier is named, so there is no system to add this to.")
        if row.starts_on and row.ends_on and row.ends_on <= row.starts_on:
            raise NoMatch("end-date", row.ends_on.isoformat(), "The end must be after the start.")
        councils = self.councils.of(row.codes, row.name, min(row.starts_on or self.today, self.today))
        supplier = self.suppliers.get(row.supplier.lower())
        found = [self.by_council.get((pk, supplier), []) for pk in councils] if supplier else [[]]
        if not all(found):
            why = f"No system of {row.supplier} is recorded for it. Add the system first."
            raise NoMatch("local-authority-code", row.code or row.name, why)
        return [deployment for of_council in found for deployment in of_council]


def _add_contract(deployment: Deployment, row: ContractRow) -> bool:
    """Keep what a line states; returns whether that changed anything. A contract older than the known one says nothing new."""
    known = deployment.contract_ends_on
    if known and row.ends_on and row.ends_on < known:
        return False
    names = ("contract_starts_on", "contract_ends_on", "contract_value", "annual_cost", "cost_answer")
    before = [getattr(deployment, name) for name in names]
    deployment.contract_starts_on = row.starts_on or deployment.contract_starts_on
    deployment.contract_ends_on = row.ends_on or known
    if row.value is not None:
        deployment.contract_value, deployment.cost_answer = row.value, CostAnswer.STATED
        if row.starts_on and row.ends_on and (row.ends_on - row.starts_on).days in A_YEAR:
            deployment.annual_cost = row.value
    elif row.is_refused and deployment.cost_answer == CostAnswer.UNKNOWN:
        deployment.cost_answer = CostAnswer.REFUSED
    changed = before != [getattr(deployment, name) for name in names]
    if changed and row.source_url:
        deployment.source_url = row.source_url
    return changed
