"""Pages of payments: of one award, with its ledger; and all of a mission that wait for the payments officer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from funding import doors
from funding.access import why_not_draft, why_not_release
from funding.actions import payments as actions
from funding.lifecycle import PAYMENT
from funding.models import Payment
from funding.novation import holders
from funding.running_forms import PaymentForm, ReasonForm
from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand_on

PER_PAGE = 100


@login_required
def of_award(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """What was asked for, released and paid of one award, its ledger, and a form to ask for the next payment."""
    user, place = doors.whole(request, mission, reference)
    award = place.award
    payments = list(award.payments.select_related("payee", "requested_by", "released_by"))
    why_not = why_not_draft(place.standing)
    form = None
    if why_not is None and award.status == "active":
        asked = {item.milestone_id for item in payments if item.status != "refused"}
        met = [item for item in award.milestones.filter(status="met", amount__gt=0) if item.pk not in asked]
        form = PaymentForm(request.POST or None, met=met, holders=holders(award, on=place.standing.on))
    if request.method == "POST":
        require(why_not)
        if form is None:
            raise NotNow("Only an active award is paid.")
        if form.is_valid():
            try:
                made = actions.request(by=user, place=place, now=clock.now(), **form.asked)
            except NotNow as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, f"Payment {made.number} is asked for. The payments officer releases it next.")
                return redirect("funding:award_payments", mission, reference)
    waiting = sum((item.amount for item in payments if item.status in ("requested", "released")), start=award.amount * 0)
    context = {
        "standing": place.standing,
        "section": "awards",
        "award": award,
        "payments": [(item, PAYMENT.states[item.status].turn) for item in payments],
        "waiting": waiting,
        "left": award.amount - award.paid - waiting,
        "entries": award.entries.select_related("fund_year", "made_by", "payment"),
        "form": form,
        "why_not": why_not,
    }
    return render(request, "funding/awards/payments.html", context)


@login_required
def payments(request: HttpRequest, mission: str) -> HttpResponse:
    """Payments of a mission; the payments officer chooses which to release."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    why_not = why_not_release(standing)
    if request.method == "POST":
        require(why_not)
        chosen = [int(text) for text in request.POST.getlist("payment") if text.isascii() and text.isdigit() and len(text) < 10]
        found = list(Payment.objects.filter(pk__in=chosen, award__fund__mission=standing.mission))
        if not found:
            return _list(request, standing, why_not, "Choose at least one payment to release.")
        try:
            run = actions.release(by=user, standing=standing, payments=found, now=clock.now())
        except NotNow as refusal:
            return _list(request, standing, why_not, refusal.sentence)
        messages.success(request, f"Released in payment run {run.number}. The payments are made and recorded within minutes.")
        return redirect("funding:payments", mission)
    return _list(request, standing, why_not, "")


def _list(request: HttpRequest, standing: Standing, why_not: str | None, error: str) -> HttpResponse:
    of_mission = Payment.objects.filter(award__fund__mission=standing.mission).select_related(
        "award__fund__mission", "award__recipient", "payee", "requested_by", "released_by", "run"
    )
    asked = of_mission.filter(status="requested").prefetch_related("award__variations").order_by("requested_at", "pk")
    rows = [(item, why_not or why_not_release(standing, item, actions.approvers_of(item.award))) for item in asked[:PER_PAGE]]
    settled = of_mission.exclude(status="requested").order_by("-requested_at", "-pk")
    context: dict[str, Any] = {
        "standing": standing,
        "section": "awards",
        "rows": rows,
        "may_release": any(sentence is None for _, sentence in rows),
        "page": Paginator(settled, PER_PAGE).get_page(request.GET.get("page")),
        "why_not": why_not,
        "error": error,
    }
    return render(request, "funding/payments/list.html", context)


@login_required
def refuse(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Send a payment back with a reason."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    found = Payment.objects.select_related("award__fund__mission", "award__recipient", "payee")
    item = get_object_or_404(found, pk=pk, award__fund__mission=standing.mission)
    require(why_not_release(standing))
    PAYMENT.check(item.status, "refused")
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.refuse(by=user, standing=standing, payment=item, reason=form.cleaned_data["reason"])
        messages.success(request, "Refused. Those who asked for it read your reason.")
        return redirect("funding:payments", mission)
    context = {"standing": standing, "section": "awards", "payment": item, "award": item.award, "form": form}
    return render(request, "funding/payments/refuse.html", context)
