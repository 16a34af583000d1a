"""What follows from passed tests: products that conform, and councils that are ready because they run one."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from missions.adoption.summary import Summary
from missions.interventions.models import Intervention
from missions.market.models import Deployment, Product
from missions.standards.models import ConformanceTest, Standard, StandardVersion
from missions.stewardship.querysets import MissionQuerySet


@dataclass
class Conforming:
    """A product with the versions that it passed, and when it last did."""

    product: Product
    numbers: list[str] = field(default_factory=list)
    last_on: dt.date | None = None
    is_current: bool = False


def conforming_products(intervention: Intervention, *, day: dt.date) -> list[Conforming]:
    """Those that passed a version by a day; those that passed the version that held that day first. One query."""
    passed = ConformanceTest.objects.passed_by(day).filter(version__standard__intervention=intervention, product__isnull=False)
    found: dict[int, Conforming] = {}
    for test in passed.select_related("product__supplier", "version").order_by("happened_on", "pk"):
        if test.product is None:
            continue
        item = found.setdefault(test.product.pk, Conforming(test.product))
        if test.version.number not in item.numbers:
            item.numbers.append(test.version.number)
        item.last_on = test.happened_on
        item.is_current |= _held(test.version, day)
    return sorted(found.values(), key=lambda item: (not item.is_current, item.product.name))


def _held(version: StandardVersion, day: dt.date) -> bool:
    """What `current_on` asks the database."""
    return version.holds_on(day) and (version.withdrawn_on is None or version.withdrawn_on > day)


def ready(summary: Summary) -> dict[int, str]:
    """Councils of the population that could adopt it at once, with the products’ names: what they run conforms, and they haven’t adopted it.

    A council that runs nothing of its own is ready where all the councils that it followed were. One query.
    """
    running, history = _running(summary.intervention, summary.as_at), summary.history
    if not running:
        return {}

    def runs(pk: int) -> str:
        if pk in running:
            return running[pk]
        before = [runs(code) for code, vests_on in history.predecessors.get(pk, ()) if vests_on <= summary.as_at]
        return ", ".join(dict.fromkeys(before)) if before and all(before) else ""

    found = {pk: runs(pk) for pk, position in summary.positions.items() if not position.is_adopted}
    return {pk: names for pk, names in found.items() if names}


def _running(intervention: Intervention, day: dt.date) -> dict[int, str]:
    """By council: the products that it ran that day and that had passed the version that held."""
    current = StandardVersion.objects.current_on(day).filter(standard__intervention=intervention)
    passed = ConformanceTest.objects.passed_by(day).filter(version__in=current, product__isnull=False)
    made_up = Exists(Standard.objects.filter(intervention=intervention, is_illustrative=True))
    rows = Deployment.objects.as_at(day).filter(product__in=passed.values("product")).annotate(made_up=made_up)
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for council, name, is_made_up in rows.order_by("product__name").values_list("council_id", "product__name", "made_up"):
        found[council][f"{name} (its test is made up for this demo)" if is_made_up else name] = None
    return {council: ", ".join(names) for council, names in found.items()}


def standards_met(missions: MissionQuerySet, *, day: dt.date) -> ArraySubquery:
    """For a query of deployments: the standards whose version of that day its product had passed, as JSON with pk, name and address."""
    held = StandardVersion.objects.current_on(day).filter(standard__intervention__mission__in=missions)
    passed = ConformanceTest.objects.passed_by(day).filter(product=OuterRef("product"), version__in=held).order_by()
    item = "version__standard__intervention"
    fields = {"pk": item, "name": f"{item}__name", "slug": f"{item}__slug", "mission": f"{item}__mission__slug"}
    fields["is_illustrative"] = "version__standard__is_illustrative"
    return ArraySubquery(passed.values(found=JSONObject(**fields)))
