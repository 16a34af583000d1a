"""Pages of the people of a mission."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.people.access import person_for, signed_in
from missions.people.roles import MissionRoleName
from missions.stewardship import actions
from missions.stewardship.access import stand, stand_on_people, why_not_work_on_people
from missions.stewardship.forms import AddPersonForm, HandOverForm, PersonRoleForm
from missions.stewardship.models import MissionRole

LONGEST_LIST = 200


@login_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, mission: str) -> HttpResponse:
    """Who is what since when; and, for who may, a role for somebody."""
    user = signed_in(request)
    standing = stand_on_people(user, mission, on=clock.today())
    why_not = why_not_work_on_people(standing)
    form = AddPersonForm(request.POST or None) if why_not is None else None
    if request.method == "POST":
        require(why_not)
        if form is not None and form.is_valid():
            try:
                added = actions.add_person(by=user, standing=standing, **form.cleaned_data)
            except NotNow as refusal:
                form.add_error("email", refusal.sentence)
            else:
                label = MissionRoleName(form.cleaned_data["role"]).label.lower()
                messages.success(request, f"{added} is now {label}. An e-mail tells them.")
                return redirect("stewardship:people", standing.mission.slug)
    roles = (
        MissionRole.objects.filter(mission=standing.mission)
        .select_related("user")
        .order_by("user__name", "user__email", "starts_on")
    )
    present = [role for role in roles if role.ends_on is None or role.ends_on > standing.on]
    order = MissionRoleName.values
    context = {
        "standing": standing,
        "section": "people",
        "form": form,
        "why_not": why_not,
        "present": sorted(present, key=lambda role: order.index(role.role)),
        "ended": [role for role in roles if role not in present][:LONGEST_LIST],
    }
    return render(request, "stewardship/people.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, mission: str, role: int) -> HttpResponse:
    """Ask, then end a role."""
    user = signed_in(request)
    standing = stand_on_people(user, mission, on=clock.today())
    require(why_not_work_on_people(standing))
    ending = MissionRole.objects.select_related("user").filter(pk=role, mission=standing.mission).first()
    if ending is None:
        raise Http404("No such role.")
    if request.method == "POST":
        actions.end_role(by=user, standing=standing, role_id=ending.pk)
        messages.success(request, f"{ending.user} is no longer {ending.get_role_display().lower()}.")
        # Whoever ends their own last role no longer sees the page of people.
        may_stay = (
            user.is_administrator or MissionRole.objects.as_at(standing.on).filter(mission=standing.mission, user=user).exists()
        )
        return redirect("stewardship:people", standing.mission.slug) if may_stay else redirect("home")
    return render(request, "stewardship/end_role.html", {"standing": standing, "section": "people", "role": ending})


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, mission: str) -> HttpResponse:
    """Make somebody else on the mission its lead."""
    user = signed_in(request)
    standing = stand_on_people(user, mission, on=clock.today())
    require(why_not_work_on_people(standing))
    roles = MissionRole.objects.as_at(standing.on).filter(mission=standing.mission).select_related("user")
    leads = [role.user for role in roles if role.role == MissionRoleName.LEAD]
    among = {role.user_id for role in roles} - {lead.pk for lead in leads}
    form = HandOverForm(request.POST or None, among=sorted(among))
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        actions.hand_over(by=user, standing=standing, to=to)
        messages.success(request, f"{to} leads the mission from today. An e-mail tells them.")
        may_stay = user.is_administrator or user.pk in among
        return redirect("stewardship:people", standing.mission.slug) if may_stay else redirect("home")
    context = {"standing": standing, "section": "people", "form": form, "leads": leads, "has_others": bool(among)}
    return render(request, "stewardship/hand_over.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def give_person_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one person a role on a mission: an administrator comes here from the person's page."""
    user, today = signed_in(request), clock.today()
    found = person_for(user, pk)
    form = PersonRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mission, role = form.cleaned_data["mission"], form.cleaned_data["role"]
        standing = stand(user, mission.slug, on=today)
        try:
            actions.add_person(by=user, standing=standing, email=found.email, name=found.name, role=role)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, f"{found} is now {MissionRoleName(role).label.lower()} on {mission.name}. An e-mail tells them."
            )
            return redirect("people:person", found.pk)
    return render(request, "stewardship/give_person_role.html", {"found": found, "form": form})
