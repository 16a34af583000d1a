"""Setting funds up and publishing what they may spend."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from funding.access import why_not_keep_funds
from funding.models import Fund, FundYear
from missions.core.access import require
from missions.core.audit import record
from missions.core.formats import pounds
from missions.core.money import to_pence
from missions.core.periods import FinancialYear
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.stewardship.access import Standing


def create_fund(*, by: User, standing: Standing, slug: str, **values: Any) -> Fund:
    """A new fund, without a budget yet."""
    require(why_not_keep_funds(standing))
    with transaction.atomic():
        if Fund.objects.filter(mission=standing.mission, slug=slug).exists():
            raise NotNow("This mission has a fund with this short name. Choose another one.")
        fund = Fund.objects.create(mission=standing.mission, slug=slug, started_on=standing.on, **values)
        record("fund.create", by=by, subject=fund, mission=standing.mission)
    return fund


def edit_fund(*, by: User, standing: Standing, fund: Fund, **values: Any) -> None:
    """Change its name, its legal power or its conditions. What pays councils under section 31 stays so once something is committed."""
    require(why_not_keep_funds(standing))
    with transaction.atomic():
        locked = Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
        changes_power = values.get("is_section_31", locked.is_section_31) != locked.is_section_31
        if changes_power and locked.years.filter(committed__gt=0).exists():
            raise NotNow("Money of this fund is committed already, so whether it pays under section 31 stays as it is.")
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()
        record("fund.edit", by=by, subject=locked, mission=standing.mission)


def publish_budget(
    *, by: User, standing: Standing, fund: Fund, start_year: int, budget: Decimal, published_on: dt.date
) -> FundYear:
    """The budget of a financial year from the day it was published; changed later, it never falls below what is committed."""
    require(why_not_keep_funds(standing))
    budget = to_pence(budget)
    with transaction.atomic():
        Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
        year = FundYear.objects.select_for_update().filter(fund=fund, start_year=start_year).first()
        if year is None:
            year = FundYear(fund=fund, start_year=start_year, budget=budget)
        if budget < year.committed:
            name = FinancialYear(start_year)
            raise NotNow(f"{pounds(year.committed)} is committed in {name} already, so its budget can’t be lower.")
        before, year.budget, year.published_on = year.budget, budget, published_on
        year.save()
        detail: Mapping[str, Any] = {"year": start_year, "before": f"{before:.2f}", "after": f"{budget:.2f}"}
        record("fund.publish-budget", by=by, subject=fund, mission=standing.mission, **detail)
    return year
