"""Pages on which the team writes versions, and the lead publishes and withdraws them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from missions.core import clock
from missions.core.access import require
from missions.core.formats import day as in_words
from missions.core.refusals import NotNow
from missions.people.access import signed_in
from missions.standards import actions
from missions.standards.access import why_not_publish, why_not_write
from missions.standards.forms import PassStageForm, PublishForm, VersionForm, WithdrawForm
from missions.standards.models import PASS_STAGES, Standard
from missions.standards.views import about, door, version_of

POSTING = ["GET", "POST"]


@login_required
@require_http_methods(POSTING)
def add(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Write a draft of the next version."""
    user = signed_in(request)
    standing, item = door(request, mission, slug)
    require(why_not_write(standing))
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_version(by=user, standing=standing, intervention=item, now=clock.now(), **form.cleaned_data)
        except NotNow as refused:
            form.add_error("number", str(refused))
        else:
            messages.success(request, f"Version {made.number} is a draft. Look it over, then the lead publishes it.")
            return redirect(made)
    return render(request, "standards/version_form.html", {**about(standing), "intervention": item, "form": form})


@login_required
@require_http_methods(POSTING)
def change(request: HttpRequest, mission: str, slug: str, number: str) -> HttpResponse:
    """Change a draft."""
    user = signed_in(request)
    standing, item = door(request, mission, slug)
    require(why_not_write(standing))
    found = version_of(standing, item, number)
    if found.status != "draft":
        raise NotNow("This version is published, so it stays as it is. Add the next one.")
    said = {name: getattr(found, name) for name in ("number", "kind", "schema_text", "change_log")}
    form = VersionForm(request.POST or None, request.FILES or None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_version(by=user, standing=standing, version=found, **form.cleaned_data)
        except NotNow as refused:
            form.add_error("number", str(refused))
        else:
            messages.success(request, "The draft is changed.")
            return redirect("standards:version", mission, slug, form.cleaned_data["number"])
    context = {**about(standing), "intervention": item, "form": form, "version": found}
    return render(request, "standards/version_form.html", context)


@login_required
@require_http_methods(POSTING)
def publish(request: HttpRequest, mission: str, slug: str, number: str) -> HttpResponse:
    """Say from which day a version holds."""
    user = signed_in(request)
    standing, item = door(request, mission, slug)
    require(why_not_publish(standing))
    found = version_of(standing, item, number)
    form = PublishForm(request.POST if request.method == "POST" else None, on=standing.on, initial={"starts_on": standing.on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_version(by=user, standing=standing, version=found, now=clock.now(), **form.cleaned_data)
        except NotNow as refused:
            form.add_error("starts_on", str(refused))
        else:
            messages.success(
                request, f"Version {found.number} is published. It holds from {in_words(form.cleaned_data['starts_on'])}."
            )
            return redirect(found)
    context: dict[str, Any] = {**about(standing), "intervention": item, "form": form, "version": found}
    return render(request, "standards/publish.html", context)


@login_required
@require_http_methods(POSTING)
def withdraw(request: HttpRequest, mission: str, slug: str, number: str) -> HttpResponse:
    """Say that a version holds no more, and why."""
    user = signed_in(request)
    standing, item = door(request, mission, slug)
    require(why_not_publish(standing))
    found = version_of(standing, item, number)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_version(by=user, standing=standing, version=found, **form.cleaned_data)
        messages.success(request, f"Version {found.number} is withdrawn. Everybody can read your reason.")
        return redirect(found)
    return render(request, "standards/withdraw.html", {**about(standing), "intervention": item, "form": form, "version": found})


@login_required
@require_http_methods(POSTING)
def pass_stage(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Choose what a passed test shows of a council."""
    user = signed_in(request)
    standing, item = door(request, mission, slug)
    require(why_not_write(standing))
    known: Standard = getattr(item, "standard", None) or Standard()
    form = PassStageForm(request.POST if request.method == "POST" else None, initial={"pass_stage": known.pass_stage})
    if request.method == "POST" and form.is_valid():
        actions.set_pass_stage(by=user, standing=standing, intervention=item, **form.cleaned_data)
        label = dict(PASS_STAGES)[form.cleaned_data["pass_stage"]].split(":")[0].lower()
        messages.success(request, f"A council whose file passes is now recorded as {label}.")
        return redirect("standards:standard", mission, slug)
    return render(request, "standards/pass_stage.html", {**about(standing), "intervention": item, "form": form})
