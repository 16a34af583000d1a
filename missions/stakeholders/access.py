"""Stakeholders are seen by the people on a mission only; who may change them, the door to one, and who may add a body to the register."""

import datetime as dt

from django.http import Http404

from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.stakeholders.models import Contact, Stake
from missions.stewardship.access import CURATORS, Standing
from missions.stewardship.models import MissionRole

NOT_YOURS = "Only an administrator or the lead of a mission can add an organisation to the register. Ask one of them."


def why_not_change(standing: Standing) -> str | None:
    """The lead, members and analysts look after stakeholders."""
    return standing.why_not(CURATORS, "change stakeholders")


def stake_of(standing: Standing, pk: int) -> Stake:
    """The door to one stake, behind `stand_on`."""
    found = Stake.objects.with_last_contact().select_related("mission", "organisation", "owner")
    stake = found.filter(mission=standing.mission, pk=pk).first()
    if stake is None:
        raise Http404("No such stakeholder.")
    return stake


def contact_of(stake: Stake, pk: int) -> Contact:
    """The door to one contact of a stake."""
    found = Contact.objects.select_related("superseded_by", "made_by").filter(stake=stake, pk=pk).first()
    if found is None:
        raise Http404("No such contact.")
    return found


def why_not_add_bodies(user: User | None, *, on: dt.date) -> str | None:
    """The register belongs to everybody: administrators look after it, and leads add the bodies that their missions meet."""
    if user is None:
        return NOT_YOURS
    is_lead = MissionRole.objects.as_at(on).filter(user=user, role=MissionRoleName.LEAD)
    return None if user.is_administrator or is_lead.exists() else NOT_YOURS
