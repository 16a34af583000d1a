"""What stands behind an intervention: how it is judged, how it is meant to work, and what it rests on."""

from django.db import models
from django.db.models import F, Q

from missions.core.history import tracked
from missions.interventions.models import Intervention
from missions.problems.judging import Judgement, rules


@tracked()
class InterventionJudgement(Judgement):
    """What the team thinks of an intervention: how much it takes away, how sure that is, what it takes."""

    intervention = models.OneToOneField(Intervention, on_delete=models.CASCADE, related_name="judgement")

    class Meta:
        constraints = rules("intervention_judgement")

    def __str__(self) -> str:
        return f"Judgement of {self.intervention_id}"


class Step(models.TextChoices):
    """The steps of a theory of change in their order; assumptions stand beside all of them."""

    INPUTS = "inputs", "Inputs"
    ACTIVITIES = "activities", "Activities"
    OUTPUTS = "outputs", "Outputs"
    OUTCOMES = "outcomes", "Outcomes"
    ASSUMPTIONS = "assumptions", "Assumptions"


@tracked()
class TheoryLine(models.Model):
    """One short line of an intervention's theory of change."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="theory_lines")
    step = models.CharField(max_length=12, choices=Step.choices)
    position = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=200)

    class Meta:
        ordering = ("step", "position")
        constraints = (
            models.UniqueConstraint(fields=("intervention", "step", "position"), name="theory_line_position_once"),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="theory_line_step_known"),
            models.CheckConstraint(condition=~Q(wording=""), name="theory_line_says_something"),
        )

    def __str__(self) -> str:
        return self.wording


class Strength(models.TextChoices):
    """How much one intervention depends on another."""

    NEEDS = "needs", "Needs it"
    HELPED = "helped", "Is helped by it"


@tracked()
class Dependency(models.Model):
    """An intervention rests on another one. Whether they go round in a circle is the action's to check, under a lock."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="rests_on")
    on = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="carries")
    strength = models.CharField(max_length=6, choices=Strength.choices)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("strength", "on__name")
        verbose_name_plural = "dependencies"
        constraints = (
            models.UniqueConstraint(fields=("intervention", "on"), name="dependency_once"),
            models.CheckConstraint(condition=~Q(intervention=F("on")), name="dependency_on_another"),
            models.CheckConstraint(condition=Q(strength__in=Strength.values), name="dependency_strength_known"),
        )

    def __str__(self) -> str:
        return f"{self.intervention_id} rests on {self.on_id}"
