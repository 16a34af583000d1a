"""Pages of an award that runs: milestones reached, changes of its terms, and who holds it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from funding import doors
from funding.access import Place, why_not_decide_variation, why_not_draft, why_not_report
from funding.actions import milestones as milestone_actions
from funding.actions import variations as variation_actions
from funding.lifecycle import VARIATION
from funding.models import FundYear, MilestoneKind, Novation, Variation
from funding.novation import OPEN, holders, novate, why_not_novate
from funding.running_forms import NovationForm, ReasonForm, ReportForm
from funding.terms import Terms
from funding.variation_forms import VariationForm, changes_of, fixed_milestones
from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow

CHANGEABLE = ("approved", "accepted", "active")


@login_required
def milestone(request: HttpRequest, mission: str, reference: str, number: int) -> HttpResponse:
    """One milestone: what has to be reached, what the recipient says and sent, and what comes next."""
    user, place = doors.whole(request, mission, reference)
    item = get_object_or_404(place.award.milestones.select_related("reported_by", "met_by"), number=number)
    is_open = place.award.status == "active" and item.status == "planned"
    why_not = why_not_report(place)
    form = ReportForm(request.POST or None, request.FILES or None, milestone=item) if is_open and why_not is None else None
    if request.method == "POST":
        require(why_not)
        if form is None:
            raise NotNow("This milestone can’t be reported now.")
        if form.is_valid():
            report = form.cleaned_data
            milestone_actions.report(by=user, place=place, number=number, now=clock.now(), **report)
            messages.success(request, "Reported. The mission team looks at it next.")
            return redirect("funding:milestone", mission, reference, number)
    is_reported = place.award.status == "active" and item.status == "reported"
    context = {
        **_about(place),
        "milestone": item,
        "turn": item.turn if place.award.status == "active" else None,
        "files": item.documents.all(),
        "is_shown_by_test": item.kind == MilestoneKind.CONFORMANCE,
        "form": form,
        "why_not_report": why_not if is_open else None,
        "may_check": is_reported and why_not_draft(place.standing) is None and item.reported_by_id != user.pk,
        "is_own": is_reported and item.reported_by_id == user.pk,
    }
    return render(request, "funding/awards/milestone.html", context)


@login_required
@require_POST
def check_milestone(request: HttpRequest, mission: str, reference: str, number: int, answer: str) -> HttpResponse:
    """The team confirms that a milestone is met, or sends it back."""
    user, place = doors.team(request, mission, reference)
    item = get_object_or_404(place.award.milestones, number=number)
    if answer == "met":
        milestone_actions.confirm(by=user, place=place, number=item.number, now=clock.now())
        messages.success(request, f"Milestone {number} is met. Its payment can be asked for now.")
    elif answer == "back":
        milestone_actions.send_back(by=user, place=place, number=item.number, now=clock.now())
        messages.success(request, f"Milestone {number} is not met yet. The recipient reports it again.")
    else:
        raise Http404("No such answer.")
    return redirect(place.award)


@login_required
def changes(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Every change of the terms, with the terms before and after it."""
    _, place = doors.whole(request, mission, reference)
    context = {
        **_about(place),
        "variations": place.award.variations.select_related("proposed_by", "decided_by"),
        "why_not_draft": why_not_draft(place.standing),
        "is_changeable": place.award.status in CHANGEABLE,
    }
    return render(request, "funding/awards/changes.html", context)


@login_required
def propose(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Propose other terms."""
    user, place = doors.team(request, mission, reference)
    if place.award.status not in CHANGEABLE:
        raise NotNow(
            "Only an award that was approved and hasn’t ended can be varied, and not while an offer waits for its answer."
        )
    terms = Terms.of(place.award)
    years = FundYear.objects.filter(fund=place.award.fund_id).values_list("start_year", flat=True)
    form = VariationForm(request.POST or None, terms=terms, years=years, fixed=fixed_milestones(place.award))
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = variation_actions.propose(by=user, place=place, terms=form.asked, reason=reason, now=clock.now())
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Proposed. Nothing changes until somebody else approves it.")
            return redirect("funding:change", mission, reference, made.number)
    return render(request, "funding/awards/propose.html", {**_about(place), "form": form})


@login_required
def change(request: HttpRequest, mission: str, reference: str, number: int) -> HttpResponse:
    """One change: the terms before and after it, why, and what may be done."""
    _, place, item = _change(request, mission, reference, number)
    return _change_page(request, place, item, ReasonForm())


def _change_page(request: HttpRequest, place: Place, item: Variation, form: Any) -> HttpResponse:
    is_open = item.status == "proposed"
    context = {
        **_about(place),
        "variation": item,
        "rows": changes_of(item),
        "turn": VARIATION.states[item.status].turn,
        "why_not": why_not_decide_variation(place, item) if is_open else None,
        "may_decide": is_open and why_not_decide_variation(place, item) is None,
        "may_withdraw": is_open and why_not_draft(place.standing) is None,
        "form": form,
    }
    return render(request, "funding/awards/change.html", context)


@login_required
@require_POST
def decide_change(request: HttpRequest, mission: str, reference: str, number: int, answer: str) -> HttpResponse:
    """Approve a change, refuse it, or take it back."""
    user, place, item = _change(request, mission, reference, number)
    now, form = clock.now(), ReasonForm(request.POST)
    if answer == "refuse":
        require(why_not_decide_variation(place, item))
        if not form.is_valid():
            return _change_page(request, place, item, form)
        variation_actions.reject(by=user, place=place, number=number, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, "Refused. The terms stay as they are.")
    elif answer == "approve":
        variation_actions.approve(by=user, place=place, number=number, now=now)
        messages.success(request, "Approved. The new terms hold, and the earlier ones stay readable.")
    elif answer == "withdraw":
        variation_actions.withdraw(by=user, place=place, number=number, now=now)
        messages.success(request, "Withdrawn. The terms stay as they are.")
    else:
        raise Http404("No such answer.")
    return redirect("funding:change", mission, reference, number)


def _change(request: HttpRequest, mission: str, reference: str, number: int) -> tuple[Any, Place, Variation]:
    user, place = doors.whole(request, mission, reference)
    found = place.award.variations.select_related("proposed_by", "decided_by")
    return user, place, get_object_or_404(found, number=number)


@login_required
def pass_on(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Who holds an award, and from which day it passes to others."""
    user, place = doors.whole(request, mission, reference)
    held = holders(place.award, on=place.standing.on)
    why_not = why_not_novate(place.standing)
    form = None
    if why_not is None and place.award.status in OPEN:
        form = NovationForm(request.POST or None, holders=held, day=place.standing.on)
    if request.method == "POST":
        require(why_not)
        if form is None:
            raise NotNow("Only an award that is still open passes to others.")
        if form.is_valid():
            data = form.cleaned_data
            try:
                novate(
                    by=user,
                    standing=place.standing,
                    award=place.award,
                    on=data["on"],
                    from_organisation=form.holders[data["giver"]],
                    parts=form.parts,
                    reason=data["reason"],
                    now=clock.now(),
                )
            except NotNow as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, "It is written down who takes the award over.")
                return redirect("funding:pass_on", mission, reference)
    entries = Novation.objects.filter(award=place.award).select_related("from_organisation", "recorded_by")
    context = {
        **_about(place),
        "holders": held,
        "entries": entries.prefetch_related("parts__to_organisation"),
        "form": form,
        "why_not": why_not,
    }
    return render(request, "funding/awards/pass_on.html", context)


def _about(place: Place) -> dict[str, Any]:
    return {"standing": place.standing, "section": "awards", "award": place.award, "place": place}
