"""Who may see a claim and take its next step, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from funding.claim_querysets import ClaimQuerySet
from funding.models import Award, Claim
from missions.people.models import OrganisationRole
from missions.people.roles import COUNCIL_ROLES, MissionRoleName, OrganisationRoleName
from missions.stewardship.access import Standing

CLAIMANTS = (OrganisationRoleName.COORDINATOR, OrganisationRoleName.CONTRIBUTOR)
CHECKERS = (MissionRoleName.LEAD, MissionRoleName.MEMBER, MissionRoleName.ANALYST)
APPROVERS = (MissionRoleName.LEAD, MissionRoleName.DIRECTOR)
PAYERS = (MissionRoleName.PAYMENTS_OFFICER,)
RATE_SETTERS = (MissionRoleName.LEAD,)
# Awards from which time is paid, once the council has accepted.
CLAIMABLE = ("accepted", "active")

CLAIM_MOVES: Mapping[str, str] = {
    "submit": "submitted",
    "certify": "certified",
    "check": "checked",
    "approve": "approved",
    "pay": "paid",
    "return": "returned",
    "withdraw": "withdrawn",
}
# In which state somebody has which step to take.
NEXT = {
    "draft": "submit",
    "returned": "submit",
    "submitted": "certify",
    "certified": "check",
    "checked": "approve",
    "approved": "pay",
}


@dataclass(frozen=True)
class Claimant:
    """What a person is for councils on a day: the ids of the councils, with the roles held for each."""

    roles: Mapping[int, frozenset[str]]

    @classmethod
    def of(cls, standing: Standing) -> "Claimant":
        """One query; nobody is anything while they are not signed in."""
        if standing.user is None:
            return cls({})
        held: dict[int, set[str]] = {}
        roles = OrganisationRole.objects.as_at(standing.on).filter(user=standing.user, role__in=COUNCIL_ROLES)
        for organisation, role in roles.values_list("organisation", "role"):
            held.setdefault(organisation, set()).add(role)
        return cls({organisation: frozenset(names) for organisation, names in held.items()})

    def may_claim_for(self, council_id: int) -> bool:
        """Whether they write claims for a council."""
        return not self.roles.get(council_id, frozenset()).isdisjoint(CLAIMANTS)


def readable_claims(standing: Standing, claimant: Claimant) -> ClaimQuerySet:
    """Councils see their own; those on the mission see what was sent to them, not what is still being written."""
    own = Q(council__in=list(claimant.roles))
    sent = ~Q(status="draft") if standing.is_on_it else Q(pk__in=())
    return Claim.objects.filter(own | sent, award__fund__mission=standing.mission)


def claimable_awards(standing: Standing, claimant: Claimant) -> "list[tuple[Award, int]]":
    """(award, council) pairs for which this person may claim: their council leads the award or is its partner. Two queries."""
    councils = [pk for pk in claimant.roles if claimant.may_claim_for(pk)]
    awards = Award.objects.filter(fund__mission=standing.mission, purpose="council-backfill", status__in=CLAIMABLE)
    found = awards.filter(Q(recipient__in=councils) | Q(partners__in=councils)).distinct()
    pairs = []
    for award in found.select_related("fund").prefetch_related("partners").order_by("reference"):
        on_it = {award.recipient_id, *(partner.pk for partner in award.partners.all())}
        pairs += [(award, pk) for pk in councils if pk in on_it]
    return pairs


@dataclass(frozen=True)
class Place:
    """A claim as one person meets it."""

    claim: Claim
    standing: Standing
    roles: frozenset[str]

    @property
    def is_own(self) -> bool:
        """Whether it is a claim of their council."""
        return bool(self.roles)

    def why_not_write(self) -> str | None:
        """Its own coordinators and contributors write it."""
        if self.roles.isdisjoint(CLAIMANTS):
            return "Only the council’s coordinator or contributors can change this claim."
        return None

    def why_not(self, move: str) -> str | None:
        """Why this person may not take a step, whatever the claim’s state."""
        if move in ("submit", "withdraw"):
            return self.why_not_write()
        step = NEXT.get(self.claim.status, "") if move == "return" else move
        return self._why_not_role(step) or self._why_not_same_person()

    def _why_not_role(self, step: str) -> str | None:
        if step == "certify":
            if OrganisationRoleName.FINANCE_CERTIFIER in self.roles:
                return None
            return "Only the council’s finance certifier (section 151) can certify this claim."
        if step == "check":
            return self.standing.why_not(CHECKERS, "check a claim")
        if step == "approve":
            return self.standing.why_not(APPROVERS, "approve a claim for payment")
        if step == "pay":
            return self.standing.why_not(PAYERS, "release a payment")
        # Nothing waits for anybody: the lifecycle says so in its own words.
        return None if self.is_own or self.standing.is_on_it else "This claim doesn’t wait for you."

    def _why_not_same_person(self) -> str | None:
        claim, user = self.claim, self.standing.user
        if self.is_own and claim.status != "submitted":
            return "You work for this council. Somebody else in the mission team takes this step."
        took = {claim.submitted_by_id, claim.certified_by_id, claim.checked_by_id, claim.approved_by_id}
        if user is None or user.pk in took:
            return (
                "You took an earlier step of this claim. Somebody else takes this one, so that no one person decides about money."
            )
        return None

    @property
    def next_move(self) -> str | None:
        """The step that the claim waits for."""
        return NEXT.get(self.claim.status)


def claim_for(standing: Standing, pk: int) -> Place:
    """The door to one claim: 404 to other councils, to suppliers and to whoever isn’t on the mission."""
    claimant = Claimant.of(standing)
    found = readable_claims(standing, claimant).with_totals()
    loaded = found.select_related(
        "award__fund__mission",
        "award__recipient",
        "council",
        "submitted_by",
        "certified_by",
        "checked_by",
        "approved_by",
        "paid_by",
        "payment",
    )
    claim: Claim | None = loaded.filter(pk=pk).first()
    if claim is None:
        raise Http404("No such claim.")
    return Place(claim, standing, claimant.roles.get(claim.council_id, frozenset()))


def why_not_set_rates(standing: Standing) -> str | None:
    """The lead agrees rates."""
    return standing.why_not(RATE_SETTERS, "set day rates")
