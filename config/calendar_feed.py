"""Calendars, as RFC 5545: what needs a person and has a date, at a private address to follow; and the last day of a round, to keep."""

import datetime as dt
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET
from icalendar import Calendar, Event

from codesign.models import Invitation, Round
from config.home import missions_of
from config.needs import Need, needs_of
from missions.core import clock, formats
from missions.core.models import AuditRow
from missions.notices.actions import digest
from missions.notices.models import CalendarFeed
from missions.people.access import signed_in
from missions.people.models import User
from missions.stewardship.models import MissionRole

# What may move a round's last day or change its words: each makes the event newer, so that a calendar replaces the one it has.
CHANGES = ("round.launch", "round.edit", "round.extend")


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address; 404 when it was replaced or stopped, or its owner may no longer sign in."""
    found = CalendarFeed.objects.filter(secret_sha256=digest(secret), user__is_active=True).select_related("user").first()
    if found is None:
        raise Http404("No such calendar.")
    now = clock.now()
    needs = needs_of(found.user, missions_of(found.user, clock.london_day(now)), now=now)
    answer = HttpResponse(calendar_of(needs, now=now), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    return answer


def calendar_of(needs: list[Need], *, now: dt.datetime) -> bytes:
    """Each need with a date as an event of that whole day; a need keeps its identity while its address and words stay."""
    calendar = _calendar()
    calendar.add("x-wr-calname", "What needs you in Steward")
    for need in needs:
        if need.due is None:
            continue
        event = _of_a_day(need.due, need.what, need.url, now)
        event.add("uid", f"{sha256(f'{need.url} {need.what}'.encode()).hexdigest()[:32]}@steward")
        event.add("description", f"{need.why}. {need.where}." + (f" It takes {need.takes}." if need.takes else ""))
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


@login_required
@require_GET
def round_event(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a round as a file for any calendar: for those invited and the people on its mission; 404 to everybody else."""
    user, now = signed_in(request), clock.now()
    found = get_object_or_404(_rounds_of(user, clock.london_day(now)), pk=pk)
    url = (
        reverse("rounds:take_part", args=[pk])
        if found.joined
        else reverse("rounds:mine")
        if found.invited
        else found.get_absolute_url()
    )
    answer = HttpResponse(
        last_day_of(found, url=url, sequence=_changes(found), now=now), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{found.slug}.ics") or "attachment"
    return answer


def last_day_of(item: Round, *, url: str, sequence: int, now: dt.datetime) -> bytes:
    """One event that keeps its identity whatever changes; a higher `sequence` replaces what a calendar holds."""
    # A round that closes at midnight has its last day before it.
    day = clock.london_day(item.closes_at - dt.timedelta(microseconds=1))
    event = _of_a_day(day, f"Last day to answer “{item.title}”", url, now)
    event.add("uid", f"round-{item.pk}@steward")
    event.add("sequence", sequence)
    until = formats.moment(item.closes_at)
    event.add(
        "description", f"{item.question} It takes about {item.minutes} minutes. Open until {until}. {settings.SITE_URL}{url}"
    )
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Steward//What needs you//EN")
    calendar.add("version", "2.0")
    return calendar


def _of_a_day(day: dt.date, summary: str, url: str, now: dt.datetime) -> Event:
    """An event of a whole day that blocks nobody's time."""
    event = Event()
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("url", f"{settings.SITE_URL}{url}")
    event.add("transp", "TRANSPARENT")
    return event


def _rounds_of(user: User, on: dt.date) -> Any:
    """Rounds that a person may keep the last day of, with whether they were `invited` and have `joined`."""
    mine = Invitation.objects.filter(round=OuterRef("pk"), withdrawn_at__isnull=True)
    role = MissionRole.objects.as_at(on).filter(mission=OuterRef("mission"), user=user)
    found = Round.objects.select_related("mission").annotate(
        invited=Exists(mine.filter(Q(email__iexact=user.email) | Q(participant__user=user))),
        joined=Exists(mine.filter(participant__user=user)),
        on_it=Exists(role),
    )
    return found.filter(Q(on_it=True) | Q(invited=True) & ~Q(status="draft"))


def _changes(item: Round) -> int:
    rows = AuditRow.objects.filter(subject_kind=Round._meta.label_lower, subject_id=str(item.pk), action__in=CHANGES)
    return rows.count()
