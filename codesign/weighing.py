"""The page on which people say what matters most: by moving things up and down, or by spending points. It needs no script."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from codesign.access import participation, require_open
from codesign.actions import weighing
from codesign.forms import PointsForm
from codesign.models import POINTS, Item, Participant, Weighing
from codesign.moving import moved
from codesign.ordering import in_turn
from missions.core import clock
from missions.people.access import signed_in


@login_required
def weigh(request: HttpRequest, pk: int) -> HttpResponse:
    """Put things in order, or spend points, whichever the round asks."""
    participant = participation(signed_in(request), pk)
    require_open(participant.round, now=clock.now())
    items = list(participant.round.items.all())
    if not items:
        raise Http404("This round doesn’t ask what matters most.")
    if participant.round.weighing == Weighing.RANK:
        return _rank(request, participant, items)
    return _spend(request, participant, items)


def _rank(request: HttpRequest, participant: Participant, items: Sequence[Item]) -> HttpResponse:
    """Each press keeps the order as it stands then; “Keep this order” as well, for those who agree with the order they met."""
    given = dict(participant.weights.values_list("item", "value"))
    mine = sorted(items, key=lambda item: given[item.pk]) if len(given) == len(items) else _first_order(participant, items)
    if request.method == "POST":
        # The order that the person saw, not one that was kept since in another window.
        seen = [int(number) for number in request.POST.getlist("order") if number.isdecimal()]
        order, item = moved(seen, request.POST.get("move", ""), request.POST)
        weighing.rank(participant=participant, order=order, now=clock.now())
        if item is None:
            messages.success(request, "Your order is saved. You can change it until the round closes.")
            return redirect("rounds:take_part", participant.round_id)
        messages.success(request, f"Moved to place {order.index(item) + 1} of {len(order)}. Your order is saved.")
        return redirect(f"{reverse('rounds:weigh', args=[participant.round_id])}#item-{item}")
    context = {
        "participant": participant,
        "round": participant.round,
        "items": mine,
        "places": range(1, len(mine) + 1),
        "is_saved": bool(given),
    }
    return render(request, "rounds/rank.html", context)


def _spend(request: HttpRequest, participant: Participant, items: Sequence[Item]) -> HttpResponse:
    given = dict(participant.weights.values_list("item", "value"))
    mine = _first_order(participant, items)
    initial = {f"item-{item}": value for item, value in given.items()}
    form = PointsForm(request.POST if request.method == "POST" else None, items=mine, initial=initial)
    if request.method == "POST" and form.is_valid():
        weighing.spend(participant=participant, points=form.points(), now=clock.now())
        messages.success(request, "Your points are saved. You can change them until the round closes.")
        return redirect("rounds:take_part", participant.round_id)
    context = {
        "participant": participant,
        "round": participant.round,
        "form": form,
        "points": POINTS,
        "spent": sum(given.values()) if given else None,
    }
    return render(request, "rounds/points.html", context)


def _first_order(participant: Participant, items: Sequence[Item]) -> list[Item]:
    """Another for each person, so that what stands first in the draft isn’t favoured."""
    turn = Participant.objects.filter(round=participant.round_id, pk__lt=participant.pk).count()
    return in_turn(items, turn)
