"""Stakeholders are seen by the people on a mission only; who may change them, and the door to one."""

from django.http import Http404

from missions.stakeholders.models import Contact, Stake
from missions.stewardship.access import CURATORS, Standing


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
