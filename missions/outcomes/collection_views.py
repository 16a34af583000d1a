"""Pages on which the team asks councils for figures, councils give them, and the team verifies, locks and revises them."""

import datetime as dt
from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from missions.core import clock
from missions.core.access import require
from missions.core.periods import Frequency, Period
from missions.outcomes.access import gives_for, why_not_collect, why_not_give
from missions.outcomes.actions import collecting
from missions.outcomes.forms import CollectionForm, FigureForm, QuestionForm, ReviseForm
from missions.outcomes.lists import value_text
from missions.outcomes.models import Ask, Collection, Indicator, Measurement, PeriodLock
from missions.people.access import person, signed_in
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand, stand_on

PER_PAGE = 100
Status = Measurement.Status


@login_required
def collections(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """The periods that councils were asked for, and the form that asks for one more."""
    standing, indicator = _team_door(request, mission, slug)
    form = CollectionForm(request.POST or None, indicator=indicator, on=standing.on)
    if request.method == "POST":
        require(why_not_collect(standing))
        if form.is_valid():
            plan = {"period_start": form.cleaned_data["period"]} | {
                k: form.cleaned_data[k] for k in ("due_on", "codes", "message")
            }
            made = collecting.open_collection(by=signed_in(request), standing=standing, indicator=indicator, **plan)
            count = made.asks.count()
            who = "1 council is" if count == 1 else f"{count} councils are"
            messages.success(request, f"{who} asked. The data providers and coordinators there get an e-mail.")
            return redirect(made)
    found = Collection.objects.filter(indicator=indicator).select_related("indicator__mission").order_by("-period_start")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = _context(standing, indicator) | {"form": form, "page": page, "rows": _progress(page.object_list)}
    return render(request, "outcomes/collections.html", context)


@login_required
def collection(request: HttpRequest, mission: str, slug: str, period: dt.date) -> HttpResponse:
    """Who has answered, what waits to be verified, and whether the period is locked."""
    standing, indicator = _team_door(request, mission, slug)
    item = _collection(indicator, period)
    found = Ask.objects.filter(collection=item).with_answers().select_related("organisation")
    status = request.GET.get("status", "")
    if status == "none" or status in Status.values:
        found = found.answered_as(status)
    page = Paginator(found.order_by("organisation__name"), PER_PAGE).get_page(request.GET.get("page"))
    asks = list(page.object_list)
    figures = Measurement.objects.in_bulk([ask.answer_id for ask in asks if ask.answer_id])
    rows = [(ask, figure, value_text(indicator, figure)) for ask in asks for figure in [figures.get(ask.answer_id or 0)]]
    context = _context(standing, indicator) | {
        "item": item,
        "page": page,
        "rows": rows,
        "status": status,
        "counts": _progress([item])[0][1],
        "statuses": [*Status.choices, ("none", "Not answered")],
        "is_locked": PeriodLock.objects.filter(indicator=indicator, period_start=period).exists(),
    }
    return render(request, "outcomes/collection.html", context)


@login_required
@require_POST
def verify(request: HttpRequest, mission: str, slug: str, period: dt.date) -> HttpResponse:
    """Verify the figures that were ticked."""
    standing, indicator = _team_door(request, mission, slug)
    item = _collection(indicator, period)
    ids = [int(value) for value in request.POST.getlist("figure") if value.isdecimal() and len(value) < 19]
    if ids:
        count = collecting.verify(by=signed_in(request), standing=standing, collection=item, ids=ids)
        messages.success(
            request, f"{count} figure{'' if count == 1 else 's'} verified. The sums that rest on them are up to date."
        )
    else:
        require(why_not_collect(standing))
        messages.info(request, "Nothing was ticked. Tick the figures that you have checked, then verify them.")
    return redirect(item)


@login_required
def lock(request: HttpRequest, mission: str, slug: str, period: dt.date) -> HttpResponse:
    """Lock the period, after a page that says what it means."""
    standing, indicator = _team_door(request, mission, slug)
    item = _collection(indicator, period)
    require(why_not_collect(standing))
    if request.method == "POST":
        collecting.lock(by=signed_in(request), standing=standing, collection=item)
        messages.success(request, f"{item.period.label} is locked. A later change is a revision with a reason.")
        return redirect(item)
    return render(
        request, "outcomes/lock.html", _context(standing, indicator) | {"item": item, "counts": _progress([item])[0][1]}
    )


@login_required
def answer(request: HttpRequest, mission: str, slug: str, period: dt.date, code: str) -> HttpResponse:
    """The one page on which a council gives its figure."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    item = _collection(_indicator(standing, slug), period)
    ask = get_object_or_404(Ask.objects.select_related("organisation"), collection=item, organisation__code=code)
    ask.collection = item
    if not standing.is_on_it and not gives_for(user, ask.organisation, on=standing.on):
        raise Http404("No such page.")
    why_not = why_not_give(user, ask.organisation, on=standing.on)
    figure = _stands(item.indicator, ask.organisation, period)
    locked = PeriodLock.objects.filter(indicator=item.indicator, period_start=period).exists()
    form = FigureForm(request.POST or None, indicator=item.indicator, initial=FigureForm.of(figure))
    if request.method == "POST":
        require(why_not)
        if form.is_valid():
            is_final = request.POST.get("save") != "draft"
            collecting.give(by=user, ask=ask, given=form.given(), is_final=is_final, now=clock.now(), on=standing.on)
            if is_final:
                messages.success(
                    request, "Thank you. The mission team checks your figure; you hear from them only if they have a question."
                )
            else:
                messages.success(request, f"Your draft is saved. Submit it by {item.due_on:%-d %B %Y}.")
            return redirect(ask)
    may_change = why_not is None and not locked and (figure is None or figure.status != Status.VERIFIED)
    context = _context(standing, item.indicator) | {
        "ask": ask, "item": item, "figure": figure, "form": form, "locked": locked, "may_change": may_change, "why_not": why_not,
        "text": value_text(item.indicator, figure), "before": _before(item.indicator, ask.organisation, period),
    }  # fmt: skip
    return render(request, "outcomes/answer.html", context)


@login_required
def give_back(request: HttpRequest, mission: str, slug: str, period: dt.date, code: str) -> HttpResponse:
    """Return a figure with a question."""
    standing, indicator = _team_door(request, mission, slug)
    item = _collection(indicator, period)
    require(why_not_collect(standing))
    organisation = get_object_or_404(Organisation, code=code, asked_for_figures__collection=item)
    figure = _stands(indicator, organisation, period)
    if figure is None:
        raise Http404("No figure yet.")
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        question = form.cleaned_data["question"]
        collecting.give_back(by=signed_in(request), standing=standing, collection=item, pk=figure.pk, question=question)
        messages.success(request, f"The figure went back to {organisation.name} with your question.")
        return redirect(item)
    context = _context(standing, indicator) | {
        "item": item, "organisation": organisation, "form": form, "text": value_text(indicator, figure), "figure": figure,
    }  # fmt: skip
    return render(request, "outcomes/give_back.html", context)


def figure(request: HttpRequest, mission: str, slug: str, period: dt.date, code: str) -> HttpResponse:
    """One verified figure with everything that stood before it; the team revises it here."""
    standing = stand(person(request), mission, on=clock.today())
    indicator = _indicator(standing, slug)
    organisation = get_object_or_404(Organisation, code=code)
    found = _stands(indicator, organisation, period)
    if found is None or found.status != Status.VERIFIED:
        raise Http404("No verified figure.")
    why_not = why_not_collect(standing)
    form = ReviseForm(request.POST or None, indicator=indicator, initial=ReviseForm.of(found))
    if request.method == "POST":
        require(why_not)
        if form.is_valid():
            plan = {"given": form.given(), "reason": form.cleaned_data["reason"], "now": clock.now()}
            collecting.revise(by=signed_in(request), standing=standing, measurement=found, **plan)
            messages.success(request, "The figure is revised. What stood before is kept below, with your reason.")
            return redirect(request.path)
    context = _context(standing, indicator) | {
        "organisation": organisation,
        "period": Period(period, Frequency(indicator.frequency)),
        "figure": found,
        "text": value_text(indicator, found),
        "history": [(item, value_text(indicator, item)) for item in _chain(indicator, organisation, period)],
        "form": None if why_not else form,
    }
    return render(request, "outcomes/figure.html", context)


def _team_door(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Indicator]:
    standing = stand_on(signed_in(request), mission, on=clock.today())
    return standing, _indicator(standing, slug)


def _indicator(standing: Standing, slug: str) -> Indicator:
    return get_object_or_404(Indicator.objects.select_related("mission", "owner"), mission=standing.mission, slug=slug)


def _collection(indicator: Indicator, period: dt.date) -> Collection:
    found = get_object_or_404(Collection, indicator=indicator, period_start=period)
    found.indicator = indicator
    return found


def _context(standing: Standing, indicator: Indicator) -> dict[str, object]:
    return {"standing": standing, "section": "outcomes", "indicator": indicator, "why_not_collect": why_not_collect(standing)}


def _stands(indicator: Indicator, organisation: Organisation, period: dt.date) -> Measurement | None:
    return Measurement.objects.of_period(indicator.pk, period).filter(organisation=organisation).first()


def _before(indicator: Indicator, organisation: Organisation, period: dt.date) -> tuple[str, str] | None:
    """The council's last verified figure before a period: (period, figure), so that a slip is seen."""
    earlier = Measurement.objects.shown().filter(indicator=indicator, organisation=organisation, period_start__lt=period)
    item = earlier.order_by("-period_start").first()
    return (
        None if item is None else (Period(item.period_start, Frequency(indicator.frequency)).label, value_text(indicator, item))
    )


def _chain(indicator: Indicator, organisation: Organisation, period: dt.date) -> list[Measurement]:
    """Every figure that stood for a council and period, the newest first."""
    found = Measurement.objects.filter(indicator=indicator, organisation=organisation, period_start=period, category="")
    return list(found.select_related("recorded_by", "verified_by").order_by("-recorded_at", "-pk"))


def _progress(items: Iterable[Collection]) -> list[tuple[Collection, dict[str, int]]]:
    """Each collection with how many were asked, have submitted, were verified or returned. One query for all."""
    chosen = list(items)
    counted = Ask.objects.progress_of([item.pk for item in chosen])
    return [(item, counted[item.pk]) for item in chosen]
