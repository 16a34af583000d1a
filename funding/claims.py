"""What a claim comes to, the time that the product knows of beside it, and how long it has waited."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from funding.models import Claim, ClaimLine, FundingRule
from funding.models.rules import RuleName
from missions.core import clock
from missions.core.formats import day
from missions.core.money import to_pence
from missions.core.registries import NamedWork, minutes_given
from missions.core.working_days import add_working_days, working_days_between

MINUTES_IN_A_DAY = 444  # 7 hours 24 minutes, a fifth of the 37 hours that councils work in a week


def amount_of(days: Decimal, rate: Decimal) -> Decimal:
    """Days × rate to the penny, halves away from zero, line by line; a claim is the sum of its lines."""
    return to_pence(days * rate)


def work_of(mission_id: int, organisation_id: int | None) -> dict[str, NamedWork]:
    """The work that may be claimed for, by its key: what every source knows, the latest first."""
    return {work.key: work for source in minutes_given for work in source.find(mission_id, organisation_id)}


def known_minutes(work: NamedWork) -> int:
    """The time that the product knows of: the minutes asked, for each person who took part."""
    return work.minutes * work.took_part


def in_days(minutes: int) -> Decimal:
    """Minutes as working days, to the hundredth."""
    return to_pence(Decimal(minutes) / MINUTES_IN_A_DAY)


@dataclass(frozen=True)
class CheckedLine:
    """A line beside the time that the product knows of (None: nobody’s taking part is known)."""

    line: ClaimLine
    minutes: int | None
    people: int

    @property
    def known_days(self) -> Decimal | None:
        """The same in days."""
        return None if self.minutes is None else in_days(self.minutes)


def beside(lines: Iterable[ClaimLine], work: dict[str, NamedWork]) -> list[CheckedLine]:
    """Each line with what the product knows of its work."""
    known = [(line, work.get(line.work)) for line in lines]
    return [
        CheckedLine(line, known_minutes(found) if found and found.took_part else None, found.took_part if found else 0)
        for line, found in known
    ]


@dataclass(frozen=True)
class Waiting:
    """How long a claim has been in its state, against the service level of the day on which it came there."""

    since: dt.date
    due_on: dt.date
    working_days: int
    allowed: int
    is_late: bool


def waiting(claims: Iterable[Claim], *, on: dt.date) -> dict[int, Waiting]:
    """By claim; none where nobody has to do anything, or where it lies with those who write it. One query."""
    levels = list(FundingRule.objects.filter(name=RuleName.CLAIM_WORKING_DAYS))
    found = {}
    for claim in claims:
        since = clock.london_day(claim.status_since)
        level = next((level for level in levels if level.holds_on(since)), None)
        if claim.turn is None or claim.is_open or level is None:
            continue
        allowed = int(level.value)
        due_on = add_working_days(since, allowed)
        found[claim.pk] = Waiting(since, due_on, working_days_between(since, on), allowed, on > due_on)
    return found


def claimed_already(claim: Claim) -> str | None:
    """Which other claim of this council is for the same work in the same role and days, in a sentence; None where there is none."""
    for line in claim.lines.select_related("role"):
        other = (
            ClaimLine.objects.filter(council=claim.council_id, work=line.work, role=line.role_id, counts=True)
            .filter(starts_on__lt=claim.ends_on, ends_on__gt=claim.starts_on)
            .exclude(claim=claim)
            .first()
        )
        if other is not None:
            last = day(other.ends_on - dt.timedelta(days=1))
            return (
                f"Claim {other.claim_id} is for “{line.title}” as {line.role.name} from {day(other.starts_on)} to {last} already. "
                "The same work is paid once: take this line out, or change the days."
            )
    return None
