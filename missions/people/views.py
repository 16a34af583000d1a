"""Pages of people: for administrators, and everybody's own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.core.registries import erasure
from missions.people import actions
from missions.people.access import person_for, signed_in, why_not_look_after_people
from missions.people.forms import GiveRoleForm, InviteForm, NameForm
from missions.people.held import held_by
from missions.people.models import OrganisationRole, User

PER_PAGE = 50
STATES = (("open", "May sign in"), ("closed", "Closed"), ("administrators", "Administrators"))


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account."""
    require(why_not_look_after_people(signed_in(request)))
    filters = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    found = User.objects.everyone().filter(forgotten_at__isnull=True).matching(filters["q"])
    if filters["state"] in {"open", "closed"}:
        found = found.filter(is_active=filters["state"] == "open")
    elif filters["state"] == "administrators":
        found = found.filter(is_administrator=True)
    page = Paginator(found.with_roles().order_by("name", "email"), PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "page": page,
        "rows": [(user, held_by(user, on=today)) for user in page.object_list],
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": STATES,
    }
    return render(request, "people/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Make somebody's account and tell them how to sign in."""
    user = signed_in(request)
    require(why_not_look_after_people(user))
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invited = actions.invite(by=user, on=clock.today(), **form.cleaned_data)
        messages.success(request, f"{invited} is invited. An e-mail to {invited.email} tells them how to sign in.")
        return redirect("people:person", invited.pk)
    return render(request, "people/invite.html", {"form": form})


@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: what they are, and what an administrator can do about it."""
    user = signed_in(request)
    found = person_for(user, pk)
    context = {"found": found, "held": held_by(found, on=clock.today()), "is_self": found.pk == user.pk}
    return render(request, "people/person.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role for a council or a supplier."""
    user = signed_in(request)
    found = person_for(user, pk)
    form = GiveRoleForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.give_role(by=user, user=found, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{found} is {given.get_role_display()} for {given.organisation}.")
            return redirect("people:person", found.pk)
    return render(request, "people/give_role.html", {"found": found, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    """Ask, then end a role."""
    user = signed_in(request)
    found = person_for(user, pk)
    ending = OrganisationRole.objects.select_related("organisation").filter(pk=role, user=found).first()
    if ending is None:
        raise Http404("No such role.")
    if request.method == "POST":
        actions.end_role(by=user, user=found, role_id=ending.pk, on=clock.today())
        messages.success(request, f"{found} is no longer {ending.get_role_display()} for {ending.organisation}.")
        return redirect("people:person", found.pk)
    return render(request, "people/end_role.html", {"found": found, "role": ending})


@login_required
@require_POST
def access(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or open an account, or make its holder an administrator."""
    user = signed_in(request)
    found = person_for(user, pk)
    to_do = request.POST.get("do", "")
    if to_do == "close":
        actions.close_account(by=user, user=found)
        messages.success(request, f"{found} is signed out everywhere and can’t sign in any more.")
    elif to_do == "reopen":
        actions.reopen_account(by=user, user=found)
        messages.success(request, f"{found} may sign in again.")
    elif to_do in {"administrator", "not-administrator"}:
        actions.set_administrator(by=user, user=found, is_administrator=to_do == "administrator")
        messages.success(request, f"{found} is {'now' if to_do == 'administrator' else 'no longer'} an administrator.")
    else:
        raise Http404("No such thing to do.")
    return redirect("people:person", found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Say exactly what forgetting does, then do it."""
    user = signed_in(request)
    found = person_for(user, pk)
    if request.method == "POST":
        actions.forget(by=user, user=found)
        messages.success(request, "That person is forgotten.")
        return redirect("people:people")
    context = {
        "found": found,
        "is_self": found.pk == user.pk,
        "changes": [entry.what for entry in erasure if entry.forget is not None],
        "stays": [entry.what for entry in erasure if entry.forget is None],
    }
    return render(request, "people/forget.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Your own name, address and roles."""
    user = signed_in(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(by=user, name=form.cleaned_data["name"])
        messages.success(request, "Your name is changed.")
        return redirect("people:account")
    found = User.objects.everyone().with_roles().get(pk=user.pk)
    return render(request, "people/account.html", {"form": form, "found": found, "held": held_by(found, on=clock.today())})
