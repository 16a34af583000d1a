"""A fund with a budget and the people who bring an award on its way, for tests; every award here walks the real moves."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from funding.access import Place, award_for
from funding.actions import awards
from funding.models import Award, Fund, FundYear, StandardItem
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests import making

ON = dt.date(2026, 9, 1)
NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)


@dataclass
class Cast:
    """Who does what: member drafts, lead or director approves, signatory accepts, officer releases."""

    mission: Mission
    fund: Fund
    council: Organisation
    member: User
    lead: User
    director: User
    officer: User
    signatory: User

    def stands(self, user: User) -> Standing:
        return stand(user, self.mission.slug, on=ON)

    def at(self, user: User, award: Award) -> Place:
        return award_for(self.stands(user), award.reference)


def make_cast(budget: str = "10000.00", *, published: bool = True) -> Cast:
    mission, council = making.make_mission(), making.make_council()
    fund = Fund.objects.create(mission=mission, slug="adoption", name="Adoption fund")
    on = dt.date(2026, 4, 1) if published else None
    FundYear.objects.create(fund=fund, start_year=2026, budget=Decimal(budget), published_on=on)
    FundYear.objects.create(fund=fund, start_year=2027, budget=Decimal(budget), published_on=on)
    officer = making.give(making.make_user(), "payments-officer", mission)
    member = making.give(making.make_user(), "member", mission)
    signatory = making.give(making.make_user(), "signatory", council)
    lead, director = making.make_lead(mission), making.make_director(mission)
    return Cast(mission, fund, council, member, lead, director, officer, signatory)


def drafted(cast: Cast, amount: str = "1000.00", **values: Any) -> Award:
    defaults: dict[str, Any] = {
        "recipient": cast.council,
        "purpose": "council-backfill",
        "starts_on": ON,
        "ends_on": dt.date(2027, 3, 31),
        "route": "competition",
    }
    years = values.pop("years", {2026: Decimal(amount)})
    return awards.draft(by=cast.member, standing=cast.stands(cast.member), fund=cast.fund, years=years, **{**defaults, **values})


def submitted(cast: Cast, amount: str = "1000.00", **values: Any) -> Award:
    award = drafted(cast, amount, **values)
    awards.submit(by=cast.member, place=cast.at(cast.member, award), now=NOW)
    return award


def approved(cast: Cast, amount: str = "1000.00", **values: Any) -> Award:
    award = submitted(cast, amount, **values)
    awards.approve(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    return award


def active(cast: Cast, amount: str = "1000.00", **values: Any) -> Award:
    award = approved(cast, amount, **values)
    awards.offer(by=cast.member, place=cast.at(cast.member, award), now=NOW)
    awards.accept(by=cast.signatory, place=cast.at(cast.signatory, award), now=NOW)
    items = dict.fromkeys(StandardItem.values, (True, ""))
    awards.check_standard(by=cast.member, place=cast.at(cast.member, award), items=items, now=timezone.now())
    awards.activate(by=cast.member, place=cast.at(cast.member, award), now=NOW)
    return Award.objects.get(pk=award.pk)
