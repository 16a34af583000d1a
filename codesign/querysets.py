"""Reads over rounds and invitations."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from codesign.models import Invitation, Round


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds by whether they take answers."""

    def open_at(self, moment: dt.datetime) -> Self:
        """Launched, and the clock is between opening and closing."""
        return self.filter(status="open", opens_at__lte=moment, closes_at__gt=moment)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what became of them."""

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def unanswered(self) -> Self:
        """Standing, and nobody has answered through them."""
        return self.standing().filter(models.Q(participant__isnull=True) | models.Q(participant__answered_at__isnull=True))
