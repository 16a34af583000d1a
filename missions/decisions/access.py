"""Who may ask, take and answer decisions, and why not."""

from collections.abc import Collection
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.shortcuts import get_object_or_404

from missions.core import clock, formats
from missions.core.registries import evidence
from missions.decisions.models import Decision, Delegation
from missions.interventions.models import Iteration
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.stewardship.access import DIRECTOR, LEAD, Standing, roles_on
from missions.stewardship.models import Mission, MissionRole

DECIDERS = (MissionRoleName.DIRECTOR, MissionRoleName.LEAD)


def decision_for(standing: Standing, pk: int) -> Decision:
    """The door to one decision of a mission, with the `decider_roles` of the person asked; `stand_on` has already kept everybody else out."""
    held = MissionRole.objects.as_at(standing.on).filter(mission=OuterRef("mission"), user=OuterRef("asked_of"))
    found = Decision.objects.select_related("mission", "iteration", "asked_of", "asked_by", "decided_by", "evidence")
    return get_object_or_404(found.annotate(decider_roles=ArraySubquery(held.values("role"))), mission=standing.mission, pk=pk)


def why_not_ask(standing: Standing) -> str | None:
    """The lead asks."""
    return standing.why_not(LEAD, "ask for a decision")


def why_not_answer(standing: Standing, decision: Decision) -> str | None:
    """Only the person asked takes it while they hold a role that may, or whom they let do so."""
    if standing.user is not None and decision.asked_of_id == standing.user.pk:
        return standing.why_not(DECIDERS, "take a decision")
    if not is_delegate(standing, decision):
        return "Only the person who was asked can take this decision."
    if standing.user is not None and decision.asked_by_id == standing.user.pk:
        return "You asked for this decision, so somebody else takes it."
    return None


def is_delegate(standing: Standing, decision: Decision) -> bool:
    """Whether the person asked let this one decide for them today."""
    if standing.user is None or not standing.is_on_it:
        return False
    return Delegation.objects.as_at(standing.on).of_decision(decision).filter(delegate=standing.user).exists()


def authority(standing: Standing, decision: Decision) -> Collection[str]:
    """The roles by which a person decides: their own, or those of the person who let them."""
    if standing.user is not None and decision.asked_of_id == standing.user.pk:
        return standing.roles
    return roles_on(decision.asked_of, standing.mission, on=standing.on) if is_delegate(standing, decision) else ()


def why_not_delegate(standing: Standing) -> str | None:
    """Directors let others decide for them."""
    return standing.why_not(DIRECTOR, "let somebody else decide for them")


def delegates(standing: Standing) -> list[User]:
    """Who may be let: everybody on the mission but oneself."""
    roles = standing.mission.roles.as_at(standing.on).filter(user__is_active=True).exclude(user=standing.user)
    return sorted({role.user for role in roles.select_related("user")}, key=lambda user: (user.name, user.pk))


def why_not_decide(roles: Collection[str], iteration: Iteration | None, standing: Standing) -> str | None:
    """A director decides anything. A lead decides about an iteration whose awarded money is within the mandate's limit."""
    if MissionRoleName.DIRECTOR in roles:
        return None
    if MissionRoleName.LEAD not in roles:
        return "A decision is taken by a director or the lead of the mission. Choose one of them."
    return None if iteration is None else why_not_within_limit(standing, iteration)


def why_not_within_limit(standing: Standing, iteration: Iteration) -> str | None:
    """Why the lead can't decide about this iteration: a sentence with both amounts. What is set aside counts like what is awarded."""
    mandate = standing.mission.mandates.as_at(standing.on).first()
    if mandate is None or mandate.iteration_limit is None:
        return "The mandate gives the lead no limit for iterations today, so a director decides."
    limit = formats.pounds(mandate.iteration_limit)
    awarded = money_awarded(standing, iteration)
    if awarded > mandate.iteration_limit:
        done = f"{formats.pounds(awarded)} has been awarded in this one"
    elif iteration.budget is not None and iteration.budget > mandate.iteration_limit:
        done = f"{formats.pounds(iteration.budget)} is set aside for this one"
    else:
        return None
    return f"The lead decides iterations up to {limit}. {done}, so a director decides."


def money_awarded(standing: Standing, iteration: Iteration) -> Decimal:
    """What has been awarded in an iteration, as the money's own area tells it to evidence bundles."""
    figures = evidence["funding"].collect(standing.mission.pk, standing.on, clock.now())
    return sum((Decimal(row["total"]) for row in figures["by_iteration"] if row["id"] == iteration.pk), Decimal(0))


def deciders(mission: Mission, standing: Standing) -> list[User]:
    """Those who may be asked: the directors first, then the leads."""
    roles = mission.roles.as_at(standing.on).filter(role__in=DECIDERS, user__is_active=True).select_related("user")
    ordered = sorted(roles, key=lambda role: (role.role not in DIRECTOR, role.user.name, role.user_id))
    return list(dict.fromkeys(role.user for role in ordered))
