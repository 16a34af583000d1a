"""Pages of outcomes: what is measured, how it moves, and on how many councils each figure rests."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from missions.core import clock
from missions.core.access import require
from missions.core.exporting import csv_lines
from missions.core.fresh import page_part
from missions.outcomes.actions import indicators as actions
from missions.outcomes.compared import choices_of, chosen_of, compared_figure
from missions.outcomes.figures import figure_text, sentence, trend_figure
from missions.outcomes.forms import LevelForm
from missions.outcomes.lists import csv_rows, values_of
from missions.outcomes.models import Indicator, PublishedOutcome, Rollup
from missions.outcomes.revisions import revisions_of
from missions.outcomes.same_members import same_members
from missions.outcomes.series import series_of
from missions.people.access import person, signed_in
from missions.register.models import CouncilType, Organisation
from missions.stewardship.access import CURATORS, LEAD, Standing, stand
from missions.stewardship.population import eligible_councils

PER_PAGE = 50
RESULTS_SHOWN = 10


def outcomes(request: HttpRequest, mission: str) -> HttpResponse:
    """The indicators of a mission, each with its latest figure, and single published results."""
    standing = stand(person(request), mission, on=clock.today())
    found = Indicator.objects.filter(mission=standing.mission).select_related("mission", "owner")
    page = Paginator(found.order_by("-is_headline", "name"), PER_PAGE).get_page(request.GET.get("page"))
    indicators = list(page.object_list)
    figures = Indicator.objects.filter(pk__in=[item.pk for item in indicators]).figures_of(standing.on)
    rollups = Rollup.objects.select_related("indicator").in_bulk([pk for pair in figures.values() for pk in pair if pk])
    results = PublishedOutcome.objects.filter(mission=standing.mission)
    context = {
        "standing": standing,
        "section": "outcomes",
        "page": page,
        "rows": [(item, *_latest_and_first(*(rollups.get(pk or 0) for pk in figures[item.pk]))) for item in indicators],
        "results": results[:RESULTS_SHOWN],
        "results_count": results.count(),
    }
    return render(request, "outcomes/list.html", context)


def results(request: HttpRequest, mission: str) -> HttpResponse:
    """Single figures as somebody published them."""
    standing = stand(person(request), mission, on=clock.today())
    found = PublishedOutcome.objects.filter(mission=standing.mission)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "outcomes/results.html", {"standing": standing, "section": "outcomes", "page": page})


def indicator(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """One indicator: its trend, the groups of the latest period, and the councils of any period."""
    standing, item = _door(request, mission, slug)
    about = None if standing.is_on_it else (item, standing.mission, standing.on)
    body = page_part(request, about, "outcomes/indicator_body.html", lambda: _facts(request, standing, item))
    return render(
        request, "outcomes/indicator.html", {"standing": standing, "section": "outcomes", "indicator": item, "body": body}
    )


def _facts(request: HttpRequest, standing: Standing, item: Indicator) -> dict[str, Any]:
    choices, period = choices_of(item.mission_id), request.GET.get("period", "")
    group = chosen_of(choices, request.GET.get("compare", ""))
    read = Rollup.objects.on_page(item.pk, period, group.kind if group else "", group.value if group else "")
    every = list(read.select_related("indicator"))
    rollups = [rollup for rollup in every if rollup.group_kind == "all"]
    chosen = _chosen(rollups, period)
    context = {
        "standing": standing,
        "indicator": item,
        "latest": rollups[-1] if rollups else None,
        "sentence": sentence(rollups),
        "figure": trend_figure(item, rollups, list(item.levels.known_at())),
        "best_known": max(rollups, key=lambda rollup: rollup.reported, default=None),
        "periods": list(reversed(rollups)),
        "chosen": chosen,
        "groups": _groups(item, [row for row in every if row.period_start == chosen.period_start]) if chosen else [],
        "query": request.GET.get("q", "").strip(),
        "same_members": same_members(item),
        "revisions": revisions_of(item) if item.is_revised else None,
        "has_categories": any(rollup.group_kind == "category" for rollup in every),
        "choices": choices,
        "group": group,
        "compared": compared_figure(item, group, every) if group else None,
        "why_not_own": standing.why_not(CURATORS, "own an indicator"),
    }
    if chosen:
        councils = eligible_councils(standing.mission, chosen.period_start).order_by("name", "pk")
        if context["query"]:
            councils = councils.matching(str(context["query"]))
        page = Paginator(councils, PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "councils": values_of(item, page.object_list, chosen.period_start)}
    return context


def series(request: HttpRequest, mission: str, slug: str, code: str) -> HttpResponse:
    """One council's figures of every period, those before its vesting day constructed where the indicator can be added up."""
    standing, item = _door(request, mission, slug)
    organisation = get_object_or_404(Organisation.objects.councils(), code=code)
    found = series_of(item, organisation)
    context = {
        "standing": standing,
        "section": "outcomes",
        "indicator": item,
        "organisation": organisation,
        "series": found,
        "is_constructed": any(row.is_constructed for row in found.rows),
    }
    return render(request, "outcomes/series.html", context)


def download(request: HttpRequest, mission: str, slug: str) -> StreamingHttpResponse:
    """Every council's values as CSV, streamed."""
    _, item = _door(request, mission, slug)
    response = StreamingHttpResponse(csv_lines(csv_rows(item)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{item.slug}.csv"'
    return response


@login_required
@require_POST
def own(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Become the owner."""
    user = signed_in(request)
    standing, item = _door(request, mission, slug)
    actions.take_ownership(by=user, standing=standing, indicator=item)
    messages.success(request, f"You now own “{item.name}”.")
    return redirect(item)


@login_required
def levels(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """The baseline and the target with every earlier one; the lead sets new ones here."""
    standing, item = _door(request, mission, slug)
    if not standing.is_on_it:
        raise Http404("No such page.")
    why_not = standing.why_not(LEAD, "set a baseline or a target")
    form = LevelForm(request.POST or None, indicator=item)
    if request.method == "POST":
        require(why_not)
        if form.is_valid():
            level = actions.set_level(
                by=signed_in(request), standing=standing, indicator=item, now=clock.now(), **form.cleaned_data
            )
            messages.success(request, f"The {level.get_kind_display().lower()} is set.")
            return redirect("outcomes:levels", mission, slug)
    found = item.levels.select_related("superseded_by").order_by("kind", "-recorded_at", "-pk")
    rows = [(level, item.written(level.value), getattr(level, "superseded_by", None)) for level in found]
    context = {"standing": standing, "section": "outcomes", "indicator": item, "rows": rows, "form": None if why_not else form}
    return render(request, "outcomes/levels.html", context | {"why_not": why_not})


def _door(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Indicator]:
    standing = stand(person(request), mission, on=clock.today())
    found = Indicator.objects.select_related("mission", "owner").with_revised()
    return standing, get_object_or_404(found, mission=standing.mission, slug=slug)


def _latest_and_first(latest: Rollup | None, first: Rollup | None) -> tuple[Rollup | None, str, Rollup | None, str]:
    """Both rollups with their figures in words; the first only where it says something that the latest doesn't."""
    earlier = first if first and latest and first.period_start < latest.period_start else None
    return latest, figure_text(latest) if latest else "", earlier, figure_text(earlier) if earlier else ""


def _chosen(rollups: Sequence[Rollup], period: str) -> Rollup | None:
    """The period in the address, else the latest."""
    return next((rollup for rollup in rollups if rollup.period_start.isoformat() == period), rollups[-1] if rollups else None)


def _groups(item: Indicator, rollups: Sequence[Rollup]) -> list[tuple[str, list[tuple[str, str, Rollup]]]]:
    """By type, by region and by category: (title, [(name, figure in words, rollup)])."""
    names = {**dict(CouncilType.choices), "": "Not known"}
    tables: dict[str, list[tuple[str, str, Rollup]]] = {"council-type": [], "region": [], "category": []}
    if any(rollup.group_kind == "category" for rollup in rollups):
        names |= dict(item.categories.values_list("slug", "name"))
    for rollup in rollups:
        if rollup.group_kind in tables:
            name = names.get(rollup.group_value, rollup.group_value)
            tables[rollup.group_kind].append((name, rollup.why_no_value or item.written(rollup.value), rollup))
    found = [("By type of council", tables["council-type"]), ("By region", tables["region"]), ("By category", tables["category"])]
    return [(title, rows) for title, rows in found if rows]
