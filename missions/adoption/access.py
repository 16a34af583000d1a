"""Who may record a council's stage."""

from missions.people.access import roles_for
from missions.people.models import User
from missions.people.roles import OrganisationRoleName
from missions.register.models import Organisation
from missions.stewardship.access import CURATORS, Standing

REPORTERS = {OrganisationRoleName.COORDINATOR, OrganisationRoleName.CONTRIBUTOR, OrganisationRoleName.DATA_PROVIDER}


def why_not_record(standing: Standing, user: User | None, organisation: Organisation) -> str | None:
    """The mission team, and the council's own coordinator, contributors and data providers."""
    if standing.holds(*CURATORS) or not REPORTERS.isdisjoint(roles_for(user, organisation, on=standing.on)):
        return None
    return f"Only the mission team and {organisation.name}’s own staff can record its stage."
