"""How every supplier of a mission stands against the limit, and which awards must be published."""

import datetime as dt
from dataclasses import dataclass

from funding.minimal_assistance import Position
from funding.models import Award
from funding.models.subsidy import ActorMember
from funding.subsidy import Actor, Duty, duties, positions
from missions.register.models import Kind
from missions.stewardship.models import Mission


@dataclass(frozen=True)
class Standing:
    """An actor, its members' names and where it stands."""

    actor: Actor
    members: tuple[str, ...]
    position: Position


def suppliers_of(mission: Mission, *, on: dt.date) -> list[Standing]:
    """Each economic actor with an award of the mission, those with the least left first. The same queries however many there are."""
    recipients = Award.objects.given().filter(fund__mission=mission, recipient__kind=Kind.SUPPLIER)
    names = dict(recipients.order_by("recipient__name").values_list("recipient", "recipient__name").distinct())
    groups: dict[int, tuple[str, dict[int, str]]] = {}
    memberships = ActorMember.objects.as_at(on).select_related("actor", "organisation").order_by("organisation")
    for member in memberships:
        groups.setdefault(member.actor_id, (member.actor.name, {}))[1][member.organisation_id] = member.organisation.name
    group_of = {pk: group for group, (_, members) in groups.items() for pk in members}
    actors: dict[tuple[int, ...], tuple[Actor, tuple[str, ...]]] = {}
    for pk, name in names.items():
        group_name, members = groups.get(group_of.get(pk, 0), (name, {pk: name}))
        actor = Actor(group_name, tuple(members))
        actors[actor.organisations] = actor, tuple(members.values())
    found = positions([actor for actor, _ in actors.values()], on=on)
    rows = [Standing(actor, members, where) for (actor, members), where in zip(actors.values(), found, strict=True)]
    return sorted(rows, key=lambda row: (-row.position.total, row.actor.name))


def publications(mission: Mission, *, on: dt.date) -> list[Duty]:
    """Awards of the mission that were decided in the product and must be published, the earliest day first."""
    decided = Award.objects.filter(fund__mission=mission, recipient__kind=Kind.SUPPLIER).exclude(status="recorded")
    awards = decided.given().filter(awarded_on__lte=on).select_related("recipient", "fund__mission", "subsidy_publication")
    return sorted(duties(awards), key=lambda duty: (duty.is_met, duty.due_on))
