"""What the team judges where nothing can be counted: confidence, effort, and an impact that differs from what was said."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from missions.people.models import User

LEAST_MONTHS, MOST_MONTHS, LONGEST_REASON = Decimal("0.1"), 9_999, 600


class Confidence(models.TextChoices):
    """On what an estimate rests, the firmest first."""

    MEASURED = "measured", "Measured: figures or a test show it"
    SEEN = "seen", "Seen: several councils or suppliers show the same"
    SAID = "said", "Said: one or two say so"
    GUESSED = "guessed", "A guess: we think so"


# The steps that RICE uses (100%, 80%, 50%; “moonshot” 20%), each tied to a basis that others can check.
CERTAINTY = {Confidence.MEASURED: 1.0, Confidence.SEEN: 0.8, Confidence.SAID: 0.5, Confidence.GUESSED: 0.2}


class Impact(models.IntegerChoices):
    """How much it hurts, or how much of the hurt it takes away, on the scale of severity."""

    LITTLE = 1, "1: hardly"
    SOME = 2, "2: a little"
    MUCH = 3, "3: clearly"
    HEAVY = 4, "4: heavily"
    STOPS = 5, "5: it decides whether the work can be done"


@dataclass(frozen=True)
class Estimate:
    """What somebody judges, before it is stored; each part may be missing, the reason may not."""

    reason: str
    impact: int | None = None
    confidence: str = ""
    effort_months: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is judged."""
        return self.impact is None and not self.confidence and self.effort_months is None


class Judgement(models.Model):
    """The present judgement of one thing; earlier ones are in its history. Each part may be missing, the reason may not."""

    impact = models.PositiveSmallIntegerField(choices=Impact.choices, null=True, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices, blank=True)
    effort_months = models.DecimalField(
        "effort in person-months",
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_MONTHS), MaxValueValidator(MOST_MONTHS)],
    )
    reason = models.CharField(max_length=LONGEST_REASON)
    judged_at = models.DateTimeField(default=timezone.now)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def as_json(self) -> dict[str, int | str | None]:
        """The figures, without the words: an audit row holds no free text."""
        months = str(self.effort_months) if self.effort_months is not None else None
        return {"impact": self.impact, "confidence": self.confidence or None, "effort_months": months}


def rules(name: str) -> tuple[Any, ...]:
    """What must never be false of a judgement, for the model of that name."""
    return (
        models.CheckConstraint(condition=Q(impact__isnull=True) | Q(impact__gte=1, impact__lte=5), name=f"{name}_impact_1_to_5"),
        models.CheckConstraint(condition=Q(confidence="") | Q(confidence__in=Confidence.values), name=f"{name}_confidence_known"),
        models.CheckConstraint(
            condition=Q(effort_months__isnull=True) | Q(effort_months__gt=0), name=f"{name}_effort_above_nothing"
        ),
        models.CheckConstraint(condition=~Q(reason=""), name=f"{name}_says_why"),
    )
