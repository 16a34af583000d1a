"""Pages of workshops: a facilitator writes down what councils said, and each council confirms it with one press."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from codesign.access import round_of, why_not_run
from codesign.actions import taking_part, workshops
from codesign.joining import BACKEND, too_often
from codesign.links import invitation_of
from codesign.setup_models import Note
from codesign.workshop_forms import NotesForm
from codesign.workshops import waiting_notes
from missions.core import clock
from missions.core.access import require
from missions.people.access import person, signed_in
from missions.stewardship.access import stand_on

PER_PAGE = 50


@login_required
def notes(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """What was written down, with what each council made of it."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    round_ = round_of(standing, slug)
    found = Note.objects.filter(invitation__round=round_).select_related(
        "invitation__organisation", "entered_by", "contribution__evidence"
    )
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "is_open": round_.is_open_at(clock.now()),
        "why_not_run": why_not_run(standing),
    }
    return render(request, "codesign/notes.html", context)


@login_required
def enter(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Write down what councils said, and ask each to confirm it."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    round_ = round_of(standing, slug)
    require(why_not_run(standing))
    form = NotesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = workshops.enter(
            by=signed_in(request),
            standing=standing,
            round_=round_,
            councils=form.cleaned_data["addresses"],
            minutes=form.minutes(),
            now=clock.now(),
        )
        told = "1 note is" if made == 1 else f"{made} notes are"
        messages.success(request, f"{told} saved. Each council gets an e-mail; until it confirms, its notes count for nothing.")
        return redirect("codesign:notes", mission, slug)
    context = {"standing": standing, "section": "rounds", "round": round_, "form": form}
    return render(request, "codesign/enter_notes.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, mission: str, slug: str, pk: int) -> HttpResponse:
    """Take a note back that nobody has answered."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    found = get_object_or_404(Note.objects.select_related("invitation__round"), invitation__round=round_of(standing, slug), pk=pk)
    workshops.withdraw_note(by=signed_in(request), standing=standing, note=found)
    messages.success(request, "The note is taken back.")
    return redirect("codesign:notes", mission, slug)


def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the e-mail. Opening it does nothing, since mail scanners open links; one press confirms."""
    if too_often(request):
        return render(request, "429.html", status=429)
    invitation = invitation_of(token)
    if invitation is None:
        raise Http404("No such invitation.")
    waiting = list(waiting_notes(invitation))
    now, user = clock.now(), person(request)
    if request.method == "POST":
        is_new = not taking_part.has_account(invitation)
        chosen = {int(pk) for pk in request.POST.getlist("leave_out") if pk.isdecimal() and len(pk) < 18}
        left_out = {note.pk for note in waiting} if "none" in request.POST else chosen
        participant = workshops.answer(invitation=invitation, left_out=left_out, now=now)
        if is_new:
            # The press started an identity, like joining does; nobody else's account is opened by a link.
            login(request, participant.user, backend=BACKEND)
        kept = len(waiting) - len(left_out & {note.pk for note in waiting})
        messages.success(request, "Thank you. " + (f"You confirmed {kept} of {len(waiting)}." if kept else "None of it counts."))
        return redirect(request.path)
    context = {
        "round": invitation.round,
        "mission": invitation.round.mission,
        "invitation": invitation,
        "notes": waiting,
        "is_open": invitation.round.is_open_at(now) and invitation.withdrawn_at is None,
        "is_me": user is not None and user.email == invitation.email.lower(),
        "token": token,
    }
    return render(request, "rounds/confirm.html", context)
