"""Reads what an intervention rests on and what rests on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from missions.interventions.dependencies import HALTED
from missions.interventions.models import Intervention
from missions.interventions.plan_models import Dependency, Strength

# Whether something that goes on rests on something that is paused or stopped.
RESTS_ON_HALTED = ~Q(status__in=HALTED) & Exists(Dependency.objects.filter(intervention=OuterRef("pk"), on__status__in=HALTED))


@dataclass(frozen=True)
class Dependencies:
    """Both ways; `broken` are those of its own that are paused or stopped while it goes on."""

    rests_on: Sequence[Dependency]
    carries: Sequence[Dependency]
    broken: Sequence[Dependency]

    @property
    def needs_broken(self) -> bool:
        """Whether it can't work without something that is paused or stopped."""
        return any(link.strength == Strength.NEEDS for link in self.broken)


def dependencies_of(intervention: Intervention) -> Dependencies:
    """One query for both directions."""
    links = Dependency.objects.filter(Q(intervention=intervention) | Q(on=intervention))
    found = list(
        links.select_related("intervention__mission", "on__mission").order_by("-strength", "on__name", "intervention__name")
    )
    rests_on = [link for link in found if link.intervention_id == intervention.pk]
    goes_on = intervention.status not in HALTED
    return Dependencies(
        rests_on=rests_on,
        carries=[link for link in found if link.on_id == intervention.pk],
        broken=[link for link in rests_on if goes_on and link.on.status in HALTED],
    )
