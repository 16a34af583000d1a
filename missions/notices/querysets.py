"""Reads over reminders and what people chose."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from missions.notices.models import Choice, Reminder


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders that were written."""

    def trail(self, url: str) -> Self:
        """What was sent about the thing at an address, the latest first."""
        return self.filter(url=url).select_related("user").order_by("-written_at", "-pk")

    def of_rule(self, rule: str) -> Self:
        """What a rule has sent, with the messages, the latest first."""
        return self.filter(rule=rule, message__isnull=False).select_related("message").order_by("-written_at", "-pk")


class ChoiceQuerySet(models.QuerySet["Choice"]):
    """What people chose."""

    def rhythms(self, users: Iterable[int]) -> dict[tuple[int, int | None], str]:
        """The rhythm by person and mission; without a mission: what holds wherever nothing else was chosen."""
        found = self.filter(user__in=set(users)).values_list("user_id", "mission_id", "rhythm")
        return {(user, mission): rhythm for user, mission, rhythm in found}
