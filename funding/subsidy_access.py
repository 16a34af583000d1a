"""Who may see and do what the subsidy rules ask for, and why not."""

import datetime as dt

from django.http import Http404

from funding.models import Award
from funding.subsidy import is_enterprise
from missions.people.access import roles_for
from missions.people.models import User
from missions.people.roles import SUPPLIER_ROLES, MissionRoleName, OrganisationRoleName
from missions.stewardship.access import Standing

MINDERS = (MissionRoleName.LEAD, MissionRoleName.MEMBER)
DECIDERS = (MissionRoleName.LEAD, MissionRoleName.DIRECTOR)


def award_for_subsidy(standing: Standing, reference: str) -> Award:
    """The door to an award’s subsidy page: those on the mission and the supplier’s own people; 404 to everybody else."""
    found = Award.objects.select_related("recipient", "fund__mission", "subsidy_route", "subsidy_publication")
    award: Award | None = found.filter(fund__mission=standing.mission, reference=reference).first()
    if award is None or not is_enterprise(award.recipient):
        raise Http404("No such award.")
    if not standing.is_on_it and not is_of_supplier(standing, award):
        raise Http404("No such award.")
    return award


def is_of_supplier(standing: Standing, award: Award) -> bool:
    """Whether the person is a contact or signatory of the supplier that the award is for."""
    return not roles_for(standing.user, award.recipient, on=standing.on).isdisjoint(SUPPLIER_ROLES)


def contacts_of(award: Award, *, on: dt.date) -> list[User]:
    """The supplier’s signatories and contacts that day."""
    roles = award.recipient.people_roles.as_at(on).filter(role__in=SUPPLIER_ROLES, user__is_active=True)
    return list(dict.fromkeys(role.user for role in roles.select_related("user").order_by("user_id")))


def why_not_notify(standing: Standing) -> str | None:
    """The team tells suppliers and keeps what they confirm."""
    return standing.why_not(MINDERS, "tell a supplier about subsidy limits")


def why_not_confirm(standing: Standing, award: Award) -> str | None:
    """The supplier’s signatory confirms for it."""
    if OrganisationRoleName.SUPPLIER_SIGNATORY in roles_for(standing.user, award.recipient, on=standing.on):
        return None
    return "Only the supplier’s signatory can confirm this for it."


def why_not_route(standing: Standing) -> str | None:
    """The lead or the director answers for another route."""
    return standing.why_not(DECIDERS, "record another route")


def why_not_publish(standing: Standing) -> str | None:
    """The team records what it published."""
    return standing.why_not(MINDERS, "record a publication")


def why_not_group(standing: Standing) -> str | None:
    """The team says which suppliers belong together."""
    return standing.why_not(MINDERS, "say which suppliers belong together")
