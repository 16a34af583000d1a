"""Who may ask for figures, give them, and see those that are not verified yet."""

import datetime as dt

from missions.outcomes.models import Ask
from missions.people.access import roles_for
from missions.people.models import OrganisationRole, User
from missions.people.roles import OrganisationRoleName
from missions.register.models import Organisation
from missions.stewardship.access import CURATORS, Standing

GIVERS = (OrganisationRoleName.DATA_PROVIDER.value, OrganisationRoleName.COORDINATOR.value)


def why_not_collect(standing: Standing) -> str | None:
    """Asking for figures, verifying and locking them is the team's work."""
    return standing.why_not(CURATORS, "collect figures")


def why_not_give(user: User | None, organisation: Organisation, *, on: dt.date) -> str | None:
    """A council's figures are given by its data provider or its coordinator."""
    if roles_for(user, organisation, on=on).isdisjoint(GIVERS):
        return f"Only the data provider or the coordinator of {organisation.name} can give this figure."
    return None


def gives_for(user: User | None, organisation: Organisation, *, on: dt.date) -> bool:
    """Whether a person may see and give the figures of a council."""
    return why_not_give(user, organisation, on=on) is None


def asks_of(user: User, *, on: dt.date) -> list[Ask]:
    """The figures that a person owes: of councils whose data provider or coordinator they are."""
    mine = OrganisationRole.objects.as_at(on).filter(user=user, role__in=GIVERS).values("organisation")
    found = Ask.objects.owed().filter(organisation__in=mine)
    return list(found.select_related("organisation", "collection__indicator__mission").order_by("collection__due_on", "pk"))
