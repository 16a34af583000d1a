"""Who may record a council's stage."""

import datetime as dt

from django.db.models import QuerySet

from missions.people.access import roles_for
from missions.people.models import OrganisationRole, User
from missions.people.roles import OrganisationRoleName
from missions.register.models import Organisation
from missions.stewardship.access import CURATORS, Standing

REPORTERS = {OrganisationRoleName.COORDINATOR, OrganisationRoleName.CONTRIBUTOR, OrganisationRoleName.DATA_PROVIDER}


def why_not_record(standing: Standing, user: User | None, organisation: Organisation) -> str | None:
    """The mission team, and the council's own coordinator, contributors and data providers."""
    if standing.holds(*CURATORS) or not REPORTERS.isdisjoint(roles_for(user, organisation, on=standing.on)):
        return None
    return f"Only the mission team and {organisation.name}’s own staff can record its stage."


def councils_reported_by(user: User | None, *, on: dt.date) -> list[Organisation]:
    """The councils for which a person may record stages as one of their own staff."""
    if user is None:
        return []
    return list(Organisation.objects.councils().filter(pk__in=reporters(user, on=on).values("organisation")))


def reporters(user: User | None, *, on: dt.date) -> QuerySet[OrganisationRole]:
    """The roles by which a person records stages as one of an organisation's own staff."""
    return OrganisationRole.objects.as_at(on).filter(user=user, role__in=REPORTERS)
