"""Open rounds that a reorganisation touches."""

import datetime as dt
from collections.abc import Sequence

from codesign.models import Invitation
from missions.core import clock
from missions.core.registries import Touched
from missions.core.touching import touched


def invitations(councils: Sequence[int], on: dt.date, missions: Sequence[int] | None) -> Touched:
    """Invitations of councils to rounds that are open, or open before the day and close after it; no addresses."""
    midnight = dt.datetime.combine(on, dt.time(), tzinfo=clock.LONDON)
    rows = Invitation.objects.standing().filter(organisation__in=councils, round__status="open", round__closes_at__gte=midnight)
    return touched(rows, organisation="organisation_id", mission="round__mission_id", missions=missions)
