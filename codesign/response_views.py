"""Pages on which the team answers comments, and what comes of them: the response document, the forecast, suppliers' to-do lists."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from codesign.actions import disposing
from codesign.carrying import LABELS, became
from codesign.draft_access import document_of, may_read_to_do, version_of, why_not_draft
from codesign.draft_forms import DisposeForm
from codesign.draft_grid import grid_of
from codesign.draft_models import Ability, Comment, DraftVersion, Element, Outcome
from codesign.draft_querysets import CommentQuerySet
from codesign.response_document import shown
from missions.core import clock
from missions.core.access import require
from missions.decisions.freezing import verify
from missions.people.access import person, signed_in
from missions.register.models import Kind, Organisation
from missions.stewardship.access import Standing, stand, stand_on
from missions.stewardship.population import eligible_councils

PER_PAGE = 50
POSITIONS = {**dict(Ability.choices), "split": "Its people differ", "": "Not answered"}
SHOW = {"waiting": "Waiting for an answer", "all": "All", "earlier": "On earlier versions"}


@login_required
def comments(request: HttpRequest, mission: str, slug: str, number: int) -> HttpResponse:
    """Comments on a version and those carried from earlier ones; several are answered at once, all of them or none."""
    standing, version = _version(request, mission, slug, number)
    show = request.GET.get("show", "")
    show = show if show in SHOW else "waiting"
    found = Paginator(_listed(version, show), PER_PAGE).get_page(request.GET.get("page"))
    form = DisposeForm(request.POST if request.method == "POST" else None, comments=list(found) if show != "earlier" else [])
    if request.method == "POST":
        require(why_not_draft(standing))
        if form.is_valid():
            count = disposing.dispose(
                by=signed_in(request), standing=standing, version=version, now=clock.now(), **form.cleaned_data
            )
            messages.success(request, f"{count} comment{' has its' if count == 1 else 's have their'} answer.")
            return redirect(f"{request.path}?show={show}")
    context = {
        **_about(standing, version),
        "page": found,
        "form": form,
        "show": show,
        "shows": [(name, label, name == show) for name, label in SHOW.items()],
        "states": _carried_states(version) if show == "earlier" else {},
        "document": getattr(version, "response_document", None),
        "why_not_draft": why_not_draft(standing),
        "why_not_publish": disposing.why_not_publish(version, now=clock.now()),
    }
    return render(request, "codesign/draft_comments.html", context)


@login_required
@require_POST
def publish(request: HttpRequest, mission: str, slug: str, number: int) -> HttpResponse:
    """Publish the response document."""
    standing, version = _version(request, mission, slug, number)
    disposing.publish(by=signed_in(request), standing=standing, version=version, now=clock.now())
    messages.success(request, "The response is published, and those who commented are told.")
    return redirect("codesign:draft_response", mission, slug, number)


def document(request: HttpRequest, mission: str, slug: str, number: int) -> HttpResponse:
    """The published response: for everybody, from its frozen content."""
    standing = stand(person(request), mission, on=clock.today())
    found = document_of(standing, slug, number)
    outcomes = found.content["outcomes"]
    context = {
        **_about(standing, found.version),
        "document": found,
        "elements": shown(found.content),
        "outcomes": [(Outcome(name).label, outcomes.get(name, 0)) for name in Outcome.values],
        "total": sum(outcomes.values()),
        "is_unchanged": verify(found.content, found.sha256),
        "positions": list(POSITIONS.items())[:-1],
    }
    return render(request, "codesign/draft_response.html", context)


@login_required
def forecast(request: HttpRequest, mission: str, slug: str, number: int) -> HttpResponse:
    """Which councils could adopt this version now, and which after whose supplier has changed; the grid behind it."""
    standing, version = _version(request, mission, slug, number)
    grid = grid_of(version, on=clock.today())
    found = grid.forecast()
    rows = [
        (council, supplier, [(element, POSITIONS[name]) for element, name in zip(grid.elements, given, strict=True)])
        for council, supplier, given in grid.rows()
    ]
    context = {
        **_about(standing, version),
        "forecast": found,
        "steps": [(grid.suppliers.get(step.supplier or 0), step) for step in found.steps],
        "figures": grid.figures(),
        "grid": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "suppliers": sorted(grid.suppliers.values(), key=lambda item: item.name),
        "eligible": eligible_councils(standing.mission, clock.today()).count(),
    }
    return render(request, "codesign/draft_forecast.html", context)


@login_required
def to_do(request: HttpRequest, mission: str, slug: str, number: int, code: str) -> HttpResponse:
    """What one supplier must change. The team sees which councils wait; the supplier's product contact sees how many."""
    user, today = signed_in(request), clock.today()
    standing = stand(user, mission, on=today)
    supplier = get_object_or_404(Organisation, kind=Kind.SUPPLIER, code=code)
    if not may_read_to_do(user, standing, supplier, on=today):
        raise Http404("No such page.")
    version = version_of(standing, slug, number)
    document = getattr(version, "response_document", None)
    if document is None and not standing.is_on_it:
        raise Http404("The response isn’t published yet.")
    context = {
        **_about(standing, version),
        "supplier": supplier,
        "rows": grid_of(version, on=today).to_do(supplier.pk),
        "document": document,
    }
    return render(request, "codesign/draft_to_do.html", context)


def _listed(version: DraftVersion, show: str) -> CommentQuerySet:
    rows = Comment.objects.readable()
    rows = rows.carried_to(version) if show == "earlier" else rows.on_version(version)
    rows = rows.waiting() if show == "waiting" else rows
    related = rows.select_related("element__version", "participant__organisation", "disposition__duplicate_of")
    return related.order_by("element__position", "element__ref", "made_at", "pk")


def _carried_states(version: DraftVersion) -> dict[int, str]:
    """What became, up to this version, of each element of the earlier ones. Two queries."""
    now = list(version.elements.all())
    earlier = Element.objects.filter(version__draft=version.draft_id, version__number__lt=version.number)
    return {item.pk: LABELS[became([item], now)[item.ref]] for item in earlier}


def _version(request: HttpRequest, mission: str, slug: str, number: int) -> tuple[Standing, DraftVersion]:
    standing = stand_on(signed_in(request), mission, on=clock.today())
    return standing, version_of(standing, slug, number)


def _about(standing: Standing, version: DraftVersion) -> dict[str, Any]:
    return {"standing": standing, "section": "drafts", "version": version, "draft": version.draft}
