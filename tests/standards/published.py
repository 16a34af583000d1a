"""Standards with versions and tests, for tests."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from missions.core.models import Job
from missions.interventions.models import Intervention
from missions.market.models import Product
from missions.people.models import User
from missions.register.models import Organisation
from missions.standards.models import ConformanceTest, Standard, StandardVersion
from tests import making
from tests.standards.files import TREES

HELD_SINCE = dt.date(2026, 1, 1)


def make_version(intervention: Intervention, by: User, **values: Any) -> StandardVersion:
    """Published and held since New Year, for CSV files about trees, unless said otherwise; status="draft" has no day."""
    standard, _ = Standard.objects.get_or_create(intervention=intervention)
    schema: Mapping[str, Any] = values.pop("schema", TREES)
    defaults: dict[str, Any] = {
        "number": f"1.{next(making.numbers)}",
        "kind": "table-schema",
        "schema_text": json.dumps(schema),
        "change_log": "The first one.",
        "made_by": by,
        "made_at": timezone.now(),
    }
    if values.get("status") != "draft":
        defaults |= {"status": "published", "starts_on": HELD_SINCE, "published_by": by, "published_at": timezone.now()}
    return StandardVersion.objects.create(standard=standard, **{**defaults, **values})


def make_test(
    version: StandardVersion, by: User, *, council: Organisation | None = None, product: Product | None = None, **values: Any
) -> ConformanceTest:
    """A test that passed on 1 September 2026, unless said otherwise."""
    job = Job.objects.create(kind="standards.test", status="done", asked_by_id=by.pk)
    defaults: dict[str, Any] = {
        "organisation": product.supplier if product else council,
        "product": product,
        "asked_by": by,
        "asked_at": timezone.now(),
        "file_name": "trees.csv",
        "file_size": 10,
        "verdict": "passed",
        "happened_on": making.TODAY,
        "rows": 2,
    }
    return ConformanceTest.objects.create(version=version, job=job, **{**defaults, **values})
