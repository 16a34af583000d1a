"""The page of one milestone that a conformance test proves."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from funding.access import Place, whole_award_for
from funding.actions import conformance as actions
from funding.conformance import pass_of, why_not_record, why_not_verify, why_unproven
from funding.models import Milestone, MilestoneKind
from missions.core import clock
from missions.core.access import require
from missions.core.fields import DayField
from missions.people.access import signed_in
from missions.stewardship.access import stand


class PassForm(forms.Form):
    """What passed which test, when, and where the report is."""

    product = forms.CharField(
        label="Which product and version passed?",
        max_length=200,
        error_messages={"required": "Enter the product and its version."},
    )
    standard = forms.CharField(
        label="Which standard and version did it pass?",
        max_length=200,
        error_messages={"required": "Enter the standard and its version."},
    )
    passed_on = DayField(label="When did it pass?", error_messages={"required": "Enter the day of the pass."})
    report_url = forms.URLField(
        label="Where is the report of the test?",
        max_length=500,
        assume_scheme="https",
        help_text="A web address that the mission team can open.",
        error_messages={
            "required": "Enter the address of the report.",
            "invalid": "Enter a web address, starting with https://.",
        },
    )


@login_required
def conformance(request: HttpRequest, mission: str, reference: str, number: int) -> HttpResponse:
    """The pass as it is recorded, and the form to record one."""
    place, item = _door(request, mission, reference, number)
    form = PassForm(request.POST or None, initial=_initial(item))
    if request.method == "POST":
        require(why_not_record(place))
        if form.is_valid():
            actions.record_pass(by=signed_in(request), place=place, number=number, now=clock.now(), **form.cleaned_data)
            messages.success(request, "The pass is recorded. Somebody else in the mission team verifies it next.")
            return redirect("funding:conformance", mission, reference, number)
    found, is_open = pass_of(item), place.award.status == "active"
    may_record = is_open and why_not_record(place) is None and (found is None or found.verified_at is None)
    context = {
        "standing": place.standing,
        "section": "awards",
        "award": place.award,
        "milestone": item,
        "pass": found,
        "unproven": why_unproven(item),
        "form": form if may_record else None,
        "may_verify": is_open and found is not None and found.verified_at is None and why_not_verify(place, found) is None,
        "why_not_verify": why_not_verify(place, found) if place.standing.is_on_it else None,
    }
    return render(request, "funding/conformance.html", context)


@login_required
@require_POST
def verify(request: HttpRequest, mission: str, reference: str, number: int) -> HttpResponse:
    """Say that the report shows the pass."""
    place, _ = _door(request, mission, reference, number)
    actions.verify_pass(by=signed_in(request), place=place, number=number, now=clock.now())
    messages.success(request, "The pass is verified: it is the evidence of this milestone.")
    return redirect("funding:conformance", mission, reference, number)


def _door(request: HttpRequest, mission: str, reference: str, number: int) -> tuple[Place, Milestone]:
    place = whole_award_for(stand(signed_in(request), mission, on=clock.today()), reference)
    found = place.award.milestones.filter(kind=MilestoneKind.CONFORMANCE)
    return place, get_object_or_404(
        found.select_related("conformance_pass__entered_by", "conformance_pass__verified_by"), number=number
    )


def _initial(item: Milestone) -> dict[str, object]:
    found = pass_of(item)
    return {name: getattr(found, name) for name in PassForm.base_fields} if found else {}
