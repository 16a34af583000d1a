"""Today's counts of adopters, kept so that a page of many interventions reads one row for each."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from missions.adoption.changes import tell
from missions.adoption.models import AdoptionRollup
from missions.adoption.summary import derive_reach
from missions.interventions.models import Intervention
from missions.stewardship.models import Mission


def refresh(interventions: Sequence[Intervention], *, on: dt.date) -> None:
    """Count the adopters of some interventions again, in the transaction that changed their events.

    The rows of the interventions are locked first: of two writers at once, the second counts what both wrote.
    """
    ids = [item.pk for item in interventions]
    with transaction.atomic():
        list(Intervention.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        found = derive_reach(interventions, as_at=on)
        AdoptionRollup.objects.bulk_create(
            [AdoptionRollup(intervention_id=pk, as_at=on, **reach._asdict()) for pk, reach in found.items()],
            update_conflicts=True,
            unique_fields=["intervention"],
            update_fields=["as_at", "adopted", "councils"],
        )
        tell({item.mission_id for item in interventions})


def refresh_all(missions: Iterable[Mission], *, on: dt.date) -> int:
    """Count everything again, as each new day and each change to the register asks for. Returns how many interventions."""
    counted = 0
    for mission in missions:
        interventions = list(mission.interventions.all())
        if interventions:
            refresh(interventions, on=on)
        counted += len(interventions)
    return counted
