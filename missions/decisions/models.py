"""Decisions asked of somebody by a date, and the evidence frozen beside them."""

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from missions.core.history import tracked
from missions.decisions.lifecycle import DECISION
from missions.decisions.querysets import WAITING, DecisionQuerySet, DelegationQuerySet
from missions.interventions.models import Iteration
from missions.people.models import User
from missions.stewardship.models import Mission


@pgtrigger.register(pgtrigger.Protect(name="frozen_evidence_never_changes", operation=pgtrigger.Update | pgtrigger.Delete))
class FrozenEvidence(models.Model):
    """Figures as they stood at a moment. Never changed; the hash shows that nothing was."""

    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    as_at = models.DateField()
    known_at = models.DateTimeField()
    frozen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Evidence as at {self.as_at}"


class Outcome(models.TextChoices):
    """What may be decided at the end of an iteration; “agree” and “decline” are for other questions."""

    SCALE = "scale", "Scale"
    CONTINUE = "continue", "Continue"
    ADAPT = "adapt", "Adapt"
    STOP = "stop", "Stop"
    AGREE = "agree", "Agree"
    DECLINE = "decline", "Decline"


# What may follow an iteration.
OUTCOMES = (Outcome.SCALE, Outcome.CONTINUE, Outcome.ADAPT, Outcome.STOP)


@tracked()
class Decision(models.Model):
    """Asked of somebody, by a date, with options and a recommendation; then taken, with a reason."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="decisions")
    iteration = models.ForeignKey(Iteration, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    question = models.CharField(max_length=300)
    background = models.TextField(blank=True)
    options = models.JSONField("outcomes to choose from", default=list)
    recommendation = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    recommendation_reason = models.CharField(max_length=600, blank=True)
    dissent = models.TextField("who sees it differently, and why", blank=True)
    asked_of = models.ForeignKey(User, on_delete=models.PROTECT, related_name="decisions_asked")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="decisions_requested")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=DECISION.choices(), default="asked")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    rationale = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions_taken")
    decided_at = models.DateTimeField(null=True, blank=True)
    evidence = models.OneToOneField(FrozenEvidence, on_delete=models.PROTECT, null=True, blank=True, related_name="decision")
    is_illustrative = models.BooleanField("made up to show the product", default=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status="taken", decided_by__isnull=False, decided_at__isnull=False, evidence__isnull=False)
                & ~Q(outcome="")
                & ~Q(rationale="")
                | (~Q(status="taken") & Q(decided_by__isnull=True, outcome="")),
                name="decision_taken_is_complete",
            ),
        )

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("decisions:decision", args=[self.mission.slug, self.pk])

    @property
    def is_waiting(self) -> bool:
        """Nobody has decided yet."""
        return self.status in WAITING

    def is_overdue(self, on: dt.date) -> bool:
        """Waiting past its date."""
        return self.is_waiting and self.due_on < on


@tracked()
class Delegation(models.Model):
    """A director lets somebody on the mission take their decisions: all that are asked of them, or one; until a day."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="delegations")
    director = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_held")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="delegations")
    starts_on = models.DateField("first day")
    ends_on = models.DateField("day after the last")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_in_order"),
            models.CheckConstraint(condition=~Q(director=F("delegate")), name="delegation_to_somebody_else"),
        )

    def __str__(self) -> str:
        return f"{self.delegate} for {self.director}"

    @property
    def last_day(self) -> dt.date:
        """The last day on which it holds, as people write it."""
        return self.ends_on - dt.timedelta(days=1)


class Clarification(models.Model):
    """What the person asked wanted to know before deciding, and what the lead answered."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="clarifications")
    question = models.TextField("what was missing")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="clarification_answered_or_not",
            ),
        )

    def __str__(self) -> str:
        return self.question[:80]
