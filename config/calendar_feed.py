"""A person's private calendar: what needs them and has a date, as RFC 5545, for calendars that follow an address."""

import datetime as dt
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from icalendar import Calendar, Event

from config.home import missions_of
from config.needs import Need, needs_of
from missions.core import clock
from missions.notices.actions import digest
from missions.notices.models import CalendarFeed


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
    calendar = Calendar()
    calendar.add("prodid", "-//Steward//What needs you//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "What needs you in Steward")
    for need in needs:
        if need.due is None:
            continue
        event = Event()
        event.add("uid", f"{sha256(f'{need.url} {need.what}'.encode()).hexdigest()[:32]}@steward")
        event.add("dtstamp", now.astimezone(dt.UTC))
        event.add("dtstart", need.due)
        event.add("dtend", need.due + dt.timedelta(days=1))
        event.add("summary", need.what)
        event.add("description", f"{need.why}. {need.where}." + (f" It takes {need.takes}." if need.takes else ""))
        event.add("url", f"{settings.SITE_URL}{need.url}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
