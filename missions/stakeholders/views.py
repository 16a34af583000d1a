"""Pages of stakeholders: the list, one of them, and what to change."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from missions.core import clock
from missions.core.access import require
from missions.people.access import signed_in
from missions.stakeholders import actions
from missions.stakeholders.access import contact_of, stake_of, why_not_add_bodies, why_not_change
from missions.stakeholders.forms import CorrectForm, JudgementForm, LogForm, MoveForm, StakeForm
from missions.stakeholders.lifecycle import ENGAGEMENT
from missions.stakeholders.models import Stake, StakeRole
from missions.stakeholders.querysets import StakeQuerySet
from missions.stewardship.access import Standing, stand_on

PER_PAGE = 50
FILTERS = ("q", "role", "engagement", "look")
LOOKS = {"mine": "Mine", "nobody": "Without an owner", "late": "Next contact has passed"}


@login_required
def stakeholders(request: HttpRequest, mission: str) -> HttpResponse:
    """The list, filtered by what stands in the address."""
    standing = _door(request, mission)
    filters = {name: request.GET.get(name, "").strip() for name in FILTERS}
    found = _narrowed(Stake.objects.filter(mission=standing.mission), filters, standing)
    rows = found.with_last_contact().select_related("mission", "organisation", "owner")
    paginator = Paginator(rows.order_by("-influence", "-interest", "organisation__name", "pk"), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        **_about(standing, "list"),
        "page": page,
        "all_made_up": all(stake.is_illustrative for stake in page.object_list),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "roles": StakeRole.choices,
        "engagements": ENGAGEMENT.choices(),
        "looks": LOOKS.items(),
    }
    return render(request, "stakeholders/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, mission: str) -> HttpResponse:
    """Add a stakeholder; suggestions lead here with the organisation filled in."""
    standing = _door(request, mission)
    user = signed_in(request)
    require(why_not_change(standing))
    start = {"organisation": request.GET.get("organisation", "")[:200], "role": request.GET.get("role", ""), "owner": user}
    form = StakeForm(request.POST if request.method == "POST" else None, standing=standing, initial=start)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        stake = actions.add_stake(by=user, standing=standing, organisation=organisation, judgement=form.judgement())
        messages.success(request, f"{organisation.name} is a stakeholder now. Next: contact them, then log it here.")
        return redirect(stake)
    may_add_bodies = why_not_add_bodies(user, on=standing.on) is None
    return render(request, "stakeholders/form.html", {**_about(standing), "form": form, "may_add_bodies": may_add_bodies})


@login_required
def stake(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """One stakeholder: what the team thinks of it, how far it is engaged since when, and every contact."""
    standing = _door(request, mission)
    item = stake_of(standing, pk)
    contacts = item.contacts.select_related("made_by", "superseded_by", "supersedes").order_by(
        "-happened_on", "-recorded_at", "-pk"
    )
    why_not = why_not_change(standing)
    context = {
        **_about(standing),
        "stake": item,
        "is_late": item.is_late_on(standing.on),
        "page": Paginator(contacts, PER_PAGE).get_page(request.GET.get("page")),
        "engagements": item.engagements.order_by("-since", "-recorded_at", "-pk"),
        "why_not_change": why_not,
        "form": MoveForm(stake=item, on=standing.on, initial={"since": standing.on}) if why_not is None else None,
    }
    return render(request, "stakeholders/stake.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Change what the team thinks of a stakeholder."""
    standing = _door(request, mission)
    item = stake_of(standing, pk)
    require(why_not_change(standing))
    form = JudgementForm(request.POST if request.method == "POST" else None, standing=standing, initial=JudgementForm.of(item))
    if request.method == "POST" and form.is_valid():
        actions.edit_stake(by=signed_in(request), standing=standing, stake=item, judgement=form.judgement())
        messages.success(request, "Your changes are saved.")
        return redirect(item)
    return render(request, "stakeholders/form.html", {**_about(standing), "stake": item, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Log a contact."""
    standing = _door(request, mission)
    user = signed_in(request)
    item = stake_of(standing, pk)
    require(why_not_change(standing))
    start = {"happened_on": standing.on, "made_by": user}
    form = LogForm(request.POST if request.method == "POST" else None, standing=standing, stake=item, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.log_contact(
            by=user,
            standing=standing,
            stake=item,
            talk=form.talk(),
            next_contact_on=form.cleaned_data["next_contact_on"],
            engagement=form.cleaned_data["engagement"],
        )
        messages.success(request, f"The contact with {item.organisation.name} is logged.")
        return redirect(item)
    return render(request, "stakeholders/contact.html", {**_about(standing), "stake": item, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, mission: str, pk: int, contact: int) -> HttpResponse:
    """Correct an entry of the log."""
    standing = _door(request, mission)
    item = stake_of(standing, pk)
    entry = contact_of(item, contact)
    require(why_not_change(standing))
    form = CorrectForm(request.POST if request.method == "POST" else None, standing=standing, initial=CorrectForm.of(entry))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.correct_contact(by=signed_in(request), standing=standing, contact=entry, talk=form.talk(), reason=reason)
        messages.success(request, "The entry is corrected. The first one is kept beside it.")
        return redirect(item)
    return render(request, "stakeholders/contact.html", {**_about(standing), "stake": item, "entry": entry, "form": form})


@login_required
@require_POST
def move(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Say how far a stakeholder is engaged."""
    standing = _door(request, mission)
    item = stake_of(standing, pk)
    require(why_not_change(standing))
    form = MoveForm(request.POST, stake=item, on=standing.on)
    if form.is_valid():
        actions.move_stake(by=signed_in(request), standing=standing, stake=item, **form.cleaned_data)
        label = ENGAGEMENT.states[form.cleaned_data["engagement"]].label.lower()
        messages.success(request, f"{item.organisation.name} is now: {label}.")
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(item)


def _door(request: HttpRequest, mission: str) -> Standing:
    return stand_on(signed_in(request), mission, on=clock.today())


def _about(standing: Standing, page: str = "") -> dict[str, Any]:
    return {
        "standing": standing,
        "section": "stakeholders",
        "stakeholder_page": page,
        "why_not_change": why_not_change(standing),
    }


def _narrowed(found: StakeQuerySet, filters: dict[str, str], standing: Standing) -> StakeQuerySet:
    if filters["q"]:
        found = found.matching(filters["q"])
    if filters["role"] in StakeRole.values:
        found = found.filter(role=filters["role"])
    if filters["engagement"] in ENGAGEMENT.states:
        found = found.filter(engagement=filters["engagement"])
    return _looked(found, filters["look"], standing)


def _looked(found: StakeQuerySet, look: str, standing: Standing) -> StakeQuerySet:
    on: dt.date = standing.on
    if look == "mine":
        return found.filter(owner=standing.user)
    if look == "nobody":
        return found.filter(owner__isnull=True)
    return found.late_on(on) if look == "late" else found
