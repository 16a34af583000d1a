"""What everybody reads of standards: the list, a standard, a version with its schema, a product."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from missions.adoption.summary import summarise
from missions.core import clock
from missions.interventions.models import Intervention, InterventionKind
from missions.market.models import Deployment, Product
from missions.people.access import person
from missions.register.models import Organisation
from missions.standards.access import tests_read_by, why_not_publish, why_not_write
from missions.standards.conformance import conforming_products, ready
from missions.standards.models import ConformanceTest, StandardVersion
from missions.standards.schemas import fields_of
from missions.stewardship.access import Standing, stand

PER_PAGE = 50
LATEST = 20


@require_safe
def standards(request: HttpRequest, mission: str) -> HttpResponse:
    """The data standards of a mission, those with a version that holds first."""
    standing = stand(person(request), mission, on=clock.today())
    held = StandardVersion.objects.current_on(standing.on).filter(standard__intervention=OuterRef("pk"))
    passed = Q(standard__versions__tests__verdict="passed")
    products = Count("standard__versions__tests__product", filter=passed, distinct=True)
    found = standing.mission.interventions.filter(kind=InterventionKind.DATA_STANDARD).select_related("mission", "standard")
    found = found.annotate(
        is_held=Exists(held),
        current=Subquery(held.values("number")[:1]),
        since=Subquery(held.values("starts_on")[:1]),
        products=products,
    )
    page = Paginator(found.order_by("-is_held", "name"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "standards/list.html", {**about(standing), "page": page})


@require_safe
def standard(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """One standard: its versions, the products that conform and the councils that are ready, and the reader’s own tests."""
    standing, item = door(request, mission, slug)
    versions = versions_of(standing, item)
    current = next((version for version, state in versions if state == "Current"), None)
    products = conforming_products(item, day=standing.on)
    why = ready(summarise(item, as_at=standing.on)) if any(found.is_current for found in products) else {}
    councils = Paginator(Organisation.objects.filter(pk__in=why).order_by("name"), PER_PAGE)
    page = councils.get_page(request.GET.get("page"))
    tests = ConformanceTest.objects.filter(tests_read_by(standing), version__standard__intervention=item)
    context = {
        **about(standing),
        "intervention": item,
        "standard": getattr(item, "standard", None),
        "versions": versions,
        "current": current,
        "fields": read_fields(current) if current else [],
        "products": products,
        "page": page,
        "ready": [(council, why[council.pk]) for council in page.object_list],
        "tests": tests.select_related("version__standard__intervention__mission", "organisation", "product")[:LATEST],
        "may_write": why_not_write(standing) is None,
        "is_testable": any(version.status == "published" for version, _ in versions),
    }
    return render(request, "standards/standard.html", context)


@require_safe
def version(request: HttpRequest, mission: str, slug: str, number: str) -> HttpResponse:
    """One version: what changed, what it asks for, and the schema."""
    standing, item = door(request, mission, slug)
    found = version_of(standing, item, number)
    context = {
        **about(standing),
        "intervention": item,
        "version": found,
        "state": found.state_on(standing.on),
        "fields": read_fields(found),
        "why_not_write": why_not_write(standing),
        "why_not_publish": why_not_publish(standing),
    }
    return render(request, "standards/version.html", context)


@require_safe
def schema(request: HttpRequest, mission: str, slug: str, number: str) -> HttpResponse:
    """The schema as it was added."""
    standing, item = door(request, mission, slug)
    found = version_of(standing, item, number)
    response = HttpResponse(found.schema_text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{item.slug}-{found.number}.json"'
    return response


@require_safe
def product(request: HttpRequest, mission: str, product: str) -> HttpResponse:
    """A product of the market: the standards that it passed, and who runs it."""
    standing = stand(person(request), mission, on=clock.today())
    found = get_object_or_404(Product.objects.select_related("supplier"), service=standing.mission.service, slug=product)
    tests = ConformanceTest.objects.passed_by(standing.on).filter(product=found)
    passed = tests.filter(version__standard__intervention__mission=standing.mission)
    passed = passed.select_related("version__standard__intervention__mission")
    # The first pass of each version is what counts.
    latest = passed.order_by("version_id", "happened_on", "pk").distinct("version_id")
    running = Deployment.objects.as_at(standing.on).filter(product=found).select_related("council").order_by("council__name")
    context = {
        **about(standing),
        "section": "market",
        "product": found,
        "passed": [(test, test.version.state_on(standing.on)) for test in latest],
        "page": Paginator(running, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "standards/product.html", context)


def about(standing: Standing) -> dict[str, Any]:
    """What every page of standards knows."""
    return {"standing": standing, "section": "interventions"}


def door(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Intervention]:
    """Where a person stands on the mission, and the intervention, which is a data standard."""
    standing = stand(person(request), mission, on=clock.today())
    found = Intervention.objects.select_related("mission", "standard").filter(kind=InterventionKind.DATA_STANDARD)
    return standing, get_object_or_404(found, mission=standing.mission, slug=slug)


def versions_of(standing: Standing, item: Intervention) -> list[tuple[StandardVersion, str]]:
    """Those that the person may read, with what they are today."""
    found = StandardVersion.objects.filter(standard__intervention=item)
    found = found if standing.is_on_it else found.public()
    rows = found.select_related("standard__intervention__mission").latest_first()
    return [(version, version.state_on(standing.on)) for version in rows]


def version_of(standing: Standing, item: Intervention, number: str) -> StandardVersion:
    """The door to a version: a draft is there for the people on the mission only."""
    found = StandardVersion.objects.filter(standard__intervention=item, number=number)
    version = found.select_related("standard__intervention__mission").first()
    if version is None or (version.status == "draft" and not standing.is_on_it):
        raise Http404("No such version.")
    return version


def read_fields(version: StandardVersion) -> list[dict[str, str]]:
    """What a version asks for, in words; nothing where its schema can’t be shown as a list."""
    return fields_of(json.loads(version.schema_text.removeprefix("\ufeff")), version.kind)
