"""Changes to what is recorded about a market."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Model

from missions.core.access import require
from missions.core.audit import record
from missions.core.importing import Problem, Tally
from missions.core.models import StoredFile
from missions.core.refusals import NotNow
from missions.market.access import why_not_record
from missions.market.contracts import store_contracts
from missions.market.imports import store_systems
from missions.market.models import Deployment, MarketAnswer, Product
from missions.market.products import free_code
from missions.market.rows import ContractRow, SystemRow
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing

TWICE = "The council’s use of this product is recorded already. Change that record."


def import_systems(
    *,
    by: Model | None,
    service: str,
    rows: Sequence[SystemRow],
    problems: Sequence[Problem] = (),
    source: StoredFile,
    title: str,
    url: str = "",
    today: dt.date,
    is_partial: bool = False,
    dry_run: bool = False,
) -> Tally:
    """Add what a list says about who runs what. It ends nothing: what a later list leaves out is for a person to decide."""
    with transaction.atomic():
        tally = store_systems(service, rows, by=by, source=source, title=title, url=url, today=today, is_partial=is_partial)
        tally.refused = [*problems, *tally.refused]
        if tally.created or tally.updated:
            record("market.import-systems", by=by, subject=source, created=tally.created, updated=tally.updated)
        if dry_run:
            transaction.set_rollback(True)
    return tally


def import_contracts(
    *,
    by: Model | None,
    service: str,
    rows: Sequence[ContractRow],
    problems: Sequence[Problem] = (),
    source: StoredFile,
    today: dt.date,
    dry_run: bool = False,
) -> Tally:
    """Add contract dates and values to deployments that are known."""
    with transaction.atomic():
        tally = store_contracts(service, rows, today=today)
        tally.refused = [*problems, *tally.refused]
        if tally.updated:
            record("market.import-contracts", by=by, subject=source, updated=tally.updated)
        if dry_run:
            transaction.set_rollback(True)
    return tally


@dataclass(frozen=True)
class Facts:
    """What a person knows about a deployment."""

    starts_on: dt.date | None = None
    contract_starts_on: dt.date | None = None
    contract_ends_on: dt.date | None = None
    contract_value: Decimal | None = None
    annual_cost: Decimal | None = None
    cost_answer: str = "unknown"
    source: str = ""
    source_url: str = ""


@dataclass(frozen=True)
class NewProduct:
    """A product that nobody has named yet; its supplier may be unknown."""

    name: str
    supplier: Organisation | None = None


def record_deployment(
    *, by: User, standing: Standing, council: Organisation, product: Product | NewProduct, facts: Facts, seen_on: dt.date
) -> Deployment:
    """A council runs a product, as the team has seen or been told; the product may be a new one."""
    require(why_not_record(standing))
    _check_seen(standing, council, seen_on)
    values = {**vars(facts), "observed_on": seen_on, "last_seen_on": seen_on}
    try:
        with transaction.atomic():
            known = product if isinstance(product, Product) else _product(standing, product)
            _check_product(standing, known)
            deployment = Deployment.objects.create(council=council, product=known, **values)
            record("deployment.record", by=by, subject=deployment, mission=standing.mission, council=council.pk)
    except IntegrityError as error:
        raise NotNow(TWICE) from error
    return deployment


def correct_deployment(*, by: User, standing: Standing, deployment: Deployment, facts: Facts) -> None:
    """Correct or add to what is recorded; earlier versions stay in the history."""
    require(why_not_record(standing))
    with transaction.atomic():
        locked = _locked(standing, deployment)
        before = {name: getattr(locked, name) for name in vars(facts)}
        for name, value in vars(facts).items():
            setattr(locked, name, value)
        locked.save(update_fields=list(vars(facts)))
        changed = sorted(name for name, value in before.items() if value != getattr(locked, name))
        record("deployment.correct", by=by, subject=locked, mission=standing.mission, changed=changed)


def end_deployment(*, by: User, standing: Standing, deployment: Deployment, ends_on: dt.date, reason: str) -> None:
    """The council no longer runs it, from that day on. Nothing but a person ends a deployment."""
    require(why_not_record(standing))
    if not reason.strip():
        raise NotNow("Say how you know that it ended.")
    if ends_on > standing.on:
        raise NotNow("The day can’t be in the future. End it once it has ended.")
    with transaction.atomic():
        locked = _locked(standing, deployment)
        if ends_on <= (locked.starts_on or locked.observed_on):
            raise NotNow("It can’t end before it was first in use.")
        locked.ends_on, locked.end_reason = ends_on, reason.strip()
        locked.save(update_fields=["ends_on", "end_reason"])
        record("deployment.end", by=by, subject=locked, mission=standing.mission, ends_on=ends_on.isoformat())


def confirm_deployment(*, by: User, standing: Standing, deployment: Deployment) -> None:
    """It is still in use today, whatever the last list left out."""
    require(why_not_record(standing))
    with transaction.atomic():
        locked = _locked(standing, deployment)
        before, locked.last_seen_on = locked.last_seen_on, max(standing.on, locked.last_seen_on)
        locked.save(update_fields=["last_seen_on"])
        record("deployment.confirm", by=by, subject=locked, mission=standing.mission, before=before.isoformat())


def record_answer(
    *, by: User, standing: Standing, council: Organisation, kind: str, seen_on: dt.date, source: str
) -> MarketAnswer:
    """What a council answered without naming a product: it refused, it doesn't know, or it has none."""
    require(why_not_record(standing))
    _check_seen(standing, council, seen_on)
    with transaction.atomic():
        answer, is_new = MarketAnswer.objects.select_for_update().get_or_create(
            council=council,
            service=standing.mission.service,
            area="",
            kind=kind,
            ends_on=None,
            defaults={"observed_on": seen_on, "last_seen_on": seen_on, "source": source},
        )
        if not is_new:
            answer.observed_on, answer.last_seen_on = min(answer.observed_on, seen_on), max(answer.last_seen_on, seen_on)
            answer.source = source or answer.source
            answer.save(update_fields=["observed_on", "last_seen_on", "source"])
        record("market.answer", by=by, subject=answer, mission=standing.mission, council=council.pk, kind=kind)
    return answer


def _product(standing: Standing, wanted: NewProduct) -> Product:
    """The product of that name, made if it isn’t there."""
    service = standing.mission.service
    stored = Product.objects.filter(service=service)
    found = stored.filter(supplier=wanted.supplier, name__iexact=wanted.name).first()
    if found is not None:
        return found
    slug = free_code(wanted.name, set(stored.values_list("slug", flat=True)))
    return Product.objects.create(supplier=wanted.supplier, name=wanted.name, slug=slug, service=service)


def _check_product(standing: Standing, product: Product) -> None:
    if product.service != standing.mission.service:
        raise NotNow("This product is for another service.")


def _check_seen(standing: Standing, council: Organisation, seen_on: dt.date) -> None:
    if seen_on > standing.on:
        raise NotNow("The day can’t be in the future.")
    if not council.is_council or not council.holds_on(seen_on):
        raise NotNow(f"{council.name} was not a council on that day.")


def _locked(standing: Standing, deployment: Deployment) -> Deployment:
    """The row, held until the end of the transaction; one that has ended doesn't change any more."""
    locked = Deployment.objects.select_for_update(of=("self",)).select_related("product").get(pk=deployment.pk)
    _check_product(standing, locked.product)
    if locked.ends_on is not None:
        raise NotNow("This has ended already. Reload the page to see when and why.")
    return locked
