"""Pages on which the mission team keeps the record of what councils run."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from missions.core import clock
from missions.core.access import require
from missions.market import actions
from missions.market.access import why_not_record
from missions.market.forms import AnswerForm, EndForm, FactsForm, RecordForm
from missions.market.models import Deployment
from missions.market.views import council_of
from missions.people.access import signed_in
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand


@login_required
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, mission: str, code: str) -> HttpResponse:
    """Record a product that a council runs."""
    user, standing = _door(request, mission)
    council = council_of(standing, code)
    form = RecordForm(request.POST if request.method == "POST" else None, service=standing.mission.service, on=standing.on)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        product = typed["product"] or actions.NewProduct(typed["product_name"], typed["supplier"])
        actions.record_deployment(
            by=user, standing=standing, council=council, product=product, facts=form.facts(), seen_on=typed["seen_on"]
        )
        messages.success(request, f"What {council.name} runs is recorded. Every figure counts it from now on.")
        return redirect("market:council", mission, code)
    return render(request, "market/record.html", _about(standing, council, form))


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, mission: str, code: str) -> HttpResponse:
    """Record what a council answered without naming a product."""
    user, standing = _door(request, mission)
    council = council_of(standing, code)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.record_answer(by=user, standing=standing, council=council, **form.cleaned_data)
        messages.success(request, f"The answer of {council.name} is recorded.")
        return redirect("market:council", mission, code)
    return render(request, "market/answer.html", _about(standing, council, form))


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Correct or add to what is recorded about a deployment."""
    user, standing = _door(request, mission)
    deployment = _deployment(standing, pk)
    form = FactsForm(request.POST if request.method == "POST" else None, on=standing.on, deployment=deployment)
    if request.method == "POST" and form.is_valid():
        actions.correct_deployment(by=user, standing=standing, deployment=deployment, facts=form.facts())
        messages.success(request, "The record is changed. Earlier versions are kept.")
        return redirect("market:council", mission, deployment.council.code)
    context = {**_about(standing, deployment.council, form), "deployment": deployment}
    return render(request, "market/correct.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Say that a council no longer runs a product."""
    user, standing = _door(request, mission)
    deployment = _deployment(standing, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.end_deployment(by=user, standing=standing, deployment=deployment, **form.cleaned_data)
        messages.success(request, f"{deployment.product} at {deployment.council} is recorded as ended.")
        return redirect("market:council", mission, deployment.council.code)
    return render(request, "market/end.html", {**_about(standing, deployment.council, form), "deployment": deployment})


@login_required
@require_POST
def confirm(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Say that a council still runs a product, whatever the last list left out."""
    user, standing = _door(request, mission)
    deployment = _deployment(standing, pk)
    actions.confirm_deployment(by=user, standing=standing, deployment=deployment)
    messages.success(request, f"{deployment.product} at {deployment.council} is recorded as still in use today.")
    return redirect("market:council", mission, deployment.council.code)


def _door(request: HttpRequest, mission: str) -> tuple[User, Standing]:
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    require(why_not_record(standing))
    return user, standing


def _deployment(standing: Standing, pk: int) -> Deployment:
    found = Deployment.objects.for_service(standing.mission.service).select_related("product__supplier", "council")
    return get_object_or_404(found, pk=pk)


def _about(standing: Standing, council: Organisation, form: Any) -> dict[str, Any]:
    return {"standing": standing, "section": "market", "council": council, "form": form}
