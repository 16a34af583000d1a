"""Pages that propose, change, start and close a mission."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.people.access import signed_in
from missions.people.roles import MissionRoleName
from missions.register.models import Kind, Organisation
from missions.stewardship import actions
from missions.stewardship.access import LEAD, stand_on, why_not_propose, why_not_set_mandate
from missions.stewardship.conditions import conditions
from missions.stewardship.forms import MandateForm, MissionForm, StatusForm
from missions.stewardship.lifecycle import MISSION
from missions.stewardship.models import MissionRole
from missions.stewardship.moves import MOVES, offered

PAGES_OF_CONDITIONS = (
    "stewardship:people",
    "stewardship:people",
    "stewardship:mandate",
    "stewardship:mandate",
    "stewardship:edit",
)


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a mission; who does leads it."""
    user, today = signed_in(request), clock.today()
    require(why_not_propose(user, on=today))
    form = MissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mission = actions.propose(by=user, description=form.description(), on=today)
        messages.success(request, f"{mission.name} is proposed and you lead it. Only you and administrators see it so far.")
        return redirect("stewardship:status", mission.slug)
    has_departments = Organisation.objects.filter(kind=Kind.DEPARTMENT).exists()
    return render(request, "stewardship/propose.html", {"form": form, "has_departments": has_departments})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, mission: str) -> HttpResponse:
    """Change what a mission says about itself."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    require(standing.why_not(LEAD, "change what it says about itself"))
    form = MissionForm(request.POST or None, mission=standing.mission)
    if request.method == "POST" and form.is_valid():
        actions.edit(by=user, standing=standing, description=form.description())
        messages.success(request, "The mission is changed.")
        return redirect(standing.mission)
    return render(request, "stewardship/edit.html", {"standing": standing, "section": "status", "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def mandate(request: HttpRequest, mission: str) -> HttpResponse:
    """The mandates of a mission, and a new one for who may set it."""
    user, today = signed_in(request), clock.today()
    standing = stand_on(user, mission, on=today)
    mandates = list(standing.mission.mandates.prefetch_related("levers"))
    why_not = why_not_set_mandate(standing)
    form = None
    if why_not is None:
        form = MandateForm(request.POST or None, mandate=mandates[0] if mandates else None, today=today)
    if request.method == "POST":
        require(why_not)
        if form is not None and form.is_valid():
            try:
                actions.set_mandate(by=user, standing=standing, terms=form.terms())
            except NotNow as refusal:
                form.add_error("starts_on", refusal.sentence)
            else:
                messages.success(request, "The mandate is set.")
                return redirect("stewardship:mandate", standing.mission.slug)
    context = {"standing": standing, "section": "status", "mandates": mandates, "why_not": why_not, "form": form}
    return render(request, "stewardship/mandate.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, mission: str) -> HttpResponse:
    """Where a mission stands in its life, what it needs to go on, and the moves, each asked again before it is made."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    if request.method == "POST":
        form = StatusForm(request.POST)
        if not form.is_valid():
            raise Http404("No such status.")
        to = form.cleaned_data["to"]
        MISSION.check(standing.mission.status, to)
        MOVES[to].do(user, standing)
        messages.success(request, f"The mission is now: {MISSION.states[to].label.lower()}.")
        return redirect("stewardship:status", standing.mission.slug)
    checks = conditions(standing.mission, on=standing.on)
    asked = request.GET.get("to", "")
    moves = offered(standing.mission)
    context = {
        "standing": standing,
        "section": "status",
        "turn": MISSION.states[standing.mission.status].turn,
        "checks": [(*check, page) for check, page in zip(checks, PAGES_OF_CONDITIONS, strict=True)],
        "is_ready": all(holds for _, holds in checks),
        "moves": moves,
        "asked": next((move for to, move in moves if to == asked), None),
        "form": StatusForm(initial={"to": asked}),
        "why_not": standing.why_not(LEAD, "change its status"),
        "lead": MissionRole.objects.as_at(standing.on).filter(mission=standing.mission, role=MissionRoleName.LEAD).first(),
    }
    return render(request, "stewardship/status.html", context)
