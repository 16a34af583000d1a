"""Pages for those who review a draft: what their council could deliver, and comments on an element. They need no script."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict

from codesign.access import require_open
from codesign.actions import reviewing
from codesign.draft_access import element_of, review_of
from codesign.draft_forms import AbilityForm, CommentForm
from codesign.draft_grid import recorded_system
from codesign.draft_models import Comment, ElementAnswer, Review, SystemInUse
from codesign.models import Participant, Segment
from missions.core import clock
from missions.market.models import Product
from missions.people.access import signed_in


@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Every element; for a council, what it could deliver. With a script each answer is saved as it is given."""
    participant, found = review_of(signed_in(request), pk)
    now = clock.now()
    require_open(participant.round, now=now)
    speaks_for_council = participant.segment == Segment.COUNCIL
    form = _form(participant, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        product = form.cleaned_data["product"]
        reviewing.say_able(participant=participant, answers=form.answers(), product=product, now=now)
        if request.headers.get("HX-Request"):
            return HttpResponse(f"Saved at {now.astimezone(clock.LONDON):%H:%M}.")
        messages.success(request, "Your council’s answers are saved. You can change them until the round closes.")
        return redirect("rounds:take_part", pk)
    mine = Comment.objects.readable().filter(participant=participant).values_list("element", flat=True)
    answered = ElementAnswer.objects.filter(participant=participant).count()
    elements = list(found.version.elements.all())
    context = {
        "participant": participant,
        "round": participant.round,
        "review": found,
        "draft": found.version.draft,
        "form": form,
        "speaks_for_council": speaks_for_council,
        "rows": [(item, form[f"element-{item.pk}"], list(mine).count(item.pk)) for item in elements],
        "left": len(elements) - answered,
    }
    return render(request, "rounds/review.html", context)


@login_required
def comment(request: HttpRequest, pk: int, element: int) -> HttpResponse:
    """Comment on one element; what the person said about it before, in earlier versions too, stands beside it."""
    participant, found = review_of(signed_in(request), pk)
    about = element_of(found, element)
    now = clock.now()
    require_open(participant.round, now=now)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reviewing.comment(participant=participant, element=about, now=now, **form.cleaned_data)
        messages.success(request, f"Your comment on {about.title} is saved. The team answers it after the round closes.")
        return redirect("rounds:review", pk)
    said = Comment.objects.readable().filter(
        participant__user=participant.user, element__ref=about.ref, element__version__draft=about.version.draft_id
    )
    context = {
        "participant": participant,
        "round": participant.round,
        "element": about,
        "form": form,
        "said": said.select_related(
            "element__version__draft__mission", "element__version__response_document", "disposition"
        ).order_by("made_at", "pk"),
    }
    return render(request, "rounds/comment.html", context)


def _form(participant: Participant, found: Review, data: MultiValueDict[str, str] | None) -> AbilityForm:
    mission = participant.round.mission
    council = participant.organisation_id
    told = SystemInUse.objects.filter(participant=participant).first()
    answers = ElementAnswer.objects.filter(participant=participant).values_list("element", "value")
    return AbilityForm(
        data,
        elements=found.version.elements.all(),
        products=Product.objects.filter(service=mission.service).select_related("supplier"),
        recorded=recorded_system(mission, council, clock.today()) if council else None,
        initial={"product": told.product_id if told else None, **{f"element-{key}": value for key, value in answers}},
    )
