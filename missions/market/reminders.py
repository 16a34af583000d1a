"""Reminds leads of contracts that end: a year and half a year ahead, when councils choose what comes next."""

import calendar
import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.urls import reverse

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.core.spans import true_on
from missions.market.models import Deployment
from missions.people.roles import MissionRoleName
from missions.stewardship.models import EligibleType, Mission, MissionRole

FAR, NEAR = 12, 6
# As many as a message names; the page names all.
MOST_NAMED = 20


def due(now: dt.datetime) -> Iterator[Notice]:
    """One notice for the contracts of a mission's market that end on one day, to each of its leads. Three queries.

    Once a year ahead and once half a year ahead; again only where other contracts turn out to end on that day.
    """
    today = clock.london_day(now)
    leads: dict[int, list[MissionRole]] = defaultdict(list)
    roles = MissionRole.objects.filter(true_on(today), role=MissionRoleName.LEAD, user__is_active=True)
    for role in roles.exclude(mission__status="closed").select_related("user").order_by("pk"):
        leads[role.mission_id].append(role)
    for mission, last_day, contracts in _ending(today, leads):
        months = NEAR if today >= months_before(last_day, NEAR) else FAR
        for role in leads[mission.pk]:
            yield _notice(mission, last_day, contracts, months, role)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or that month's last where it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _ending(today: dt.date, mission_ids: Iterable[int]) -> Iterator[tuple[Mission, dt.date, list[Deployment]]]:
    """Contracts of systems in use whose last day lies within a year, by mission and last day."""
    missions: dict[str, dict[tuple[str, str], list[Mission]]] = {}
    types = EligibleType.objects.filter(true_on(today), mission__in=list(mission_ids)).select_related("mission")
    for item in types.order_by("mission", "pk"):
        of_service = missions.setdefault(item.mission.service, {})
        of_service.setdefault((item.nation, item.council_type), []).append(item.mission)
    running = Deployment.objects.as_at(today).filter(product__service__in=missions, contract_ends_on__gt=today)
    found: dict[tuple[int, dt.date], tuple[Mission, list[Deployment]]] = {}
    for contract in running.select_related("council", "product__supplier").order_by("contract_ends_on", "council__name", "pk"):
        last_day = contract.contract_last_day
        if last_day is None or today < months_before(last_day, FAR):
            continue
        of_type = missions[contract.product.service].get((contract.council.nation, contract.council.council_type), [])
        for mission in of_type:
            found.setdefault((mission.pk, last_day), (mission, []))[1].append(contract)
    for (_, last_day), (mission, contracts) in found.items():
        yield mission, last_day, contracts


def _notice(mission: Mission, last_day: dt.date, contracts: list[Deployment], months: int, role: MissionRole) -> Notice:
    which = hashlib.sha256(",".join(str(pk) for pk in sorted(item.pk for item in contracts)).encode()).hexdigest()[:12]
    return Notice(
        key=f"contract-window-{months}:{mission.pk}:{last_day}:{which}:{role.user_id}",
        to_user_id=role.user_id,
        to_address=role.user.email,
        template="contract_window",
        context={
            "mission": mission,
            "last_day": last_day,
            "contracts": contracts[:MOST_NAMED],
            "more": max(len(contracts) - MOST_NAMED, 0),
            "count": len({item.council_id for item in contracts}),
            "months": months,
            "url": reverse("market:windows", args=[mission.slug]),
        },
        mission_id=mission.pk,
    )


WINDOW = ReminderRule(
    what="Contracts of councils end, so that they can switch",
    whom="The leads of each mission for that service",
    when=f"{FAR} and {NEAR} months before the last day; contracts that end on one day come in one message",
    due=due,
)
