"""Pages of findings about how a market fails: read by anybody once judged, written and judged by the mission's people."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from missions.core import clock
from missions.core.access import require
from missions.market import finding_actions as actions
from missions.market.access import why_not_judge, why_not_withdraw, why_not_write
from missions.market.finding_forms import DocumentForm, FigureForm, FindingForm, WithdrawForm
from missions.market.models import Finding, FindingEvidence, FindingKind
from missions.market.pieces import piece_sources
from missions.market.resting import resting_on
from missions.people.access import person, signed_in
from missions.people.models import User
from missions.stewardship.access import Standing, stand

PER_PAGE = 50
POSTING = ["GET", "POST"]


def findings(request: HttpRequest, mission: str) -> HttpResponse:
    """What was judged, and for the people on the mission what is being written."""
    standing = stand(person(request), mission, on=clock.today())
    found = Finding.objects.filter(mission=standing.mission).with_pieces().select_related("judged_by", "written_by", "mission")
    judged = found.last_judged().public().order_by("status", "kind", "reference")
    context = {
        **_about(standing),
        "page": Paginator(judged, PER_PAGE).get_page(request.GET.get("page")),
        "drafts": found.filter(status="draft").order_by("reference")[:PER_PAGE] if standing.is_on_it else (),
        "may_write": why_not_write(standing) is None,
        "missing": _kinds_without(standing),
    }
    return render(request, "market/findings.html", context)


def finding(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """One finding: what it says, what it rests on, who judged it; the latest version that the reader may see, or the one asked for."""
    standing = stand(person(request), mission, on=clock.today())
    versions = _versions(standing, reference)
    asked = request.GET.get("version", "")
    item = next((version for version in versions if str(version.version) == asked), versions[0])
    draft = next((version for version in versions if version.status == "draft"), None)
    context = {
        **_about(standing),
        "finding": item,
        "versions": versions,
        "is_latest": item == versions[0],
        "resting": resting_on(standing, item.evidence.all()),
        "draft": draft,
        "sources": _sources(),
        "why_not_write": why_not_write(standing),
        "why_not_judge": why_not_judge(standing, item),
        "why_not_withdraw": why_not_withdraw(standing, item),
    }
    return render(request, "market/finding.html", context)


@login_required
@require_http_methods(POSTING)
def add_finding(request: HttpRequest, mission: str) -> HttpResponse:
    """Write a new draft."""
    user, standing = _door(request, mission)
    require(why_not_write(standing))
    form = FindingForm(request.POST if request.method == "POST" else None, initial={"kind": _asked_kind(request)})
    if request.method == "POST" and form.is_valid():
        made = actions.write_finding(by=user, standing=standing, **form.cleaned_data)
        messages.success(request, f"{made.reference} is a draft now. Add what it rests on.")
        return redirect(made)
    return render(request, "market/finding_form.html", {**_about(standing), "form": form})


@login_required
@require_http_methods(POSTING)
def change_finding(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Change the words of a draft."""
    user, standing, item = _draft(request, mission, reference)
    said = {name: getattr(item, name) for name in ("kind", "strength", "statement", "reasoning")}
    form = FindingForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        actions.change_finding(by=user, standing=standing, finding=item, **form.cleaned_data)
        messages.success(request, "The draft is changed.")
        return redirect(item)
    return render(request, "market/finding_form.html", {**_about(standing), "form": form, "finding": item})


@login_required
@require_http_methods(POSTING)
def add_figure(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Freeze a figure of the market page as evidence."""
    user, standing, item = _draft(request, mission, reference)
    form = FigureForm(request.POST if request.method == "POST" else None, on=standing.on)
    if request.method == "POST" and form.is_valid():
        made = actions.add_figure(by=user, standing=standing, finding=item, now=clock.now(), **form.cleaned_data)
        messages.success(request, f"“{made.title}” is frozen as evidence.")
        return redirect(item)
    return render(request, "market/finding_figure.html", {**_about(standing), "form": form, "finding": item})


@login_required
@require_http_methods(POSTING)
def add_document(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Name a document elsewhere as evidence."""
    user, standing, item = _draft(request, mission, reference)
    form = DocumentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_document(by=user, standing=standing, finding=item, **form.cleaned_data)
        messages.success(request, "The document is added as evidence.")
        return redirect(item)
    return render(request, "market/finding_document.html", {**_about(standing), "form": form, "finding": item})


@login_required
@require_http_methods(POSTING)
def add_piece(request: HttpRequest, mission: str, reference: str, source: str) -> HttpResponse:
    """Find something that another area holds, and add it as evidence."""
    user, standing, item = _draft(request, mission, reference)
    if source not in piece_sources:
        raise Http404("There is no such evidence.")
    if request.method == "POST":
        pointer = request.POST.get("pointer", "")
        actions.add_piece(by=user, standing=standing, finding=item, source=source, pointer=pointer)
        messages.success(request, "It is added as evidence.")
        return redirect(item)
    query = request.GET.get("q", "").strip()
    has = set(item.evidence.filter(source=source).values_list("pointer", flat=True))
    context = {
        **_about(standing),
        "finding": item,
        "source": piece_sources[source],
        "query": query,
        "pieces": [(piece, piece.pointer in has) for piece in piece_sources[source].find(standing, query)],
    }
    return render(request, "market/finding_piece.html", context)


@login_required
@require_POST
def take_out(request: HttpRequest, mission: str, reference: str, pk: int) -> HttpResponse:
    """Take a piece of evidence out of a draft."""
    user, standing, item = _draft(request, mission, reference)
    evidence = get_object_or_404(FindingEvidence.objects.select_related("finding"), pk=pk, finding=item)
    actions.take_out_evidence(by=user, standing=standing, evidence=evidence)
    messages.success(request, "It is taken out.")
    return redirect(item)


@login_required
@require_http_methods(POSTING)
def judge(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Say that a draft holds, after a look at what it rests on."""
    user, standing = _door(request, mission)
    item = _latest(standing, reference, "draft")
    require(why_not_judge(standing, item))
    if request.method == "POST":
        actions.judge_finding(by=user, standing=standing, finding=item, now=clock.now())
        messages.success(request, f"{item.reference} is judged. Anybody can read it now.")
        return redirect(item)
    context = {**_about(standing), "finding": item, "resting": resting_on(standing, item.evidence.all())}
    return render(request, "market/finding_judge.html", context)


@login_required
@require_http_methods(POSTING)
def withdraw(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Say that a finding no longer holds, and why."""
    user, standing = _door(request, mission)
    item = _latest(standing, reference, "draft", "judged")
    require(why_not_withdraw(standing, item))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_finding(by=user, standing=standing, finding=item, now=clock.now(), **form.cleaned_data)
        messages.success(request, f"{item.reference} is withdrawn.")
        return redirect("market:findings", mission)
    return render(request, "market/finding_withdraw.html", {**_about(standing), "finding": item, "form": form})


@login_required
@require_POST
def revise(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Start the next version of a judged finding."""
    user, standing = _door(request, mission)
    item = _latest(standing, reference, "judged")
    require(why_not_write(standing))
    draft = actions.revise_finding(by=user, standing=standing, finding=item)
    messages.success(request, f"Version {draft.version} is a draft. Version {item.version} counts until it is judged.")
    return redirect(draft)


def _door(request: HttpRequest, mission: str) -> tuple[User, Standing]:
    user = signed_in(request)
    return user, stand(user, mission, on=clock.today())


def _draft(request: HttpRequest, mission: str, reference: str) -> tuple[User, Standing, Finding]:
    """The draft of a finding, for those who may write; 404 to whoever doesn't see drafts."""
    user, standing = _door(request, mission)
    item = _latest(standing, reference, "draft")
    require(why_not_write(standing))
    return user, standing, item


def _versions(standing: Standing, reference: str) -> list[Finding]:
    """The versions that this person may see, the latest first; a draft that was given up comes after those that weren't."""
    found = Finding.objects.filter(mission=standing.mission, reference=reference)
    if not standing.is_on_it:
        found = found.public()
    rows = list(found.select_related("mission", "written_by", "judged_by", "withdrawn_by").order_by("-version"))
    if not rows:
        raise Http404("There is no such finding.")
    return sorted(rows, key=lambda item: item.status == "withdrawn" and item.judged_at is None)


def _latest(standing: Standing, reference: str, *statuses: str) -> Finding:
    """The latest version in one of these statuses."""
    found = next((item for item in _versions(standing, reference) if item.status in statuses), None)
    if found is None:
        raise Http404("There is no such version of this finding.")
    return found


def _sources() -> list[tuple[str, str]]:
    return [(name, piece_sources[name].label) for name in piece_sources.names()]


def _kinds_without(standing: Standing) -> list[str]:
    """How markets fail that nobody has judged of this one."""
    judged = set(Finding.objects.filter(mission=standing.mission).standing().values_list("kind", flat=True))
    return [kind.label for kind in FindingKind if kind.value not in judged]


def _asked_kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in FindingKind.values else ""


def _about(standing: Standing) -> Mapping[str, Any]:
    return {"standing": standing, "section": "market", "market_page": "findings"}
