"""Pages of merging: submissions that say the same are put together, authors may object, and it can be undone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from codesign.access import participation, round_of, why_not_run
from codesign.actions import merging
from codesign.forms import ObjectionForm
from codesign.models import Contribution, Merge, MergedPart, Round
from codesign.querysets import ContributionQuerySet
from codesign.team_forms import MergeForm
from missions.core import clock
from missions.core.access import require
from missions.people.access import signed_in
from missions.problems.actions import create_pain_point
from missions.problems.models import PainPoint
from missions.stewardship.access import Standing, stand_on

MOST_OFFERED = 50
PER_PAGE = 20


@login_required
def merge(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Choose submissions that say the same, and the pain point; those like one of them, or with some words, come first."""
    standing, round_ = _round(request, mission, slug)
    require(why_not_run(standing))
    offered = _offered(request, round_)
    points = PainPoint.objects.filter(mission=standing.mission).only("reference", "title").order_by("reference")
    form = MergeForm(request.POST or None, said=offered, points=points, initial={"said": [request.GET.get("like", "")]})
    if request.method == "POST" and form.is_valid():
        _merge(request, standing, round_, form)
        return redirect("codesign:merges", mission, slug)
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "form": form,
        "words": request.GET.get("words", ""),
        "like": request.GET.get("like", ""),
        "most": MOST_OFFERED,
    }
    return render(request, "codesign/merge.html", context)


def _merge(request: HttpRequest, standing: Standing, round_: Round, form: MergeForm) -> None:
    by, values = signed_in(request), form.cleaned_data
    point = values["pain_point"] or create_pain_point(by=by, standing=standing, title=values["title"], barrier=values["barrier"])
    merging.merge(by=by, standing=standing, round_=round_, contributions=values["said"], pain_point=point, now=clock.now())
    messages.success(request, f"{len(values['said'])} submissions are under {point.reference}. Their authors are told.")


@login_required
def merges(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """What was put together, in the words of each, with objections."""
    standing, round_ = _round(request, mission, slug)
    found = round_.merges.select_related("pain_point__mission", "merged_by").prefetch_related(
        "parts__contribution__evidence", "parts__contribution__participant__organisation"
    )
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "why_not_run": why_not_run(standing),
    }
    return render(request, "codesign/merges.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, mission: str, slug: str, pk: int) -> HttpResponse:
    """Take a merge back."""
    standing, round_ = _round(request, mission, slug)
    found = get_object_or_404(Merge, round=round_, pk=pk)
    merging.undo(by=signed_in(request), standing=standing, merge=found, now=clock.now())
    messages.success(request, "The merge is undone. Everything is linked as it was before.")
    return redirect("codesign:merges", mission, slug)


@login_required
def object_to(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Say that one’s own submission is about something else."""
    participant = participation(signed_in(request), pk)
    mine = MergedPart.objects.filter(contribution__participant=participant).select_related(
        "merge__pain_point", "contribution__evidence"
    )
    found = get_object_or_404(mine, pk=part)
    form = ObjectionForm(request.POST if request.method == "POST" else None, initial={"text": found.objection})
    if request.method == "POST" and form.is_valid():
        merging.object_to(participant=participant, part=found, text=form.cleaned_data["text"], now=clock.now())
        messages.success(request, "Thank you. The team reads it beside what was put together.")
        return redirect("rounds:came_of_it", pk)
    return render(
        request, "rounds/object.html", {"participant": participant, "round": participant.round, "part": found, "form": form}
    )


def _round(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Round]:
    standing = stand_on(signed_in(request), mission, on=clock.today())
    return standing, round_of(standing, slug)


def _offered(request: HttpRequest, round_: Round) -> ContributionQuerySet:
    """Fifty at most: those like one submission, those with some words, or the latest."""
    said = Contribution.objects.readable().filter(participant__round=round_).exclude(moderated__reason__gt="")
    like, words = request.GET.get("like", ""), request.GET.get("words", "")
    text = words[:500]
    if like.isdecimal() and len(like) < 18:
        first = said.filter(pk=like).select_related("evidence").first()
        text = first.evidence.text if first else text
    found = said.like(text) if text else said.order_by("-submitted_at", "pk")
    keys = list(found.values_list("pk", flat=True)[:MOST_OFFERED])
    return Contribution.objects.filter(pk__in=keys).select_related("evidence", "participant__organisation")
