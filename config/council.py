"""An organisation with what every area knows about it, as at any day: stages, money, measurements, what it said, its people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Window
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.council_missions import parts_in, populations_of
from config.council_money import money_of
from config.council_ready import ready_for
from config.council_stages import stages_of
from missions.core import clock
from missions.core.fresh import page_part
from missions.core.periods import Frequency, Period
from missions.market.models import Deployment
from missions.outcomes.models import Measurement
from missions.people.access import person
from missions.people.models import OrganisationRole, User
from missions.problems.models import Disclosure, Evidence, PainPoint
from missions.register.days import AsAt, read_day
from missions.register.models import Organisation
from missions.register.profile import Profile, organisation_by_code, profile
from missions.standards.conformance import standards_met
from missions.stewardship.models import Mission
from missions.stewardship.querysets import MissionQuerySet

FEW_MEASURED = 20


@dataclass(frozen=True)
class Measured:
    """The latest value of one indicator."""

    measurement: Measurement

    @property
    def period(self) -> Period:
        """When it is for."""
        return Period(self.measurement.period_start, Frequency(self.measurement.indicator.frequency))


@dataclass(frozen=True)
class MeasuredList:
    """The first of a number of indicators with a value."""

    rows: Sequence[Measured]
    number: int

    @property
    def not_shown(self) -> int:
        """How many are counted and not shown."""
        return self.number - len(self.rows)


def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a council or another organisation."""
    found = organisation_by_code(code)
    if found is None:
        raise Http404("No such organisation.")
    if found.code != code:
        return redirect(found)
    as_at = read_day(request.GET.get("as_at", ""), today=clock.today())
    user = person(request)
    # Names of people and missions that aren't public yet: what is kept is for one person, or for everybody who isn't signed in.
    body = page_part(
        request, (found, user, as_at), "register/organisation_body.html", lambda: _facts(request, found, as_at, user)
    )
    return render(request, "register/organisation.html", {"organisation": found, "as_at": as_at, "body": body})


def _facts(request: HttpRequest, found: Organisation, as_at: AsAt, user: User | None) -> dict[str, Any]:
    missions = Mission.objects.visible_to(request.user, as_at.today)
    item = profile(found, as_at=as_at.day)
    populations = populations_of(missions)
    stages = stages_of(item, missions, populations.spans)
    deployments = _deployments(item, missions)
    money = money_of(found, missions, as_at.day, everything=request.GET.get("awards") == "all")
    parts = parts_in(item, missions, populations, stages, money)
    return {
        "profile": item,
        "organisation": found,
        "as_at": as_at,
        "parts": parts,
        "stages": stages,
        "deployments": deployments,
        "ready": ready_for(item, deployments, stages, parts),
        "money": money,
        "measured": _measured(found, missions, as_at.day, everything=request.GET.get("measurements") == "all"),
        "pain_points": _pain_points(found, missions, as_at.day),
        "people": _people(found, user, today=as_at.today, as_at=as_at.day),
    }


def _deployments(item: Profile, missions: MissionQuerySet) -> Sequence[Deployment]:
    """What it ran that day, and what councils ran that it had replaced by then: nothing is re-pointed, so each names its council."""
    councils, more = {item.organisation.pk}, {item.organisation.pk}
    while more:
        links = [link for link in item.links if link.successor_id in more and link.in_force_on(item.as_at)]
        more = {link.predecessor_id for link in links} - councils
        councils |= more
    running = Deployment.objects.as_at(item.as_at).filter(council__in=councils, product__service__in=missions.values("service"))
    running = running.annotate(meets=standards_met(missions, day=item.as_at))
    return list(running.select_related("council", "product__supplier").order_by("product__service", "product__name", "pk"))


def _measured(found: Organisation, missions: MissionQuerySet, day: dt.date, *, everything: bool) -> MeasuredList:
    latest = (
        Measurement.objects.verified()
        .known_at()
        .filter(organisation=found, indicator__mission__in=missions, period_start__lte=day, category="")
        .order_by("indicator_id", "-period_start")
        .distinct("indicator_id")
    )
    rows = Measurement.objects.filter(pk__in=latest.values("pk")).annotate(number=Window(Count("pk")))
    rows = rows.select_related("indicator__mission").order_by("indicator__name", "indicator_id")
    listed: list[Any] = list(rows if everything else rows[:FEW_MEASURED])
    return MeasuredList([Measured(item) for item in listed], listed[0].number if listed else 0)


def _pain_points(found: Organisation, missions: MissionQuerySet, day: dt.date) -> Sequence[PainPoint]:
    """Those that it named in evidence that anybody may read; what was said in confidence is never tied to a council here."""
    public = Evidence.objects.readable_at(Disclosure.PUBLIC).exclude(text="").filter(organisation=found)
    said = public.filter(Q(said_on__isnull=True) | Q(said_on__lte=day))
    named = PainPoint.objects.filter(evidence_links__evidence__in=said, mission__in=missions)
    return list(named.select_related("mission").distinct().order_by("mission__name", "reference"))


def _people(found: Organisation, user: User | None, *, today: dt.date, as_at: dt.date) -> Sequence[OrganisationRole] | None:
    """Who is what for it that day; None for those who may not know: names are personal data."""
    if user is None:
        return None
    roles = list(OrganisationRole.objects.filter(organisation=found).select_related("user").order_by("user__name", "role"))
    is_own = any(role.user_id == user.pk and role.holds_on(today) for role in roles)
    return [role for role in roles if role.holds_on(as_at)] if is_own or user.is_administrator else None
