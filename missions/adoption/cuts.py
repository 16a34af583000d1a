"""Cuts of the list of councils by what is known elsewhere: supplier, iteration, whether money paid for a place.

Only a cut that is asked for is read.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, Coalesce

from missions.adoption.models import AdoptionEvent, FundedPlace
from missions.adoption.summary import Summary
from missions.interventions.models import Intervention, Iteration
from missions.market.models import Deployment
from missions.market.picture import picture
from missions.register.models import Organisation

FUNDED, NOT_FUNDED = "yes", "no"


@dataclass(frozen=True)
class Choices:
    """What can be chosen: the suppliers and products without one by name, and the iterations that serve the intervention."""

    suppliers: Sequence[str]
    iterations: Sequence[tuple[str, str]]


def choices(intervention: Intervention, day: dt.date) -> Choices:
    """As at a day. One query."""
    deployments = Deployment.objects.for_service(intervention.mission.service).as_at(day).order_by()
    name = Coalesce("product__supplier__name", "product__name", output_field=TextField())
    iterations = Iteration.objects.filter(serves__intervention=intervention).order_by()
    rows = deployments.values_list(Value(""), name).union(
        iterations.values_list(Cast("slug", TextField()), Cast("name", TextField()))
    )
    found = sorted(rows, key=lambda row: row[1])
    return Choices([label for slug, label in found if not slug], [row for row in found if row[0]])


def councils_of(summary: Summary, filters: Mapping[str, str]) -> set[int] | None:
    """The councils that every such filter leaves, or None where none is set."""
    found: list[set[int]] = []
    item, day = summary.intervention, summary.as_at
    if filters["supplier"]:
        places = picture(item.mission, as_at=day).places
        found.append({place.council.pk for place in places if filters["supplier"] in place.suppliers})
    if filters["iteration"]:
        found.append(_with_successors(summary, _of_iteration(item, filters["iteration"], day)))
    if filters["funded"] in (FUNDED, NOT_FUNDED):
        rows = FundedPlace.objects.filter(iteration__serves__intervention=item, funded_on__lte=day)
        funded = _with_successors(summary, set(rows.values_list("organisation", flat=True)))
        found.append(funded if filters["funded"] == FUNDED else set(summary.positions) - funded)
    return set.intersection(*found) if found else None


def _of_iteration(item: Intervention, slug: str, day: dt.date) -> set[int]:
    """Councils that an iteration targets, paid for by a day, or is credited with by then."""
    iteration = Iteration.objects.filter(serves__intervention=item, slug=slug).first()
    credited = AdoptionEvent.objects.as_at(day).filter(intervention=item, iteration=iteration)
    if iteration is None:
        return set()
    places = Q(funded_places__iteration=iteration, funded_places__funded_on__lte=day)
    targeted = Q(iterations_targeted=iteration)
    rows = Organisation.objects.filter(Q(pk__in=credited.values("organisation")) | places | targeted).order_by()
    return set(rows.values_list("pk", flat=True))


def _with_successors(summary: Summary, councils: set[int]) -> set[int]:
    """Also the councils that had replaced one of them by the day."""
    before, day = summary.history.predecessors, summary.as_at

    def stands_for_one(pk: int) -> bool:
        return pk in councils or any(stands_for_one(old) for old, vests_on in before.get(pk, ()) if vests_on <= day)

    return {pk for pk in summary.positions if stands_for_one(pk)}
