"""Adoption: a history of dated events, never a mutable flag. The present stage is derived."""

import pgtrigger
from django.db import models
from django.db.models import Q

from missions.adoption.querysets import AdoptionEventQuerySet
from missions.adoption.stages import Stage
from missions.core.facts import Fact, correction_has_reason, is_not_itself
from missions.core.history import tracked
from missions.core.spans import Span, SpanQuerySet, span_in_order
from missions.interventions.models import Intervention, Iteration
from missions.people.models import User
from missions.problems.models import Barrier
from missions.register.models import Organisation


class Source(models.TextChoices):
    """How we know."""

    SELF_REPORTED = "self-reported", "Reported by the council"
    VERIFIED = "verified", "Verified by the mission team"
    CONFORMANCE = "conformance", "Passed a conformance test"
    IMPORTED = "imported", "Imported from a published record"


@pgtrigger.register(pgtrigger.Protect(name="adoption_event_never_changes", operation=pgtrigger.Update | pgtrigger.Delete))
class AdoptionEvent(Fact):
    """A council reached a stage with an intervention on a day. Never changed; a correction is a new event."""

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="adoption_events")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="adoption_events")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    happened_on = models.DateField("date")
    source = models.CharField(max_length=14, choices=Source.choices)
    source_word = models.CharField("the source’s own word", max_length=60, blank=True)
    source_reference = models.CharField("row in the source", max_length=160, blank=True)
    evidence_url = models.URLField(max_length=1000, blank=True)
    note = models.CharField(max_length=400, blank=True)
    iteration = models.ForeignKey(Iteration, on_delete=models.PROTECT, null=True, blank=True, related_name="adoption_events")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AdoptionEventQuerySet.as_manager()

    class Meta:
        ordering = ("happened_on", "recorded_at", "pk")
        constraints = (
            correction_has_reason("adoption_correction_says_why"),
            is_not_itself("adoption_not_its_own_correction"),
            models.UniqueConstraint(
                fields=("intervention", "source_reference"), condition=~Q(source_reference=""), name="adoption_source_row_once"
            ),
        )
        indexes = (
            models.Index(fields=("intervention", "organisation", "-happened_on", "-recorded_at"), name="adoption_latest"),
            models.Index(fields=("organisation", "happened_on"), name="adoption_by_council"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.stage} with {self.intervention_id} on {self.happened_on}"


def next_reference(reference: str) -> str:
    """The reference of a correction: “row” → “row#2” → “row#3”. What came from no table has none."""
    base, _, times = reference.partition("#")
    return f"{base}#{int(times or 1) + 1}" if base else ""


class Verdict(models.TextChoices):
    """What the mission team makes of a council's report."""

    VERIFIED = "verified", "Verify it"
    RETURNED = "returned", "Return it with a reason"


@pgtrigger.register(pgtrigger.Protect(name="review_never_changes", operation=pgtrigger.Update | pgtrigger.Delete))
class Review(models.Model):
    """The team checked a council's report, once. A returned report counts no more from then on."""

    event = models.OneToOneField(AdoptionEvent, on_delete=models.PROTECT, related_name="review")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(verdict="returned") | ~Q(reason=""), name="adoption_review_return_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.event_id} {self.verdict}"


@tracked()
class Blocker(Span):
    """What a council says is in its way with an intervention, from the day on which it said so until it says otherwise."""

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="blockers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="blockers")
    barrier = models.CharField("kind of barrier", max_length=12, choices=Barrier.choices)
    note = models.CharField("in its words", max_length=400, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = SpanQuerySet["Blocker"].as_manager()

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            span_in_order("blocker_span"),
            models.UniqueConstraint(
                fields=("intervention", "organisation", "barrier"), condition=Q(ends_on__isnull=True), name="blocker_open_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.barrier} at {self.organisation_id} with {self.intervention_id}"


class FundedPlace(models.Model):
    """A fact that funding pushes down: this organisation took part in this iteration with money from it."""

    iteration = models.ForeignKey(Iteration, on_delete=models.CASCADE, related_name="funded_places")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="funded_places")
    funded_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("iteration", "organisation"), name="funded_place_once"),)

    def __str__(self) -> str:
        return f"{self.organisation_id} funded in {self.iteration_id}"


class AdoptionRollup(models.Model):
    """How many councils had adopted an intervention on the day that it was last counted; can be counted again at any time."""

    intervention = models.OneToOneField(Intervention, on_delete=models.CASCADE, related_name="adoption_rollup")
    as_at = models.DateField("day of the count")
    adopted = models.PositiveIntegerField("councils that are live or have it embedded")
    councils = models.PositiveIntegerField("councils that exist")

    def __str__(self) -> str:
        return f"{self.adopted} with {self.intervention_id} on {self.as_at}"
