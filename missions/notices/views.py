"""Pages about how people hear of things, and the trail of what a mission's people were told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from missions.core import clock
from missions.notices import actions
from missions.notices.forms import RhythmForm
from missions.notices.models import CalendarFeed, Choice, Reminder
from missions.people.access import signed_in
from missions.people.roles import MissionRoleName
from missions.stewardship.access import stand_on
from missions.stewardship.models import Mission

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def rhythm(request: HttpRequest) -> HttpResponse:
    """At once, once a day or once a week; in general and for each mission."""
    user = signed_in(request)
    missions = list(Mission.objects.where(user, MissionRoleName.values, clock.today()).order_by("name"))
    form = RhythmForm(request.POST or None, missions=missions, chosen=Choice.objects.rhythms([user.pk]), user=user.pk)
    if request.method == "POST" and form.is_valid():
        actions.choose_rhythms(by=user, rhythms=form.rhythms)
        messages.success(request, "Your choice is saved.")
        return redirect("people:account")
    return render(request, "notices/rhythm.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Make, replace or end the address of one's private calendar; the address is shown once, when it is made."""
    user = signed_in(request)
    context: dict[str, Any] = {}
    if request.method == "POST" and request.POST.get("do") == "close":
        actions.close_calendar(by=user)
        messages.success(request, "Your calendar address no longer works.")
        return redirect("notices:calendar")
    if request.method == "POST":
        secret = actions.open_calendar(by=user)
        context["address"] = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
    context["feed"] = CalendarFeed.objects.filter(user=user).first()
    response = render(request, "notices/calendar.html", context)
    # The address opens the calendar to whoever has it.
    response["Cache-Control"] = "no-store"
    return response


@login_required
def trail(request: HttpRequest, mission: str) -> HttpResponse:
    """Who was told of what and when, and to whom it went up; of one thing where `about` names its address."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    about = request.GET.get("about", "")
    found = Reminder.objects.filter(mission=standing.mission)
    found = found.trail(about) if about else found.select_related("user").order_by("-written_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/trail.html", {"standing": standing, "section": "gaps", "page": page, "about": about})
