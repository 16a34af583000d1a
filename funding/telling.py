"""Who is told about an award, a claim or a payment, and when it goes up to somebody else: rules say the steps, this finds the people."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from missions.core.registries import Notice
from missions.core.spans import true_on
from missions.core.working_days import add_working_days
from missions.people.models import OrganisationRole
from missions.people.roles import MissionRoleName, OrganisationRoleName
from missions.stewardship.models import MissionRole

LEADS = (MissionRoleName.LEAD,)
DIRECTORS = (MissionRoleName.DIRECTOR,)
PAYERS = (MissionRoleName.PAYMENTS_OFFICER,)
SIGNATORIES = (OrganisationRoleName.SIGNATORY, OrganisationRoleName.SUPPLIER_SIGNATORY)
CERTIFIERS = (OrganisationRoleName.FINANCE_CERTIFIER,)
RECIPIENTS = (*SIGNATORIES, OrganisationRoleName.COORDINATOR, OrganisationRoleName.PRODUCT_CONTACT)


@dataclass(frozen=True)
class Step:
    """From a day on, these roles get this message. A step that `until` holds back is no use once the day itself has come."""

    template: str
    roles: Sequence[str]
    starts: Callable[[dt.date], dt.date]
    until_the_day: bool = False
    escalated: bool = False


@dataclass(frozen=True)
class Subject:
    """What a message is about: `key` names it with the day that is counted from, so that a day that moves is told anew."""

    key: str
    day: dt.date
    mission_id: int
    organisation_id: int | None
    context: dict[str, Any] = field(default_factory=dict)


def days(count: int) -> Callable[[dt.date], dt.date]:
    """So many days after the day; before it where the number is negative."""
    return partial(_shifted, count)


def working_days(count: int) -> Callable[[dt.date], dt.date]:
    """So many working days after the day."""
    return lambda day: add_working_days(day, count)


def _shifted(count: int, day: dt.date) -> dt.date:
    return day + dt.timedelta(days=count)


def notices(subjects: Iterable[Subject], steps: Sequence[Step], *, on: dt.date) -> Iterator[Notice]:
    """Every message that is due on a day: one for each subject, step and person. Two queries beside those of the subjects."""
    due = [(subject, step) for subject in subjects for step in steps if _is_due(subject, step, on)]
    team = _team({subject.mission_id for subject, _ in due}, on)
    theirs = _theirs({subject.organisation_id for subject, _ in due if subject.organisation_id}, on)
    for subject, step in due:
        held: list[MissionRole | OrganisationRole] = [
            *team.get(subject.mission_id, []),
            *theirs.get(subject.organisation_id or 0, []),
        ]
        for user in {role.user_id: role.user for role in held if role.role in step.roles}.values():
            yield Notice(
                key=f"{step.template}:{subject.key}:{subject.day}:{user.pk}",
                to_user_id=user.pk,
                to_address=user.email,
                template=step.template,
                context={**subject.context, "day": subject.day, **({"escalated": True} if step.escalated else {})},
                mission_id=subject.mission_id,
            )


def _is_due(subject: Subject, step: Step, on: dt.date) -> bool:
    return step.starts(subject.day) <= on and not (step.until_the_day and on > subject.day)


def _team(missions: set[int], on: dt.date) -> dict[int, list[MissionRole]]:
    roles = MissionRole.objects.filter(true_on(on), mission__in=missions, user__is_active=True).select_related("user")
    found: dict[int, list[MissionRole]] = {}
    for role in roles.order_by("pk"):
        found.setdefault(role.mission_id, []).append(role)
    return found


def _theirs(organisations: set[int], on: dt.date) -> dict[int, list[OrganisationRole]]:
    roles = OrganisationRole.objects.filter(true_on(on), organisation__in=organisations, user__is_active=True)
    found: dict[int, list[OrganisationRole]] = {}
    for role in roles.select_related("user").order_by("pk"):
        found.setdefault(role.organisation_id, []).append(role)
    return found
