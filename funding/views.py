"""Pages of awards: public, as the money is."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from funding.access import Place, award_for, readable_awards, sees_awards_in_progress, why_not_draft
from funding.actions.awards import why_not_active
from funding.award_steps import steps_for, turn_of, waiting_for
from funding.filters import Filters
from funding.publishing import award_lines
from funding.querysets import ORDER, RECIPIENTS, AwardQuerySet
from funding.terms import Terms
from missions.core import clock
from missions.core.periods import FinancialYear
from missions.interventions.models import IterationServes
from missions.people.access import person
from missions.register.models import Kind, Organisation
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
        "sees_own": sees_awards_in_progress(listing.standing),
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
    """One award: who, how much, for what, what it bought; and to those who see the whole of it, its terms and whose turn it is."""
    place = award_for(stand(person(request), mission, on=clock.today()), reference)
    item = place.award
    served = IterationServes.objects.filter(iteration=item.iteration_id).select_related("intervention__mission")
    context = {
        "standing": place.standing,
        "section": "awards",
        "award": item,
        "partners": list(item.partners.all()),
        "served": served.order_by("intervention__name"),
        "source_url": item.documentation_url or item.fund.documentation_url,
        "is_source_of_fund": not item.documentation_url,
        **(_whole(place) if place.sees_all and item.status != "recorded" else {}),
    }
    return render(request, "funding/page.html", context)


def _whole(place: Place) -> dict[str, Any]:
    """Terms, documents, what may be done, and what waits for whom."""
    award = place.award
    milestones = list(award.milestones.all())
    was_approved = award.approved_by_id is not None
    payments = list(award.payments.all()) if award.status == "active" else []
    variations = list(award.variations.all()) if was_approved else []
    return {
        "whole": True,
        "turn": turn_of(award),
        "steps": steps_for(place),
        "terms": Terms.of(award, milestones),
        "milestones": milestones,
        "documents": award.documents.all(),
        "variations": variations,
        "waiting": waiting_for(milestones, payments, variations) if award.status == "active" else [],
        "may_draft": why_not_draft(place.standing) is None,
        "missing": why_not_active(award) if award.status == "accepted" and place.standing.is_on_it else None,
        "determination": getattr(award, "determination", None),
        "was_approved": was_approved,
        "asks_subsidy": award.recipient.kind == Kind.SUPPLIER,
    }


def _listing(request: HttpRequest, mission: str) -> Listing:
    standing = stand(person(request), mission, on=clock.today())
    every = readable_awards(standing)
    groups = every.order_by("fund__name").values_list("fund__slug", "fund__name", "awarded_on").distinct()
    funds = {slug: name for slug, name, _ in groups}
    years = sorted({FinancialYear.of(day) for _, _, day in groups}, reverse=True)
    return Listing(standing, every, Filters.read(request.GET, funds=funds, years=years), funds, years)
