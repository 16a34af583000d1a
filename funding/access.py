"""Who may see and do what with funds, awards and payments, and why not."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from funding.models import Award, Fund, Payment, Variation
from funding.querysets import AwardQuerySet
from missions.core.formats import pounds
from missions.people.models import OrganisationRole, User
from missions.people.roles import COUNCIL_ROLES, SUPPLIER_ROLES, MissionRoleName, OrganisationRoleName
from missions.stewardship.access import Standing

STEWARDS = (MissionRoleName.LEAD, MissionRoleName.MEMBER)
APPROVERS = (MissionRoleName.LEAD, MissionRoleName.DIRECTOR)
PAYERS = (MissionRoleName.PAYMENTS_OFFICER,)
SIGNATORIES = (OrganisationRoleName.SIGNATORY, OrganisationRoleName.SUPPLIER_SIGNATORY)
REPORTERS = (
    *SIGNATORIES,
    OrganisationRoleName.COORDINATOR,
    OrganisationRoleName.CONTRIBUTOR,
    OrganisationRoleName.PRODUCT_CONTACT,
)
# From the offer on a recipient sees the whole of its own award, whatever became of it.
SEEN_BY_RECIPIENT = ("offered", "accepted", "active", "completed", "declined", "recovered")


def readable_awards(standing: Standing) -> AwardQuerySet:
    """Awards of a mission that were given: public, as the money is."""
    return Award.objects.given().filter(fund__mission=standing.mission)


@dataclass(frozen=True)
class Place:
    """An award as one person meets it: `theirs` is what they are for its recipient or its partners."""

    standing: Standing
    award: Award
    theirs: frozenset[str]

    @property
    def sees_all(self) -> bool:
        """Whether they see terms, milestones, payments and who acts next, not only what is public."""
        return self.standing.is_on_it or bool(self.theirs and self.award.status in SEEN_BY_RECIPIENT)

    @cached_property
    def wrote_it(self) -> bool:
        """Whether they ever submitted it, changed its draft or proposed other terms. Asked once."""
        return self.standing.user is not None and self.award.authors.filter(user=self.standing.user).exists()


def award_for(standing: Standing, reference: str) -> Place:
    """The door to an award: what was given is public; the rest is for those on the mission and, from the offer on, its recipient."""
    found = Award.objects.select_related(
        "fund__mission",
        "recipient",
        "iteration__mission",
        "intervention__mission",
        "submitted_by",
        "approved_by",
        "accepted_by",
        "determination__certified_by",
    )
    award: Award | None = found.filter(fund__mission=standing.mission, reference=reference).first()
    if award is None:
        raise Http404("No such award.")
    place = Place(standing, award, _theirs(standing, award))
    if not place.sees_all and not award.is_published:
        raise Http404("No such award.")
    return place


def whole_award_for(standing: Standing, reference: str) -> Place:
    """The door to what isn't public about an award: 404 to everybody who doesn't see the whole of it."""
    place = award_for(standing, reference)
    if not place.sees_all:
        raise Http404("No such page.")
    return place


def _theirs(standing: Standing, award: Award) -> frozenset[str]:
    """What a person is for who got the award, its partners, or who took it over."""
    if standing.user is None:
        return frozenset()
    held = OrganisationRole.objects.as_at(standing.on).filter(user=standing.user, role__in=(*COUNCIL_ROLES, *SUPPLIER_ROLES))
    partners = Award.partners.through._default_manager.filter(award=award).values("organisation")
    successors = award.novations.values("parts__to_organisation")
    own = held.filter(Q(organisation=award.recipient_id) | Q(organisation__in=partners) | Q(organisation__in=successors))
    return frozenset(own.values_list("role", flat=True))


def own_awards(user: User, mission_id: int, *, on: dt.date) -> AwardQuerySet:
    """Awards that a person sees as one of the recipient's people."""
    held = OrganisationRole.objects.as_at(on).filter(user=user, role__in=(*COUNCIL_ROLES, *SUPPLIER_ROLES)).values("organisation")
    return Award.objects.filter(fund__mission=mission_id, status__in=SEEN_BY_RECIPIENT).held_by(held)


def sees_awards_in_progress(standing: Standing) -> bool:
    """Those on the mission see all of them, and whoever works for an organisation those to it, if there are any."""
    if standing.is_on_it or standing.user is None:
        return standing.is_on_it
    return OrganisationRole.objects.as_at(standing.on).filter(user=standing.user).exists()


def fund_for(standing: Standing, slug: str) -> Fund:
    """The door to a fund: public."""
    return get_object_or_404(Fund.objects.select_related("mission"), mission=standing.mission, slug=slug)


def why_not_keep_funds(standing: Standing) -> str | None:
    """The lead or the director sets a fund up and publishes its budget."""
    return standing.why_not(APPROVERS, "look after its funds")


def why_not_draft(standing: Standing) -> str | None:
    """The team drafts awards and brings them on their way."""
    return standing.why_not(STEWARDS, "work on an award")


def why_not_approve(place: Place, amount: Decimal | None = None) -> str | None:
    """Nobody approves what they ever submitted or changed; above the mandate's limit the director approves."""
    standing, award = place.standing, place.award
    refused = standing.why_not(APPROVERS, "approve an award")
    if refused is not None:
        return refused
    if place.wrote_it:
        return "You submitted or changed this, so somebody else approves it."
    if standing.holds(MissionRoleName.DIRECTOR):
        return None
    mandate = standing.mission.mandates.as_at(standing.on).first()
    if mandate is None or mandate.award_limit is None:
        return "The mandate gives the lead no limit for awards today, so the director approves it."
    asked = award.amount if amount is None else amount
    if asked > mandate.award_limit:
        return (
            f"The lead approves awards up to {pounds(mandate.award_limit)}. This is {pounds(asked)}, so the director approves it."
        )
    return None


def why_not_decide_variation(place: Place, variation: Variation) -> str | None:
    """As for the award itself, with the new amount: who proposed this or an earlier change is one of its authors."""
    return why_not_approve(place, max(variation.amount, place.award.amount))


def why_not_withdraw(place: Place) -> str | None:
    """A draft is withdrawn by the team; what was submitted, by the lead or the director."""
    if place.award.status == "draft":
        return why_not_draft(place.standing)
    return place.standing.why_not(APPROVERS, "withdraw an award")


def why_not_answer(place: Place) -> str | None:
    """The recipient's named signatory accepts or declines."""
    if not place.theirs.isdisjoint(SIGNATORIES):
        return None
    return "Only the recipient’s signatory can accept or decline an offer."


def why_not_report(place: Place) -> str | None:
    """The recipient says when a milestone is reached."""
    if not place.theirs.isdisjoint(REPORTERS):
        return None
    return "Only the recipient’s own people can report a milestone."


def why_not_certify(place: Place) -> str | None:
    """The council's finance certifier stands behind a grant under section 31."""
    if OrganisationRoleName.FINANCE_CERTIFIER in place.theirs:
        return None
    return "Only the council’s finance certifier (section 151) can certify this."


def why_not_recover(standing: Standing) -> str | None:
    """Money is taken back by decision of the lead or the director."""
    return standing.why_not(APPROVERS, "take money back")


def why_not_see_payments(standing: Standing) -> str | None:
    """Lead, member, analyst, payments officer, director and observer see what waits to be paid."""
    return None if standing.is_on_it else "Only the people on this mission see its payments."


def why_not_release(standing: Standing, payment: Payment | None = None, approvers: Collection[int | None] = ()) -> str | None:
    """The payments officer releases what somebody else asked for and somebody else approved."""
    refused = standing.why_not(PAYERS, "release a payment")
    if refused is not None or payment is None or standing.user is None:
        return refused
    if payment.requested_by_id == standing.user.pk:
        return "You asked for this payment, so somebody else releases it."
    if standing.user.pk in approvers:
        return "You approved this award, so somebody else releases its payments."
    return None
