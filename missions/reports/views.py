"""Pages of outcome reports. `where` names the mission or the portfolio: both have the same pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from missions.core import clock
from missions.core.access import require
from missions.decisions.freezing import verify
from missions.people.access import person, signed_in
from missions.reports import actions
from missions.reports.access import (
    Place,
    belongs_to,
    own_report_for,
    place,
    place_on,
    readable_reports,
    report_for,
    why_not_answer,
    why_not_write,
)
from missions.reports.content import compose as compose_content
from missions.reports.forms import AnswerForm, ReportForm
from missions.reports.lifecycle import REPORT
from missions.reports.models import Report
from missions.reports.sections import evidence_of, sections_of, tiles_of
from missions.stewardship.access import Standing

PER_PAGE = 50


def frame_of(standing: Place) -> dict[str, Any]:
    """What every page needs: what it stands in, and where the pages of the mission or the portfolio stand."""
    if isinstance(standing, Standing):
        return {"standing": standing, "section": "reports", "of": standing.mission, "frame": "mission_base.html"}
    return {"standing": standing, "section": "reports", "of": standing.portfolio, "frame": "reports/portfolio_base.html"}


def reports(request: HttpRequest, **where: str) -> HttpResponse:
    """The list: signed off for everybody, all for the people on the mission."""
    standing = place(person(request), where)
    found = readable_reports(standing).defer("content", "narrative").order_by("-issue", "-version")
    context = {
        **frame_of(standing),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "why_not_write": why_not_write(standing),
    }
    return render(request, "reports/list.html", context)


def report(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """One version, from its frozen content only; a draft is shown with the figures that were last collected for it."""
    user = person(request)
    standing = place(user, where)
    item = report_for(standing, issue, version)
    if user is not None and request.method == "GET":
        actions.note_reading(by=user, standing=standing, report=item, now=clock.now())
    latest = getattr(item, "latest", None)
    content = compose_content(item, latest.evidence if latest else {}) if item.status == "draft" else item.content
    context = {
        **_about(standing, item),
        **sections_of(content),
        "is_unchanged": item.status != "draft" and verify(item.content, item.sha256),
        "why_not_ready": actions.why_not_ready(item),
        "turn": REPORT.states[item.status].turn,
        "latest": latest,
        "versions": readable_reports(standing).filter(issue=issue).defer("content", "narrative").order_by("version"),
    }
    return render(request, "reports/page.html", context)


@login_required
def compose(request: HttpRequest, **where: str) -> HttpResponse:
    """Start a report."""
    user = signed_in(request)
    standing = place_on(user, where)
    require(why_not_write(standing))
    title = f"{frame_of(standing)['of'].name}: outcome report"
    form = ReportForm(request.POST or None, on=standing.on, initial={"title": title, "as_at": standing.on})
    if request.method == "POST" and form.is_valid():
        made = actions.compose(by=user, standing=standing, **form.cleaned_data)
        messages.success(request, "The draft is saved. Read it through, then submit it to the director.")
        return redirect(made)
    context = {**frame_of(standing), "form": form, "heading": "Write a report"}
    return render(request, "reports/write.html", context)


@login_required
def edit(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """Change a draft."""
    user = signed_in(request)
    standing = place_on(user, where)
    item = own_report_for(standing, issue, version)
    require(why_not_write(standing))
    actions.check_draft(item)
    initial = {name: getattr(item, name) for name in actions.WRITTEN}
    form = ReportForm(request.POST or None, on=standing.on, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.edit(by=user, standing=standing, report=item, **form.cleaned_data)
        messages.success(request, "The draft is saved.")
        return redirect(item)
    context = {**_about(standing, item), "form": form, "heading": "Change the draft", "returned": _returned(standing, item)}
    return render(request, "reports/write.html", context)


@login_required
def submit(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """Confirm; a worker freezes and submits it."""
    user = signed_in(request)
    standing = place_on(user, where)
    item = own_report_for(standing, issue, version)
    require(why_not_write(standing))
    if request.method == "POST":
        actions.ask_to_submit(by=user, standing=standing, report=item)
        return redirect(f"{item.get_absolute_url()}progress/")
    REPORT.check(item.status, "submitted")
    return render(request, "reports/submit.html", {**_about(standing, item), "why_not_ready": actions.why_not_ready(item)})


@login_required
def answer(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """Sign off, or return with comments."""
    user = signed_in(request)
    standing = place_on(user, where)
    item = own_report_for(standing, issue, version)
    require(why_not_answer(standing, item))
    REPORT.check(item.status, "signed-off")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"comments": form.cleaned_data["comments"], "now": clock.now()}
        if form.cleaned_data["answer"] == "sign-off":
            actions.sign_off(by=user, standing=standing, report=item, **said)
            messages.success(request, "You signed the report off. Anyone can read it now.")
        else:
            following = actions.send_back(by=user, standing=standing, report=item, **said)
            messages.success(request, f"You returned the report. Version {following.version} follows.")
        return redirect(item)
    context = {**_about(standing, item), "form": form, "content": item.content, "tiles": tiles_of(evidence_of(item.content))}
    return render(request, "reports/answer.html", context)


def _about(standing: Place, item: Report) -> dict[str, Any]:
    return {
        **frame_of(standing),
        "report": item,
        "why_not_write": why_not_write(standing),
        "why_not_answer": why_not_answer(standing, item),
    }


def _returned(standing: Place, item: Report) -> Report | None:
    """The version before this one, whose comments the author now answers."""
    before = Report.objects.filter(**belongs_to(standing), issue=item.issue, version__lt=item.version, status="returned")
    return before.defer("content").order_by("-version").first()
