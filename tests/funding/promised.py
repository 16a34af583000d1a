"""Awards whose money is promised, with the people on both sides; made past the actions, as the database lets them be."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funding.models import Award, EntryKind, Fund, FundYear, LedgerEntry, Milestone, Payment
from missions.core import clock
from missions.core.mail import queue_message
from missions.core.registries import ReminderRule
from missions.people.models import User
from missions.people.roles import MissionRoleName, OrganisationRoleName
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from tests import making

START = dt.date(2026, 9, 1)  # a Tuesday
TEAM = (MissionRoleName.LEAD, MissionRoleName.DIRECTOR, MissionRoleName.PAYMENTS_OFFICER, MissionRoleName.MEMBER)
COUNCIL = (
    OrganisationRoleName.SIGNATORY,
    OrganisationRoleName.COORDINATOR,
    OrganisationRoleName.CONTRIBUTOR,
    OrganisationRoleName.FINANCE_CERTIFIER,
)


@dataclass(frozen=True)
class Room:
    """A mission with its team, a fund with £100,000 a year, and Ayton, whose award it is. `people` are named by their role."""

    mission: Mission
    fund: Fund
    ayton: Organisation
    people: dict[str, User]

    def name_of(self, pk: int | None) -> str:
        """The role of a person here; “a stranger” for everybody else."""
        return next((str(role) for role, user in self.people.items() if user.pk == pk), "a stranger")


def make_room() -> Room:
    """Beside them strangers: another council’s signatory, one whose role has ended, one who can’t sign in, another mission’s lead."""
    mission, ayton = making.make_mission("planning"), making.make_council("AYT", name="Ayton")
    people = {str(role): making.give(making.make_user(), role, mission) for role in TEAM}
    people |= {str(role): making.give(making.make_user(), role, ayton) for role in COUNCIL}
    making.give(making.make_user(), OrganisationRoleName.SIGNATORY, making.make_council())
    making.give(making.make_user(), OrganisationRoleName.SIGNATORY, ayton, ends_on=START)
    gone = making.give(making.make_user(), OrganisationRoleName.SIGNATORY, ayton)
    gone.is_active = False
    gone.save()
    making.make_lead(making.make_mission("waste"))
    fund = Fund.objects.create(mission=mission, slug="round-1", name="Round 1")
    for year in (2025, 2026):
        FundYear.objects.create(fund=fund, start_year=year, budget=Decimal(100_000), published_on=dt.date(2025, 4, 1))
    return Room(mission, fund, ayton, people)


def make_promised(room: Room, status: str = "active", *, since: dt.date = START, **values: Any) -> Award:
    """£1,000 to Ayton, in a state from which money is promised, since ten o’clock of a day."""
    director, lead = room.people["director"], room.people["lead"]
    values = {"status": "submitted", "submitted_by": lead, "awarded_on": dt.date(2026, 8, 1), **values}
    award = making.make_award(room.mission, room.ayton, fund=room.fund, **values)
    year = FundYear.objects.get(fund=room.fund, start_year=2026)
    LedgerEntry.objects.create(award=award, fund_year=year, kind=EntryKind.COMMIT, amount=award.amount)
    award.refresh_from_db()
    award.approved_by, award.approved_at = director, at(since)
    award.accepted_by = room.people["signatory"] if status in ("accepted", "active") else None
    award.status, award.status_at = status, at(since)
    award.save()
    return award


def make_milestone(award: Award, **values: Any) -> Milestone:
    """Due on 1 September, for £400."""
    number = award.milestones.count() + 1
    defaults = {"title": "The standard is in use", "due_on": START, "amount": Decimal(400)}
    return Milestone.objects.create(award=award, number=number, **{**defaults, **values})


def make_payment(room: Room, award: Award, *, since: dt.date = START, **values: Any) -> Payment:
    """£400, asked for by a member of the team."""
    defaults = {"number": 1, "amount": Decimal(400), "what": "The first milestone", "requested_by": room.people["member"]}
    return Payment.objects.create(award=award, payee=room.ayton, requested_at=at(since), **{**defaults, **values})


def at(day: dt.date) -> dt.datetime:
    """Ten in the morning in London."""
    return clock.start_of(day) + dt.timedelta(hours=10)


Told = list[tuple[str, str, str]]


def told_by(room: Room, rule: ReminderRule, *, days: int = 40, start: dt.date = START) -> Told:
    """What a rule sends while nobody does anything: (day and month, template, whom) of each new message, day by day."""
    found = []
    for day in (start + dt.timedelta(days=step) for step in range(days)):
        for notice in rule.due(at(day)):
            is_new = queue_message(
                key=notice.key,
                to=notice.to_address,
                template=notice.template,
                context=notice.context,
                to_user_id=notice.to_user_id,
            )
            if is_new:
                found.append((day, notice.template, room.name_of(notice.to_user_id)))
    return [(f"{day:%-d %b}", template, whom) for day, template, whom in sorted(found)]
