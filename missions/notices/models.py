"""What people were reminded of, how often they want to hear, and their private calendars."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from missions.core.models import OutboxMessage
from missions.notices.querysets import ChoiceQuerySet, ReminderQuerySet
from missions.people.models import User
from missions.stewardship.models import Mission


class Rhythm(models.TextChoices):
    """How often a person is written to."""

    AT_ONCE = "at-once", "At once"
    DAILY = "daily", "Once a day, in one message"
    WEEKLY = "weekly", "Once a week, in one message"


class Reminder(models.Model):
    """That somebody was told of something: once for each rule, thing, date and person. Escalations are rows too: together, the trail."""

    key = models.CharField("rule, thing, date and person", max_length=200, unique=True)
    rule = models.CharField(max_length=60)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders")
    url = models.CharField("where the thing is", max_length=300, blank=True)
    subject = models.CharField(max_length=200)
    escalated = models.BooleanField("went up to somebody else", default=False)
    written_at = models.DateTimeField(default=timezone.now)
    message = models.ForeignKey(OutboxMessage, on_delete=models.SET_NULL, null=True, blank=True, related_name="reminders")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at", "-pk")
        indexes = (
            models.Index(fields=("url", "-written_at"), name="reminders_of_a_thing"),
            models.Index(fields=("mission", "-written_at"), name="reminders_of_a_mission"),
            models.Index(fields=("rule", "-written_at"), name="reminders_of_a_rule"),
        )

    def __str__(self) -> str:
        return self.subject


class Choice(models.Model):
    """How often a person wants to hear, of one mission or (without one) of all that they chose nothing for."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="rhythms")
    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "mission"), nulls_distinct=False, name="one_rhythm_each"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="rhythm_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_rhythm_display()}"


class CalendarFeed(models.Model):
    """A person's private calendar address. Only a digest of the secret is kept: who reads the database can't read calendars."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
