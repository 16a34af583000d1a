"""Pages on which the team sets a round up: its councils' own door, invitations from a file, a preview, and more time."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from codesign.access import round_of, why_not_run
from codesign.actions import coming, extending, running
from codesign.coming_forms import DoorsForm, ExtendForm
from codesign.draft_models import Review
from codesign.forms import PointsForm, VotesForm
from codesign.invitation_import import kind_for
from codesign.models import Invitation, Weighing
from codesign.submission_forms import SubmissionForm
from codesign.terms import frozen, is_as_launched
from missions.core import clock, import_pages
from missions.core.access import require
from missions.core.models import Job
from missions.people.access import signed_in
from missions.stewardship.access import stand_on


@login_required
def preview(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Everything that a participant meets, on one page from which nothing can be sent."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    round_ = round_of(standing, slug)
    items = list(round_.items.all())
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "submission": SubmissionForm() if round_.asks_what_hurts else None,
        "votes": VotesForm(statements=round_.statements.all()),
        "items": items if round_.weighing == Weighing.RANK else [],
        "points": PointsForm(items=items) if round_.weighing == Weighing.POINTS else None,
        "review": Review.objects.filter(round=round_).select_related("version__draft").first(),
    }
    return render(request, "codesign/preview.html", context)


@login_required
def terms(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """What was frozen at the launch, with its hash, and what has happened to the closing time since."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    round_ = round_of(standing, slug)
    kept = frozen(round_)
    if kept is None:
        raise Http404("Nothing was frozen for this round.")
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "terms": kept,
        "is_as_launched": is_as_launched(round_, kept),
        "extensions": round_.extensions.select_related("extended_by"),
    }
    return render(request, "codesign/terms.html", context)


@login_required
def extend(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Give an open round more time."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    round_ = round_of(standing, slug)
    require(why_not_run(standing))
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        closes_at = form.closes_at()
        if closes_at > round_.closes_at:
            extending.extend(
                by=signed_in(request),
                standing=standing,
                round_=round_,
                closes_at=closes_at,
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
            messages.success(request, "The round has more time, and everybody who was invited is told.")
            return redirect(round_)
        form.add_error("closes_on", "A round can only get more time. Choose a later day.")
    return render(request, "codesign/extend.html", {"standing": standing, "section": "rounds", "round": round_, "form": form})


@login_required
def doors(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Choose the councils whose people may come by themselves."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    round_ = round_of(standing, slug)
    require(why_not_run(standing))
    form = DoorsForm(
        request.POST if request.method == "POST" else None, initial=DoorsForm.of(round_.open_to.select_related("organisation"))
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["councils"]
        coming.open_to(by=signed_in(request), standing=standing, round_=round_, doors=chosen, now=clock.now())
        told = f"People of {len(chosen)} council{'' if len(chosen) == 1 else 's'} may come by themselves."
        messages.success(request, told if chosen else "Only people who are invited can take part.")
        return redirect(round_)
    return render(request, "codesign/doors.html", {"standing": standing, "section": "rounds", "round": round_, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def invite_file(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Send a file of addresses."""
    round_ = round_of(stand_on(signed_in(request), mission, on=clock.today()), slug)
    return import_pages.send_page(
        request,
        kind_for(round_),
        template="codesign/invite_file.html",
        job_url="codesign:invite_job",
        about={"round": round_.pk},
        within={"mission": mission, "slug": slug},
        context={"round": round_},
    )


@login_required
@require_http_methods(["GET", "POST"])
def invite_job(request: HttpRequest, mission: str, slug: str, job: uuid.UUID) -> HttpResponse:
    """One file of addresses: its preview, then what came of it."""
    round_ = round_of(stand_on(signed_in(request), mission, on=clock.today()), slug)
    if not Job.objects.filter(public_id=job, parameters__round=round_.pk).exists():
        raise Http404("No such import.")
    within = {"mission": mission, "slug": slug}
    return import_pages.job_page(request, kind_for(round_), job, send_url="codesign:invite_file", within=within)


@login_required
@require_POST
def came_back(request: HttpRequest, mission: str, slug: str, pk: int) -> HttpResponse:
    """Note that an invitation’s e-mail came back."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    found = Invitation.objects.filter(round=round_of(standing, slug), pk=pk).first()
    if found is None:
        raise Http404("No such invitation.")
    running.note_returned(by=signed_in(request), standing=standing, invitation=found, now=clock.now())
    messages.success(request, "It is noted. Withdraw the invitation, and invite the right address.")
    return redirect(found.round)
