"""Pages of moderation: what waits, and a log that can be published."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from codesign.access import round_of, why_not_run
from codesign.actions import moderating
from codesign.models import Contribution, Round
from codesign.round_response import decisions_in, log_lines
from codesign.team_forms import RejectForm
from missions.core import clock
from missions.core.access import require
from missions.core.exporting import csv_lines
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand_on

PER_PAGE = 20


@login_required
def queue(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """What waits, the longest first, and the log of what was decided."""
    standing, round_ = _round(request, mission, slug)
    waiting = Contribution.objects.to_moderate().filter(participant__round=round_)
    waiting = waiting.select_related("evidence", "participant__organisation").order_by("submitted_at", "pk")
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "page": Paginator(waiting, PER_PAGE).get_page(request.GET.get("page")),
        "log": Paginator(decisions_in(round_), PER_PAGE).get_page(request.GET.get("log")),
        "why_not_run": why_not_run(standing),
    }
    return render(request, "codesign/moderation.html", context)


@login_required
@require_POST
def accept(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Accept one submission, or all that the page showed."""
    standing, round_ = _round(request, mission, slug)
    chosen = [int(number) for number in request.POST.getlist("said") if number.isdecimal() and len(number) < 18]
    count = moderating.accept(by=signed_in(request), standing=standing, round_=round_, contributions=chosen, now=clock.now())
    messages.success(request, f"{count} submission{' is' if count == 1 else 's are'} accepted.")
    return redirect("codesign:moderation", mission, slug)


@login_required
def reject(request: HttpRequest, mission: str, slug: str, pk: int) -> HttpResponse:
    """Reject one submission, for one of the reasons agreed at the launch."""
    standing, round_ = _round(request, mission, slug)
    require(why_not_run(standing))
    said = (
        Contribution.objects.readable()
        .filter(participant__round=round_)
        .select_related("evidence", "participant__round__mission")
    )
    found = get_object_or_404(said, pk=pk)
    form = RejectForm(request.POST if request.method == "POST" else None, reasons=round_.reasons)
    if request.method == "POST" and form.is_valid():
        moderating.reject(
            by=signed_in(request), standing=standing, contribution=found, reason=form.cleaned_data["reason"], now=clock.now()
        )
        messages.success(request, "The submission is left out, and its author is told why.")
        return redirect("codesign:moderation", mission, slug)
    context = {"standing": standing, "section": "rounds", "round": round_, "said": found, "form": form}
    return render(request, "codesign/reject.html", context)


@login_required
def log(request: HttpRequest, mission: str, slug: str) -> StreamingHttpResponse:
    """Every decision as a file for publication: no names, no words of submissions."""
    _, round_ = _round(request, mission, slug)
    answer = StreamingHttpResponse(csv_lines(log_lines(decisions_in(round_).iterator())), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="moderation-{round_.slug}.csv"'
    return answer


def _round(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Round]:
    standing = stand_on(signed_in(request), mission, on=clock.today())
    return standing, round_of(standing, slug)
