"""Pages on which the mission team checks what councils report about themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from missions.adoption import reviewing
from missions.adoption.blocking import blockers_on
from missions.adoption.forms import ReviewForm
from missions.adoption.models import AdoptionEvent, Verdict
from missions.adoption.summary import LABELS, summarise
from missions.core import clock
from missions.core.access import require
from missions.core.working_days import working_days_between
from missions.people.access import signed_in
from missions.stewardship.access import CURATORS, stand

PER_PAGE = 50


@login_required
def reports(request: HttpRequest, mission: str) -> HttpResponse:
    """What waits, the longest wait first."""
    standing = stand(signed_in(request), mission, on=clock.today())
    require(standing.why_not(CURATORS, "check what councils report"))
    found = AdoptionEvent.objects.waiting().filter(intervention__mission=standing.mission)
    rows = found.select_related("organisation", "intervention").order_by("recorded_at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "standing": standing,
        "section": "interventions",
        "page": page,
        "rows": [(event, working_days_between(clock.london_day(event.recorded_at), standing.on)) for event in page.object_list],
    }
    return render(request, "adoption/reports.html", context)


@login_required
def review(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """One report beside what was known before: verify it, or return it with a reason."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    require(standing.why_not(CURATORS, "check what councils report"))
    events = AdoptionEvent.objects.select_related(
        "organisation", "intervention__mission", "recorded_by", "supersedes", "superseded_by", "review"
    )
    event = get_object_or_404(events, pk=pk, intervention__mission=standing.mission, source="self-reported")
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reviewing.review(by=user, standing=standing, event=event, **form.cleaned_data)
        what = "is returned. The person who made it gets your reason"
        if form.cleaned_data["verdict"] == Verdict.VERIFIED:
            what = "is verified"
        messages.success(request, f"The report of {event.organisation.name} {what}.")
        return redirect("adoption:reports", mission)
    position = summarise(event.intervention, as_at=standing.on).history.position(event.organisation_id, standing.on)
    context = {
        "standing": standing,
        "section": "interventions",
        "event": event,
        "form": form,
        "checked": getattr(event, "review", None),
        "why_not": reviewing.why_not_review(standing, user, event),
        "now": LABELS[position.stage],
        "position": position,
        "others": AdoptionEvent.objects.known_at()
        .filter(intervention=event.intervention, organisation=event.organisation)
        .exclude(pk=event.pk)
        .order_by("-happened_on", "-recorded_at"),
        "blockers": blockers_on(standing.on, intervention=event.intervention, organisation=event.organisation),
    }
    return render(request, "adoption/review.html", context)
