"""The page on which somebody says what hurts: kept while they type, and compared with what others said before it is sent."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from codesign.access import participation, require_open
from codesign.actions import taking_part
from codesign.models import Contribution, Participant
from codesign.setup_models import Unsent
from codesign.submission_forms import DiffersForm, SubmissionForm
from missions.core import clock
from missions.people.access import signed_in

MOST_ALIKE = 3


@login_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what hurts. With a script it is kept while it is typed; without one, by a button."""
    participant = participation(signed_in(request), pk)
    now = clock.now()
    require_open(participant.round, now=now)
    if not participant.round.asks_what_hurts:
        raise Http404("This round doesn’t ask what hurts.")
    unsent: Unsent | None = getattr(participant, "unsent", None)
    form = SubmissionForm(request.POST or None, initial=unsent.answers if unsent else None)
    is_typing = bool(request.headers.get("HX-Request"))
    if request.method == "POST" and (is_typing or "later" in request.POST):
        taking_part.keep_unsent(participant=participant, typed=form.typed(), now=now)
        if is_typing:
            return HttpResponse(f"Kept at {now.astimezone(clock.LONDON):%H:%M}. It isn’t sent yet.")
        messages.success(
            request, "What you typed is kept, and nobody else reads it. Come back before the round closes to send it."
        )
        return redirect("rounds:take_part", pk)
    if request.method == "POST" and "support" in request.POST:
        return _support(request, participant, request.POST["support"])
    differs = DiffersForm(request.POST if "seen" in request.POST else None)
    if (
        request.method == "POST"
        and "change" not in request.POST
        and form.is_valid()
        and (not differs.is_bound or differs.is_valid())
    ):
        alike = _alike(participant, form.cleaned_data["text"])
        if {str(item.pk) for item in alike} - set(request.POST.getlist("seen")):
            return _similar(request, participant, form, differs, alike)
        how = differs.cleaned_data["how_it_differs"] if differs.is_bound else ""
        taking_part.submit(participant=participant, submission=form.submission(how), now=now)
        messages.success(request, "Thank you. The mission team reads it and answers you after the round closes.")
        return redirect("rounds:take_part", pk)
    if differs.is_bound and not differs.is_valid():
        return _similar(request, participant, form, differs, _alike(participant, form.data.get("text", "")))
    context = {"participant": participant, "round": participant.round, "form": form, "unsent": unsent}
    return render(request, "rounds/submit.html", context)


def _support(request: HttpRequest, participant: Participant, number: str) -> HttpResponse:
    key = int(number) if number.isdecimal() and len(number) < 18 else 0
    said = get_object_or_404(Contribution.objects.shown_to(participant).select_related("evidence"), pk=key)
    taking_part.support(participant=participant, contribution=said, now=clock.now())
    messages.success(request, "You stand behind what somebody else said: it counts for your council as well. Yours wasn’t sent.")
    return redirect("rounds:take_part", participant.round_id)


def _alike(participant: Participant, text: str) -> Sequence[Contribution]:
    """What says nearly the same, in words that this participant may read."""
    found = Contribution.objects.shown_to(participant).much_like(text)
    mine = found.exclude(evidence__supporters__user=participant.user_id)
    return list(mine.select_related("evidence", "participant__organisation")[:MOST_ALIKE])


def _similar(
    request: HttpRequest, participant: Participant, form: SubmissionForm, differs: DiffersForm, alike: Sequence[Contribution]
) -> HttpResponse:
    context = {
        "participant": participant,
        "round": participant.round,
        "form": differs,
        "text": form.data.get("text", ""),
        "typed": form.typed(),
        "alike": alike,
    }
    return render(request, "rounds/similar.html", context)
