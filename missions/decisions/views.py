"""Pages of decisions, for the people on a mission."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.decisions import actions
from missions.decisions.access import authority, decision_for, why_not_answer, why_not_ask, why_not_decide, why_not_delegate
from missions.decisions.bundles import KEY_SOURCES, differences, key_figures
from missions.decisions.forms import AnswerForm, AskForm, MoreForm, TakeForm
from missions.decisions.freezing import verify
from missions.decisions.iteration_evidence import freeze_for
from missions.decisions.lifecycle import DECISION
from missions.decisions.models import OUTCOMES, Decision, Outcome
from missions.interventions.models import Iteration
from missions.outcomes.revisions import revised_since
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand_on

PER_PAGE = 50


@login_required
def decisions(request: HttpRequest, mission: str) -> HttpResponse:
    """All decisions of the mission, those that wait first."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    found = Decision.objects.filter(mission=standing.mission).select_related("mission", "asked_of", "iteration").waiting_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(item, item.is_overdue(standing.on), clock.london_day(item.asked_at)) for item in page.object_list]
    context = {
        "standing": standing,
        "section": "decisions",
        "page": page,
        "waiting": [row for row in rows if row[0].is_waiting],
        "settled": [row for row in rows if not row[0].is_waiting],
        "why_not_ask": why_not_ask(standing),
    }
    return render(request, "decisions/list.html", context)


@login_required
def ask(request: HttpRequest, mission: str) -> HttpResponse:
    """Ask for a decision."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    require(why_not_ask(standing))
    form = AskForm(request.POST or None, standing=standing, initial=_asked(standing, request.GET.get("iteration", "")))
    if request.method == "POST" and form.is_valid():
        decision = actions.ask(by=user, standing=standing, now=clock.now(), **form.cleaned_data)
        messages.success(request, "The decision is asked. It stands under “What needs you” of the person who decides.")
        return redirect(decision)
    context = {"standing": standing, "section": "decisions", "form": form}
    return render(request, "decisions/ask.html", context)


def _asked(standing: Standing, slug: str) -> dict[str, Any]:
    """What the form begins with: the usual options, and, where the address names an iteration, the question about it."""
    initial: dict[str, Any] = {"options": list(OUTCOMES), "recommendation": ""}
    about = Iteration.objects.filter(mission=standing.mission, slug=slug).first() if slug else None
    return initial if about is None else initial | {"iteration": about.pk, "question": actions.question_of(about)}


@login_required
def decision(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """One decision: what is asked and the evidence; once taken, the evidence as it was and what has changed since."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    item = decision_for(standing, pk)
    return render(request, "decisions/page.html", {**_about(standing, item), **_evidence(standing, item)})


@login_required
def take(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Decide."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    item = decision_for(standing, pk)
    require(why_not_answer(standing, item))
    DECISION.check(item.status, "taken")
    require(why_not_decide(authority(standing, item), item.iteration, standing))
    form = TakeForm(request.POST or None, decision=item)
    if request.method == "POST" and form.is_valid():
        actions.take(by=user, standing=standing, decision=item, now=clock.now(), **form.cleaned_data)
        messages.success(request, "Your decision is recorded, with the evidence of this moment frozen beside it.")
        return redirect(item)
    context = {**_about(standing, item), **_evidence(standing, item), "form": form}
    return render(request, "decisions/take.html", context)


@login_required
def ask_for_more(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Say what is missing."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    item = decision_for(standing, pk)
    require(why_not_answer(standing, item))
    DECISION.check(item.status, "more-asked")
    form = MoreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_for_more(by=user, standing=standing, decision=item, now=clock.now(), **form.cleaned_data)
        messages.success(request, "Your question went to the mission lead, who answers and asks you again.")
        return redirect(item)
    return render(request, "decisions/more.html", {**_about(standing, item), "form": form})


@login_required
def answer_with_more(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Give what was missing."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    item = decision_for(standing, pk)
    require(why_not_ask(standing))
    if item.status != "more-asked":
        raise NotNow("Nobody has asked for more about this decision.")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_with_more(by=user, standing=standing, decision=item, now=clock.now(), **form.cleaned_data)
        messages.success(request, "Your answer is added, and the decision is asked again.")
        return redirect(item)
    context = {**_about(standing, item), "form": form, "open": item.clarifications.filter(answered_at__isnull=True)}
    return render(request, "decisions/answer.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Take the question back."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    item = decision_for(standing, pk)
    actions.withdraw(by=user, standing=standing, decision=item)
    messages.success(request, "The decision is withdrawn.")
    return redirect(item)


def _about(standing: Standing, item: Any) -> dict[str, Any]:
    is_asked = standing.user is not None and item.asked_of_id == standing.user.pk
    is_theirs = is_asked or why_not_answer(standing, item) is None
    limit = why_not_decide(item.decider_roles, item.iteration, standing) if item.is_waiting else None
    return {
        "standing": standing,
        "section": "decisions",
        "decision": item,
        "asked_on": clock.london_day(item.asked_at),
        "is_overdue": item.is_overdue(standing.on),
        "is_theirs": is_theirs,
        "is_asked": is_asked,
        "why_not_delegate": why_not_delegate(standing),
        "why_not_decide": limit,
        "why_not_ask": why_not_ask(standing),
        "options": [(Outcome(value).label, value == item.recommendation) for value in item.options],
        "clarifications": item.clarifications.all(),
        "following": item.iteration.followed_by.select_related("mission") if item.iteration and not item.is_waiting else (),
    }


def _evidence(standing: Standing, item: Decision) -> dict[str, Any]:
    """Today's figures; once taken, the frozen ones and what differs."""
    today = freeze_for(item, as_at=standing.on, known_at=clock.now(), only=KEY_SOURCES)
    if item.evidence is None:
        return {"figures": key_figures(today, item.iteration_id)}
    frozen = item.evidence.content
    return {
        "figures": key_figures(frozen, item.iteration_id),
        "differences": differences(frozen, today, item.iteration_id),
        "is_unchanged": verify(frozen, item.evidence.sha256),
        "revisions": revised_since(item.mission_id, as_at=item.evidence.as_at, known_at=item.evidence.known_at),
    }
