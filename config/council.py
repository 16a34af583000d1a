"""An organisation with what every area knows about it, as at any day: stages, money, measurements, what it said, its people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.council_stages import stages_of
from funding.models import Award
from missions.core import clock
from missions.core.periods import Frequency, Period
from missions.outcomes.models import Measurement
from missions.people.access import person
from missions.people.models import OrganisationRole, User
from missions.problems.models import Disclosure, Evidence, PainPoint
from missions.register.days import read_day
from missions.register.models import Kind, Organisation
from missions.register.profile import organisation_by_code, profile
from missions.stewardship.models import Mission
from missions.stewardship.querysets import MissionQuerySet


@dataclass(frozen=True)
class Money:
    """Awards as the lead, whose amounts add up, and as a partner, whose share nobody states."""

    led: Sequence[Award]
    shared: Sequence[Award]

    @property
    def total(self) -> Decimal:
        """What the awards that it leads come to; amounts shared with it are not in it."""
        return sum((award.amount for award in self.led), Decimal(0))


@dataclass(frozen=True)
class Measured:
    """The latest value of one indicator."""

    measurement: Measurement

    @property
    def period(self) -> Period:
        """When it is for."""
        return Period(self.measurement.period_start, Frequency(self.measurement.indicator.frequency))


def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a council or another organisation."""
    found = organisation_by_code(code)
    if found is None:
        raise Http404("No such organisation.")
    if found.code != code:
        return redirect(found)
    as_at = read_day(request.GET.get("as_at", ""), today=clock.today())
    missions = Mission.objects.visible_to(request.user, as_at.today)
    item = profile(found, as_at=as_at.day)
    context = {
        "profile": item,
        "organisation": found,
        "as_at": as_at,
        "stages": stages_of(item, missions),
        "money": _money(found, missions, as_at.day),
        "missions_led": missions.filter(lead_department=found) if found.kind == Kind.DEPARTMENT else (),
        "measured": _measured(found, missions, as_at.day),
        "pain_points": _pain_points(found, missions, as_at.day),
        "people": _people(found, person(request), today=as_at.today, as_at=as_at.day),
    }
    return render(request, "register/organisation.html", context)


def _money(found: Organisation, missions: MissionQuerySet, day: dt.date) -> Money:
    partner_in = Award.partners.through._default_manager.filter(organisation=found).values("award")
    awards = (
        Award.objects.given()
        .filter(Q(recipient=found) | Q(pk__in=partner_in), fund__mission__in=missions, awarded_on__lte=day)
        .select_related("fund__mission", "recipient")
        .order_by("-awarded_on", "reference")
    )
    led = [award for award in awards if award.recipient_id == found.pk]
    return Money(led, [award for award in awards if award.recipient_id != found.pk])


def _measured(found: Organisation, missions: MissionQuerySet, day: dt.date) -> list[Measured]:
    latest = (
        Measurement.objects.verified()
        .known_at()
        .filter(organisation=found, indicator__mission__in=missions, period_start__lte=day, category="")
        .order_by("indicator__name", "indicator_id", "-period_start")
        .distinct("indicator__name", "indicator_id")
        .select_related("indicator__mission")
    )
    return [Measured(measurement) for measurement in latest]


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
