"""Storing measurements that a table holds."""

import datetime as dt
from collections.abc import Sequence

from django.db import models, transaction

from missions.core.audit import record
from missions.core.importing import Tally
from missions.core.models import StoredFile
from missions.outcomes.models import Indicator
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
        tally = store_measurements(indicator.mission, rows, Finder(), now=now, by=by)
        if tally.created or tally.updated:
            counts = {"created": tally.created, "updated": tally.updated}
            record("measurements.import", by=by, subject=indicator, mission=indicator.mission, file=source.pk, **counts)
    return tally
