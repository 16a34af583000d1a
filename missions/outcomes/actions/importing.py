"""Storing measurements that a table holds."""

import datetime as dt
from collections.abc import Sequence

from django.db import models, transaction

from missions.core.audit import record
from missions.core.importing import Tally
from missions.core.models import StoredFile
from missions.outcomes.models import Category, Indicator
from missions.outcomes.rows import MeasurementRow
from missions.outcomes.storing import store_measurements
from missions.register.finding import Finder


def import_measurements(
    *,
    by: models.Model | None,
    indicator: Indicator,
    rows: Sequence[MeasurementRow],
    source: StoredFile,
    now: dt.datetime,
) -> Tally:
    """Store what a table says about one indicator, verified: it was published, or the team sent it."""
    with transaction.atomic():
        _add_categories(indicator, rows)
        tally = store_measurements(indicator.mission, rows, Finder(), now=now, by=by)
        if tally.created or tally.updated:
            counts = {"created": tally.created, "updated": tally.updated}
            record("measurements.import", by=by, subject=indicator, mission=indicator.mission, file=source.pk, **counts)
    return tally


def _add_categories(indicator: Indicator, rows: Sequence[MeasurementRow]) -> None:
    """A published table brings its own; what people type in the plain layout must name one that is there."""
    named = sorted({row.category for row in rows if row.category and row.is_published})
    if named:
        made = [Category(indicator=indicator, slug=slug, name=slug.replace("-", " ").capitalize()) for slug in named]
        Category.objects.bulk_create(made, ignore_conflicts=True)
