"""Which day rates hold for a claim’s period."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from funding.models import DayRate, Fund
from missions.core.formats import day
from missions.core.refusals import NotNow


def rates_on(fund: Fund, on: dt.date) -> dict[int, DayRate]:
    """The rate of each role on a day, by role: one agreed for the fund comes before the mission’s. One query."""
    found: dict[int, DayRate] = {}
    rates = DayRate.objects.as_at(on).filter(role__mission=fund.mission_id).select_related("role").for_fund(fund.pk)
    for rate in rates:
        found.setdefault(rate.role_id, rate)
    return found


def rates_for(fund: Fund, roles: Iterable[int], *, starts_on: dt.date, ends_on: dt.date) -> Mapping[int, Decimal]:
    """Pounds a day by role for a period. A claim has one rate for each role: where it changes in between, two claims are needed."""
    first, last = rates_on(fund, starts_on), rates_on(fund, ends_on - dt.timedelta(days=1))
    for role in roles:
        if role not in last or role not in first:
            raise NotNow("The mission has agreed no day rate for one of these roles in these days. Ask the mission team.")
        if first[role].pk != last[role].pk:
            changes = last[role].starts_on
            raise NotNow(
                f"The rate for {last[role].role.name} changes on {day(changes)}. Make one claim for the days before it and one for "
                "the days from then on."
            )
    return {role: first[role].amount for role in first}
