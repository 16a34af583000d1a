"""How figures of one indicator are imported on its page: any of the published layouts, or the plain one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from missions.core import clock
from missions.core.import_jobs import ImportKind
from missions.core.importing import Problem, Tally
from missions.core.models import StoredFile
from missions.outcomes.access import why_not_collect
from missions.outcomes.actions.importing import import_measurements
from missions.outcomes.layouts import read_measurements
from missions.outcomes.models import Indicator
from missions.outcomes.rows import MeasurementRow
from missions.people.models import User
from missions.stewardship.access import stand

TITLE = "Import figures"


def kind_for(indicator: Indicator) -> ImportKind:
    """The import of one indicator's figures."""

    def read(content: bytes) -> tuple[list[MeasurementRow], list[Problem]]:
        found = read_measurements(content, indicator)
        return found.rows, found.refused

    def apply(*, by: models.Model | None, rows: Sequence[MeasurementRow], source: StoredFile) -> Tally:
        return import_measurements(by=by, indicator=indicator, rows=rows, source=source, now=clock.now())

    def why_not(user: models.Model | None) -> str | None:
        assert user is None or isinstance(user, User)  # noqa: S101 - the only kind of user there is
        return why_not_collect(stand(user, indicator.mission.slug, on=clock.today()))

    return ImportKind(name="measurements", title=TITLE, noun="figures", read=read, apply=apply, why_not=why_not, about=_about)


def _about(parameters: Mapping[str, Any]) -> ImportKind:
    return kind_for(Indicator.objects.select_related("mission").get(pk=parameters["indicator"]))


def _unbound(*args: Any, **kwargs: Any) -> Any:
    """Every file is about an indicator, and every job has its own kind."""
    raise RuntimeError("Ask `kind_for` for the import of an indicator.")


MEASUREMENTS = ImportKind(
    name="measurements", title=TITLE, noun="figures", read=_unbound, apply=_unbound, why_not=_unbound, about=_about
)
