"""The page on which a team answers many submissions at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from codesign.access import round_of, why_not_run
from codesign.actions import answering
from codesign.answer_forms import AnswerManyForm
from codesign.answer_words import FILLED, STARTS
from codesign.models import Contribution, Response, Round, WhatHappened
from codesign.querysets import ContributionQuerySet
from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.people.access import signed_in
from missions.problems.models import PainPoint
from missions.stewardship.access import Standing, stand_on

PER_PAGE = 50
MOST_EARLIER = 5


@login_required
def answer_many(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """What waits, of one pain point or with some words where wanted; those chosen get one text, or nothing is changed."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    round_ = round_of(standing, slug)
    require(why_not_run(standing))
    waiting = _waiting(request, round_)
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    initial = _start(request.GET.get("start", ""), round_)
    data = request.POST if request.method == "POST" else None
    form = AnswerManyForm(data, waiting=list(page.object_list), total=page.paginator.count, initial=initial)
    if request.method == "POST" and form.is_valid() and (count := _answer(request, standing, round_, form, waiting)):
        messages.success(
            request, f"{count:,} submission{' has its' if count == 1 else 's have their'} answer. The authors are told."
        )
        left = Contribution.objects.unanswered().filter(participant__round=round_).exists()
        return redirect("codesign:answer_many", mission, slug) if left else redirect(round_)
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "page": page,
        "form": form,
        "filled": FILLED.items(),
        "starts": [(what, WhatHappened(what).label) for what in STARTS],
        "earlier": _earlier(round_),
        "points": PainPoint.objects.filter(evidence_links__evidence__contribution__participant__round=round_).distinct(),
        "point": request.GET.get("point", ""),
        "words": request.GET.get("words", ""),
    }
    return render(request, "codesign/answer_many.html", context)


def _answer(
    request: HttpRequest, standing: Standing, round_: Round, form: AnswerManyForm, waiting: ContributionQuerySet
) -> int | None:
    """How many have their answer now; None where none has, and the form says why."""
    values = form.cleaned_data
    chosen = list(waiting.values_list("pk", flat=True)) if values.get("everything") else values["said"]
    by, now = signed_in(request), clock.now()
    what, text = values["what"], values["text"]
    try:
        return answering.answer_many(by=by, standing=standing, round_=round_, contributions=chosen, what=what, text=text, now=now)
    except NotNow as refusal:
        form.add_error("text", refusal.sentence)
        return None


def _waiting(request: HttpRequest, round_: Round) -> ContributionQuerySet:
    """Those that were sent first come first."""
    found = Contribution.objects.unanswered().filter(participant__round=round_)
    words, point = request.GET.get("words", "")[:500], request.GET.get("point", "")
    if words.strip():
        found = Contribution.objects.filter(pk__in=found.like(words).order_by().values("pk"))
    if point == "none":
        found = found.filter(evidence__links__isnull=True)
    elif point:
        found = found.filter(evidence__links__pain_point__reference=point)
    related = found.select_related("evidence", "participant__organisation").prefetch_related("evidence__links__pain_point")
    return related.order_by("submitted_at", "pk")


def _earlier(round_: Round) -> list[tuple[int, str]]:
    """Answers that were given in this round, those given most often first, each by one of its numbers."""
    given = Response.objects.filter(contribution__participant__round=round_).exclude(text="").order_by()
    rows = given.values("what", "text").annotate(times=Count("pk"), least=Min("pk")).order_by("-times", "text")[:MOST_EARLIER]
    return [(row["least"], row["text"]) for row in rows]


def _start(wanted: str, round_: Round) -> dict[str, str]:
    """The kind and text that the form starts with: one of ours, or an earlier answer of this round."""
    if wanted in STARTS:
        return {"what": wanted, "text": STARTS[WhatHappened(wanted)]}
    if wanted.isdecimal() and len(wanted) < 18:
        found = Response.objects.filter(contribution__participant__round=round_, pk=wanted).first()
        return {"what": found.what, "text": found.text} if found else {}
    return {}
