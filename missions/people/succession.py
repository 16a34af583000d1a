"""Roles that a reorganisation touches."""

import datetime as dt
from collections.abc import Sequence

from missions.core.registries import Touched
from missions.core.touching import touched
from missions.people.models import OrganisationRole


def roles(councils: Sequence[int], on: dt.date, missions: Sequence[int] | None) -> Touched:
    """How many roles people hold for councils on a day; no names."""
    rows = OrganisationRole.objects.as_at(on).filter(organisation__in=councils)
    return touched(rows, organisation="organisation_id", missions=missions)
