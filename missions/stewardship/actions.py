"""Changes to missions: proposed, activated, closed, handed over; who works on them; and the import of one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, count

from django.db import transaction
from django.db.models import F, Q
from django.utils.text import slugify

from missions.core.access import require
from missions.core.audit import record
from missions.core.formats import day
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.people.actions import welcome
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.register.models import Organisation
from missions.stewardship.access import (
    LEAD,
    Standing,
    why_not_change_role,
    why_not_propose,
    why_not_set_mandate,
    why_not_work_on_people,
)
from missions.stewardship.conditions import missing_conditions
from missions.stewardship.lifecycle import MISSION
from missions.stewardship.models import EligibleType, Goal, Lever, Mandate, Mission, MissionRole
from missions.stewardship.population import nation_of

# Addresses under /missions/ that are pages of their own.
RESERVED = {"propose", "give-role", "levers"}


@dataclass(frozen=True)
class Description:
    """What a mission says about itself. `council_types` is None where who it is for doesn't change."""

    name: str
    service: str
    problem: str
    vision: str
    lead_department: Organisation
    review_every_months: int | None
    goals: Sequence[str]
    council_types: Sequence[str] | None = None


def propose(*, by: User, description: Description, on: dt.date) -> Mission:
    """Store a new proposal; who proposes it leads it until it is handed over."""
    require(why_not_propose(by, on=on))
    with transaction.atomic():
        mission = Mission(slug=_free_slug(description.name))
        _describe(mission, description)
        MissionRole.objects.create(mission=mission, user=by, role=MissionRoleName.LEAD, starts_on=on)
        record("mission.propose", by=by, subject=mission, mission=mission)
    return mission


def edit(*, by: User, standing: Standing, description: Description) -> None:
    """Change what a mission says about itself. Whom it is for changes only while it is a proposal: figures rest on it."""
    with transaction.atomic():
        mission = _locked(standing, "change what it says about itself")
        if mission.status == "closed":
            raise NotNow("This mission is closed, so it can’t be changed.")
        if mission.status != "proposed" and description.council_types is not None:
            raise NotNow("Whom a mission is for is fixed once it has started: its figures rest on it.")
        _describe(mission, description)
        record("mission.edit", by=by, subject=mission, mission=mission)


@dataclass(frozen=True)
class Terms:
    """What a mandate says; `ends_on` is the day after its last."""

    levers: Sequence[Lever]
    award_limit: Decimal | None
    iteration_limit: Decimal | None
    starts_on: dt.date
    ends_on: dt.date | None
    new_lever: tuple[str, str] | None = None


def set_mandate(*, by: User, standing: Standing, terms: Terms) -> Mandate:
    """Give a mission a mandate from a day, which ends the earlier one on that day."""
    require(why_not_set_mandate(standing))
    with transaction.atomic():
        mission = Mission.objects.select_for_update().get(pk=standing.mission.pk)
        if mission.status == "closed":
            raise NotNow("This mission is closed, so it needs no mandate.")
        latest = mission.mandates.order_by(F("starts_on").desc(nulls_last=True)).first()
        if latest is not None and latest.starts_on is not None and latest.starts_on > terms.starts_on:
            raise NotNow(f"The latest mandate begins on {day(latest.starts_on)}. A new one can’t begin before it.")
        mission.mandates.filter(starts_on=terms.starts_on).delete()
        mission.mandates.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=terms.starts_on)).update(ends_on=terms.starts_on)
        mandate = Mandate.objects.create(
            mission=mission,
            award_limit=terms.award_limit,
            iteration_limit=terms.iteration_limit,
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
        )
        mandate.levers.set([*terms.levers, *_new_levers(terms)])
        record("mission.set-mandate", by=by, subject=mandate, mission=mission)
    return mandate


def activate(*, by: User, standing: Standing) -> None:
    """Start a proposed mission when it has a director, a lead, a mandate with a lever and an end, and a review cadence."""
    with transaction.atomic():
        mission = _locked(standing, "start the mission")
        MISSION.check(mission.status, "active")
        missing = missing_conditions(mission, on=standing.on)
        if missing:
            raise NotNow(f"Before it can start: {' '.join(missing)}")
        if mission.starts_on is None:
            mission.starts_on = standing.on
            mission.save(update_fields=["starts_on"])
        _move(mission, "active", by=by)


def begin_closing(*, by: User, standing: Standing) -> None:
    """Say that the mission is coming to its end."""
    with transaction.atomic():
        mission = _locked(standing, "close the mission")
        MISSION.check(mission.status, "closing")
        _move(mission, "closing", by=by)


def close(*, by: User, standing: Standing) -> None:
    """End the mission from that day. Roles stay, so that the team still reads and answers; what it did stays public."""
    with transaction.atomic():
        mission = _locked(standing, "close the mission")
        MISSION.check(mission.status, "closed")
        mission.ends_on = max(standing.on, (mission.starts_on or standing.on) + dt.timedelta(days=1))
        mission.save(update_fields=["ends_on"])
        _move(mission, "closed", by=by)


def add_person(*, by: User, standing: Standing, email: str, name: str, role: str) -> User:
    """Give a role to whoever has this address, invited now if nobody has it yet, and tell them."""
    require(why_not_work_on_people(standing))
    with transaction.atomic():
        user = User.objects.filter(email=email.lower()).first()
        what = f"You are now {MissionRoleName(role).label.lower()} on the mission “{standing.mission.name}”."
        if user is None:
            user = welcome(by=by, email=email, name=name, what=what)
            give_role(by=by, standing=standing, user=user, role=role)
        else:
            _tell(give_role(by=by, standing=standing, user=user, role=role), what)
    return user


def give_role(*, by: User, standing: Standing, user: User, role: str) -> MissionRole:
    """Give a person a role on the mission from today."""
    require(why_not_change_role(standing, role, whose=user))
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=standing.mission.pk)
        if not user.is_active:
            raise NotNow("This account is closed. An administrator can open it again.")
        if MissionRole.objects.not_ended_by(standing.on).filter(mission=standing.mission, user=user, role=role).exists():
            raise NotNow(f"{user} has this role already.")
        given = MissionRole.objects.create(mission=standing.mission, user=user, role=role, starts_on=standing.on)
        record("mission.give-role", by=by, subject=standing.mission, mission=standing.mission, user=user.pk, role=role)
    return given


def end_role(*, by: User, standing: Standing, role_id: int) -> None:
    """End a role today. What its holder owned becomes an ownership gap until somebody takes it."""
    require(why_not_work_on_people(standing))
    with transaction.atomic():
        role = MissionRole.objects.select_for_update().get(pk=role_id, mission=standing.mission)
        require(why_not_change_role(standing, role.role, whose=role.user))
        if role.ends_on is not None and role.ends_on <= standing.on:
            raise NotNow("This role has ended already.")
        MissionRole.objects.filter(pk=role.pk).end_all(standing.on)
        record("mission.end-role", by=by, subject=standing.mission, mission=standing.mission, user=role.user_id, role=role.role)


def hand_over(*, by: User, standing: Standing, to: User) -> None:
    """Make somebody else the lead from today; the present leads' role ends."""
    require(why_not_work_on_people(standing))
    with transaction.atomic():
        mission = Mission.objects.select_for_update().get(pk=standing.mission.pk)
        if not to.is_active:
            raise NotNow("This account is closed. An administrator can open it again.")
        leads = MissionRole.objects.not_ended_by(standing.on).filter(mission=mission, role=MissionRoleName.LEAD)
        if leads.filter(user=to).exists():
            raise NotNow(f"{to} leads this mission already.")
        leads.end_all(standing.on)
        given = MissionRole.objects.create(mission=mission, user=to, role=MissionRoleName.LEAD, starts_on=standing.on)
        _tell(given, f"You now lead the mission “{mission.name}”.")
        record("mission.hand-over", by=by, subject=mission, mission=mission, to=to.pk)


def _locked(standing: Standing, to_do: str) -> Mission:
    require(standing.why_not(LEAD, to_do))
    return Mission.objects.select_for_update().get(pk=standing.mission.pk)


def _move(mission: Mission, status: str, *, by: User) -> None:
    before, mission.status = mission.status, status
    mission.save(update_fields=["status"])
    record("mission.move", by=by, subject=mission, mission=mission, before=before, after=status)


def _describe(mission: Mission, description: Description) -> None:
    mission.name, mission.service = description.name, description.service
    mission.problem, mission.vision = description.problem, description.vision
    mission.lead_department = description.lead_department
    mission.review_every_months = description.review_every_months
    mission.save()
    mission.goals.all().delete()
    Goal.objects.bulk_create(
        Goal(mission=mission, position=position, text=text) for position, text in enumerate(description.goals, start=1)
    )
    if description.council_types is not None:
        mission.eligible_types.all().delete()
        EligibleType.objects.bulk_create(
            EligibleType(mission=mission, nation=nation_of(council_type), council_type=council_type)
            for council_type in description.council_types
        )


def _free_slug(name: str) -> str:
    base = slugify(name)[:50].strip("-") or "mission"
    taken = set(Mission.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(slug for slug in chain((base,), (f"{base}-{number}" for number in count(2))) if slug not in taken)


def _new_levers(terms: Terms) -> list[Lever]:
    if terms.new_lever is None:
        return []
    name, style = terms.new_lever
    slug = slugify(name)[:60].strip("-") or "lever"
    return [Lever.objects.get_or_create(slug=slug, defaults={"name": name, "style": style})[0]]


def _tell(role: MissionRole, what: str) -> None:
    queue_message(
        key=f"mission-role:{role.pk}",
        to=role.user.email,
        template="mission_role",
        context={"mission": role.mission, "what": what, "url": role.mission.get_absolute_url()},
        to_user_id=role.user_id,
    )
