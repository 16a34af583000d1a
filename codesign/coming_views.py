"""Pages for who comes by themselves with an address of their council, and for who hands an invitation on to a colleague."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from codesign.access import require_open
from codesign.actions import coming
from codesign.coming_forms import AddressForm, ColleagueForm
from codesign.joining import too_often
from codesign.links import invitation_of
from codesign.models import Invitation, Round
from missions.core import clock
from missions.core.refusals import NotAllowed
from missions.people.access import person


def come(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody's page: type the address that your council gave you, and get a link."""
    if too_often(request):
        return render(request, "429.html", status=429)
    now = clock.now()
    rounds = Round.objects.filter(open_to__isnull=False).exclude(status="draft").select_related("mission").distinct()
    round_ = get_object_or_404(rounds, pk=pk)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require_open(round_, now=now)
    if form.is_bound and form.is_valid():
        if coming.ask_for_link(round_=round_, email=form.cleaned_data["email"], now=now):
            return render(request, "rounds/come_sent.html", {"round": round_, "email": form.cleaned_data["email"]})
        form.add_error(
            "email",
            "This round is open to the councils below. Use the address that your council gave you, or ask the team to invite you.",
        )
    context = {
        "round": round_,
        "mission": round_.mission,
        "form": form,
        "is_open": round_.is_open_at(now),
        "doors": round_.open_to.select_related("organisation"),
    }
    return render(request, "rounds/come.html", context)


def hand_on(request: HttpRequest, token: str) -> HttpResponse:
    """Let a colleague answer instead. Who has joined must be signed in; before that, the link is enough."""
    if too_often(request):
        return render(request, "429.html", status=429)
    invitation = invitation_of(token)
    if invitation is None:
        raise Http404("No such invitation.")
    _require_holder(request, invitation)
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        why_not = coming.why_not_hand_on(invitation, email)
        if why_not is None:
            coming.hand_on(invitation=invitation, email=email, now=clock.now())
            return render(request, "rounds/handed_on.html", {"round": invitation.round, "email": email})
        form.add_error("email", why_not)
    context = {"round": invitation.round, "invitation": invitation, "form": form, "token": token}
    return render(request, "rounds/hand_on.html", context)


def _require_holder(request: HttpRequest, invitation: Invitation) -> None:
    joined = getattr(invitation, "participant", None)
    user = person(request)
    if joined is not None and (user is None or joined.user_id != user.pk):
        raise NotAllowed(
            "Somebody started with this link. If it was you, sign in with a code sent to your address, then hand it on."
        )
    require_open(invitation.round, now=clock.now())
