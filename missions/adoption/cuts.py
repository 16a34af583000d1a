"""Cuts of the list of councils by what is known elsewhere: supplier, iteration, whether money paid for a place.

Only a cut that is asked for is read.
"""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db.models import TextField
from django.db.models.functions import Coalesce

from missions.adoption.summary import Summary
from missions.adoption.together import Trials
from missions.interventions.models import Intervention
from missions.market.models import Deployment

FUNDED, NOT_FUNDED = "yes", "no"


def suppliers_of(intervention: Intervention, day: dt.date) -> list[str]:
    """The suppliers that can be chosen, and products without one, by name. One query."""
    deployments = Deployment.objects.for_service(intervention.mission.service).as_at(day).order_by()
    name = Coalesce("product__supplier__name", "product__name", output_field=TextField())
    return sorted(set(deployments.values_list(name, flat=True)))


def councils_of(
    summary: Summary, trials: Trials, using: Mapping[int, Collection[str]], filters: Mapping[str, str]
) -> set[int] | None:
    """The councils that every such filter leaves, or None where none is set. No query; `using` holds suppliers where one is asked for."""
    found: list[set[int]] = []
    if filters["supplier"]:
        found.append({pk for pk, suppliers in using.items() if filters["supplier"] in suppliers})
    if filters["iteration"]:
        found.append(_with_successors(summary, trials.of(filters["iteration"])))
    if filters["funded"] in (FUNDED, NOT_FUNDED):
        funded = _with_successors(summary, trials.funded)
        found.append(funded if filters["funded"] == FUNDED else set(summary.positions) - funded)
    return set.intersection(*found) if found else None


def _with_successors(summary: Summary, councils: Collection[int]) -> set[int]:
    """Also the councils that had replaced one of them by the day."""
    before, day = summary.history.predecessors, summary.as_at

    def stands_for_one(pk: int) -> bool:
        return pk in councils or any(stands_for_one(old) for old, vests_on in before.get(pk, ()) if vests_on <= day)

    return {pk for pk in summary.positions if stands_for_one(pk)}
