"""Pages on which the team writes a draft standard and puts it to review."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from codesign.access import round_of
from codesign.actions import drafting
from codesign.carrying import LABELS, REMOVED, became
from codesign.draft_access import readable_versions, version_of, why_not_draft, why_not_edit
from codesign.draft_forms import AbilityForm, DraftForm, ElementForm, ReviewForm
from codesign.draft_models import Comment, DraftVersion, Element
from codesign.models import Round
from missions.core import clock
from missions.core.access import require
from missions.market.models import Product
from missions.people.access import person, signed_in
from missions.stewardship.access import Standing, stand, stand_on

PER_PAGE = 50


def drafts(request: HttpRequest, mission: str) -> HttpResponse:
    """Draft standards at their last version; for visitors those whose response is published."""
    standing = stand(person(request), mission, on=clock.today())
    found = readable_versions(standing).newest() if standing.is_on_it else readable_versions(standing)
    found = found.with_counts().order_by("draft__title", "draft", "-number")
    context = {
        **_about(standing),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "why_not_draft": why_not_draft(standing),
    }
    return render(request, "codesign/drafts.html", context)


@login_required
def create(request: HttpRequest, mission: str) -> HttpResponse:
    """Start a draft standard."""
    standing = _standing(request, mission)
    require(why_not_draft(standing))
    form = DraftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = drafting.create(by=signed_in(request), standing=standing, now=clock.now(), **form.cleaned_data)
        messages.success(request, "The draft is started. Next: add its elements.")
        return redirect(version)
    return render(request, "codesign/draft_form.html", {**_about(standing), "form": form})


@login_required
def page(request: HttpRequest, mission: str, slug: str, number: int) -> HttpResponse:
    """One version: its elements, what became of each since the version before, and the rounds that review it."""
    standing = _standing(request, mission)
    version = version_of(standing, slug, number)
    elements = list(version.elements.all())
    before = list(Element.objects.filter(version__draft=version.draft_id, version__number=number - 1)) if number > 1 else []
    versions = list(version.draft.versions.select_related("draft__mission"))
    states = became(before, elements) if number > 1 else {}
    context = {
        **_about(standing, version),
        "elements": [(item, LABELS.get(states.get(item.ref, ""))) for item in elements],
        "removed": [item for item in before if states.get(item.ref) == REMOVED],
        "changes": {LABELS[name].lower(): list(states.values()).count(name) for name in LABELS if name in states.values()},
        "counts": DraftVersion.objects.with_counts().get(pk=version.pk),
        "carried": Comment.objects.readable().carried_to(version).count(),
        "reviews": version.reviews.select_related("round__mission").order_by("round__opens_at", "pk"),
        "versions": versions,
        "is_last": all(other.number <= number for other in versions),
        "document": getattr(version, "response_document", None),
        "why_not_draft": why_not_draft(standing),
        "why_not_edit": why_not_edit(version),
    }
    return render(request, "codesign/draft.html", context)


@login_required
def add_element(request: HttpRequest, mission: str, slug: str, number: int) -> HttpResponse:
    """Add an element."""
    standing, version = _to_edit(request, mission, slug, number)
    form = ElementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if version.elements.filter(ref=form.cleaned_data["ref"]).exists():
            form.add_error("ref", "Another element has this identifier. Choose another one.")
        else:
            drafting.add_element(by=signed_in(request), standing=standing, version=version, **form.cleaned_data)
            messages.success(request, f"{form.cleaned_data['title']} is added.")
            return redirect(version)
    return render(request, "codesign/draft_element.html", {**_about(standing, version), "form": form})


@login_required
def edit_element(request: HttpRequest, mission: str, slug: str, number: int, pk: int) -> HttpResponse:
    """Change the words of an element."""
    standing, version = _to_edit(request, mission, slug, number)
    element = get_object_or_404(version.elements.select_related("version"), pk=pk)
    form = ElementForm(request.POST or None, has_ref=False, initial={"title": element.title, "definition": element.definition})
    if request.method == "POST" and form.is_valid():
        drafting.edit_element(by=signed_in(request), standing=standing, element=element, **form.cleaned_data)
        messages.success(request, f"{form.cleaned_data['title']} is saved.")
        return redirect(version)
    return render(request, "codesign/draft_element.html", {**_about(standing, version), "form": form, "element": element})


@login_required
@require_POST
def remove_element(request: HttpRequest, mission: str, slug: str, number: int, pk: int) -> HttpResponse:
    """Take an element out of this version."""
    standing, version = _to_edit(request, mission, slug, number)
    element = get_object_or_404(version.elements.select_related("version"), pk=pk)
    drafting.remove_element(by=signed_in(request), standing=standing, element=element)
    messages.success(request, f"{element.title} is taken out of this version.")
    return redirect(version)


@login_required
@require_POST
def next_version(request: HttpRequest, mission: str, slug: str, number: int) -> HttpResponse:
    """Make the version after the last one."""
    standing = _standing(request, mission)
    version = version_of(standing, slug, number)
    made = drafting.next_version(by=signed_in(request), standing=standing, version=version, now=clock.now())
    messages.success(request, f"Version {made.number} has the same elements. Change what the comments call for.")
    return redirect("codesign:draft_version", mission, slug, made.number)


@login_required
def put_to_review(request: HttpRequest, mission: str, slug: str, number: int) -> HttpResponse:
    """Make the review an activity of a round."""
    standing = _standing(request, mission)
    version = version_of(standing, slug, number)
    require(why_not_draft(standing))
    rounds = Round.objects.filter(mission=standing.mission, status="draft").order_by("title", "pk")
    form = ReviewForm(request.POST or None, rounds=rounds, initial={"minutes": 2 * version.elements.count() or None})
    if request.method == "POST" and form.is_valid():
        chosen, minutes = form.cleaned_data["round"], form.cleaned_data["minutes"]
        drafting.put_to_review(by=signed_in(request), standing=standing, version=version, round_=chosen, minutes=minutes)
        messages.success(request, f"Those who take part in {chosen.title} review this version.")
        return redirect("codesign:round", mission, chosen.slug)
    return render(
        request, "codesign/draft_review.html", {**_about(standing, version), "form": form, "has_rounds": rounds.exists()}
    )


@login_required
def preview(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """What somebody from a council sees when they review the draft of a round. Nothing can be sent from here."""
    standing = _standing(request, mission)
    round_ = round_of(standing, slug)
    version = get_object_or_404(DraftVersion.objects.select_related("draft__mission"), reviews__round=round_)
    products = Product.objects.filter(service=standing.mission.service).select_related("supplier")
    form = AbilityForm(elements=version.elements.all(), products=products, recorded=None)
    context = {**_about(standing, version), "section": "rounds", "round": round_, "form": form, "review": round_.review}
    return render(request, "codesign/draft_preview.html", context)


def _to_edit(request: HttpRequest, mission: str, slug: str, number: int) -> tuple[Standing, DraftVersion]:
    standing = _standing(request, mission)
    version = version_of(standing, slug, number)
    require(why_not_draft(standing))
    return standing, version


def _standing(request: HttpRequest, mission: str) -> Standing:
    return stand_on(signed_in(request), mission, on=clock.today())


def _about(standing: Standing, version: DraftVersion | None = None) -> dict[str, Any]:
    return {"standing": standing, "section": "drafts", "version": version, "draft": version.draft if version else None}
