"""Pages of awards: public, as the money is."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from funding.access import readable_awards
from funding.filters import Filters
from funding.models import Award
from funding.publishing import award_lines
from funding.querysets import ORDER, RECIPIENTS, AwardQuerySet
from missions.core import clock
from missions.core.periods import FinancialYear
from missions.interventions.models import IterationServes
from missions.people.access import person
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand

PER_PAGE = 50


@dataclass(frozen=True)
class Listing:
    """The awards of a mission, narrowed to what stands in the address."""

    standing: Standing
    every: AwardQuerySet
    filters: Filters
    funds: dict[str, str]
    years: list[FinancialYear]

    @property
    def shown(self) -> AwardQuerySet:
        """Those that match."""
        return self.filters.narrow(self.every)


def awards(request: HttpRequest, mission: str) -> HttpResponse:
    """The list with its sums: of everything, and of what is shown."""
    listing = _listing(request, mission)
    every = listing.every.totals()
    shown = listing.shown.totals() if listing.filters else every
    partners = Prefetch("partners", Organisation.objects.only("code", "name"))
    rows = listing.shown.select_related("recipient", "fund__mission").prefetch_related(partners)
    paginator = Paginator(rows.order_by(*ORDER), PER_PAGE)
    paginator.count = shown["count"]  # the sums have counted them already
    context: dict[str, Any] = {
        "standing": listing.standing,
        "section": "awards",
        "page": paginator.get_page(request.GET.get("page")),
        "every": every,
        "shown": shown,
        "by_fund": listing.shown.by_fund(),
        "filters": listing.filters,
        "funds": listing.funds.items(),
        "recipients": RECIPIENTS.items(),
        "years": listing.years,
        "query": request.GET.urlencode(),
    }
    return render(request, "funding/list.html", context)


def download(request: HttpRequest, mission: str) -> StreamingHttpResponse:
    """What the list shows, every page of it, as CSV."""
    listing = _listing(request, mission)
    response = StreamingHttpResponse(award_lines(listing.shown), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{listing.standing.mission.slug}-awards.csv"'
    return response


def award(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """One award: who, how much, for what, and where to see what it bought."""
    standing = stand(person(request), mission, on=clock.today())
    found = readable_awards(standing).filter(reference=reference).prefetch_related("partners")
    item: Award | None = found.select_related("fund__mission", "recipient", "iteration__mission", "intervention__mission").first()
    if item is None:
        raise Http404("No such award.")
    served = IterationServes.objects.filter(iteration=item.iteration_id).select_related("intervention__mission")
    context = {
        "standing": standing,
        "section": "awards",
        "award": item,
        "partners": item.partners.all(),
        "served": served.order_by("intervention__name"),
        "source_url": item.documentation_url or item.fund.documentation_url,
        "is_source_of_fund": not item.documentation_url,
    }
    return render(request, "funding/page.html", context)


def _listing(request: HttpRequest, mission: str) -> Listing:
    standing = stand(person(request), mission, on=clock.today())
    every = readable_awards(standing)
    groups = every.order_by("fund__name").values_list("fund__slug", "fund__name", "awarded_on").distinct()
    funds = {slug: name for slug, name, _ in groups}
    years = sorted({FinancialYear.of(day) for _, _, day in groups}, reverse=True)
    return Listing(standing, every, Filters.read(request.GET, funds=funds, years=years), funds, years)
