"""The page on which a body is added that no register lists."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from missions.core import clock
from missions.core.access import require
from missions.people.access import signed_in
from missions.stakeholders.access import why_not_add_bodies
from missions.stakeholders.bodies import add_body
from missions.stakeholders.body_forms import BodyForm
from missions.stewardship.models import MissionRole


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a body. Whoever came from a mission's stakeholders goes back there with the new body filled in."""
    user, today = signed_in(request), clock.today()
    require(why_not_add_bodies(user, on=today))
    form = BodyForm(
        request.POST if request.method == "POST" else None, on=today, initial={"name": request.GET.get("name", "")[:200]}
    )
    slug = request.GET.get("mission", "")
    held = MissionRole.objects.as_at(today).filter(user=user, mission__slug=slug).select_related("mission").first()
    if request.method == "POST" and form.is_valid():
        made = add_body(by=user, body=form.body(), on=today)
        messages.success(request, f"{made.name} is in the register now. Its code is {made.code}.")
        return redirect(f"{reverse('stakeholders:add', args=[slug])}?{urlencode({'organisation': made.code})}" if held else made)
    return render(request, "register/add.html", {"form": form, "mission": held.mission if held else None})
