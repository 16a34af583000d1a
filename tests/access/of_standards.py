"""Data standards: everybody reads what is published; curators write drafts, the lead publishes; council and supplier staff test files."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from missions.standards.models import ConformanceTest, StandardVersion
from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, Row
from tests.access.world import World
from tests.making import make_product
from tests.standards.published import make_test, make_version

COUNCIL_TESTERS = ("coordinator", "contributor", "data-provider")
SUPPLIERS = ("product-contact", "supplier-signatory")
TESTERS = (*COUNCIL_TESTERS, *SUPPLIERS, *CURATORS)
LEAD = ("lead",)
# The participant of the world asked for the tests.
READERS = (*COUNCIL_TESTERS, "participant")


def mission(world: World) -> Mapping[str, Any]:
    return {"mission": world.mission.slug}


def one(world: World) -> Mapping[str, Any]:
    return {**mission(world), "slug": world.intervention.slug}


def version_of(world: World, status: str, **values: Any) -> StandardVersion:
    found = StandardVersion.objects.filter(standard__intervention=world.intervention, status=status).order_by("pk")
    return found.first() or make_version(world.intervention, world.person("lead"), status=status, **values)


def published(world: World) -> Mapping[str, Any]:
    return {**one(world), "number": version_of(world, "published").number}


def draft(world: World) -> Mapping[str, Any]:
    return {**one(world), "number": version_of(world, "draft").number}


def with_product(world: World) -> Mapping[str, Any]:
    """A version is published, and the supplier has a product to test."""
    version_of(world, "published")
    world.supplier.products.first() or make_product(world.supplier, "Matrix product")
    return one(world)


def product(world: World) -> Mapping[str, Any]:
    with_product(world)
    found = world.supplier.products.first()
    return {**mission(world), "product": found.slug if found else ""}


def failed(world: World) -> Mapping[str, Any]:
    """A test that did not pass: only who asked for it and the council's own people read it."""
    version = version_of(world, "published")
    found = ConformanceTest.objects.filter(version=version, verdict="failed", organisation=world.council).first()
    kind = {"row": 2, "column": "a", "rule": "type", "value": "=x", "wrong": "No.", "mend": "Mend.", "count": 1, "more_rows": []}
    values: dict[str, Any] = {"verdict": "failed", "mistakes": 1, "findings": [kind], "council": world.council}
    return {**one(world), "test": (found or make_test(version, world.participant.user, **values)).public_id}


def passed(world: World) -> Mapping[str, Any]:
    """One that passed: the people on the mission read it too."""
    test = make_test(version_of(world, "published"), world.participant.user, council=world.council)
    return {**one(world), "test": test.public_id}


def words(world: World) -> Mapping[str, Any]:
    return {"number": "9.9", "kind": "json-schema", "schema_text": '{"type": "array", "items": {}}', "change_log": "New."}


def a_day(world: World) -> Mapping[str, Any]:
    day = dt.date(2031, 2, 1)
    return {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}


def reason(world: World) -> Mapping[str, Any]:
    return {"reason": "A mistake in it."}


def stage(world: World) -> Mapping[str, Any]:
    return {"pass_stage": "live"}


ROWS = [
    Row("standards:standards", EVERYBODY, mission),
    Row("standards:standard", EVERYBODY, one),
    Row("standards:standard", EVERYBODY, with_product),
    Row("standards:version", EVERYBODY, published),
    Row("standards:version", ON_MISSION, draft, anonymous=404),
    Row("standards:schema", EVERYBODY, published),
    Row("standards:schema", ON_MISSION, draft, anonymous=404),
    Row("standards:product", EVERYBODY, product),
    Row("standards:add", CURATORS, one, otherwise=403),
    Row("standards:add", CURATORS, one, ok=302, otherwise=403, method="post", data=words),
    Row("standards:change", CURATORS, draft, otherwise=403),
    Row("standards:change", CURATORS, draft, ok=302, otherwise=403, method="post", data=words),
    Row("standards:publish", LEAD, draft, otherwise=403),
    Row("standards:publish", LEAD, draft, ok=302, otherwise=403, method="post", data=a_day),
    Row("standards:withdraw", LEAD, published, otherwise=403),
    Row("standards:withdraw", LEAD, published, ok=302, otherwise=403, method="post", data=reason),
    Row("standards:pass_stage", CURATORS, one, otherwise=403),
    Row("standards:pass_stage", CURATORS, one, ok=302, otherwise=403, method="post", data=stage),
    Row("standards:ask", TESTERS, with_product, otherwise=403),
    # Nothing chosen: the form says so.
    Row("standards:ask", TESTERS, with_product, otherwise=403, method="post"),
    Row("standards:test", READERS, failed),
    Row("standards:test", (*READERS, *ON_MISSION), passed),
    Row("standards:download_report", READERS, failed),
]
