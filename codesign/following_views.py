"""The page behind the link of each message about a next step: stop these messages with one press, or have them again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from codesign.actions import following
from codesign.following import follower_of
from missions.core import clock


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, since mail scanners open links; the button does. Nothing else can be read or done here."""
    participant = follower_of(token)
    if participant is None:
        raise Http404("No such link.")
    if request.method == "POST":
        if request.POST.get("do") == "resume":
            following.resume(participant=participant, now=clock.now())
            messages.success(request, "You get a message at each step again.")
        else:
            following.stop(participant=participant)
            messages.success(request, "You get no more messages about the next steps.")
        return redirect(request.path)
    return render(request, "rounds/follow.html", {"participant": participant, "round": participant.round})
