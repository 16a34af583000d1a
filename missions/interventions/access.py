"""Who may say how an intervention is meant to work."""

from missions.interventions.models import Intervention
from missions.stewardship.access import LEAD, Standing


def why_not_write_theory(standing: Standing, intervention: Intervention) -> str | None:
    """The lead, and its owner as long as they have a role on the mission."""
    is_owner = standing.user is not None and standing.is_on_it and intervention.owner_id == standing.user.pk
    if is_owner or standing.holds(*LEAD):
        return None
    return "Only this mission’s lead and the intervention’s owner can write its theory of change."
