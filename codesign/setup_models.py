"""What belongs to setting a round up: its terms as they stood at the launch, later closing times, and the councils it is open to."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from missions.people.models import User
from missions.problems.models import Disclosure
from missions.register.models import Organisation


@pgtrigger.register(pgtrigger.Protect(name="terms_never_change", operation=pgtrigger.Update))
class Terms(models.Model):
    """What was asked and how it is counted, frozen at the launch; `sha256` is of the content as `codesign.terms` writes it."""

    round = models.OneToOneField("codesign.Round", on_delete=models.CASCADE, related_name="terms")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="terms_have_a_sha256"),)

    def __str__(self) -> str:
        return f"Terms of round {self.round_id}"


class Extension(models.Model):
    """A round was given more time, and why."""

    round = models.ForeignKey("codesign.Round", on_delete=models.CASCADE, related_name="extensions")
    closed_at = models.DateTimeField("when it would have closed")
    closes_at = models.DateTimeField("when it closes instead")
    reason = models.CharField(max_length=400)
    extended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="rounds_extended")
    extended_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("extended_at", "pk")
        constraints = (models.CheckConstraint(condition=Q(closes_at__gt=F("closed_at")), name="extension_gives_more_time"),)

    def __str__(self) -> str:
        return f"Extension of round {self.round_id}"


class OpenTo(models.Model):
    """A council whose people may come by themselves: an address at its e-mail domain is all that they need."""

    round = models.ForeignKey("codesign.Round", on_delete=models.CASCADE, related_name="open_to")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rounds_open_to")
    domain = models.CharField("e-mail domain", max_length=120)

    class Meta:
        ordering = ("organisation__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("round", "domain"), name="domain_is_one_councils"),
            models.UniqueConstraint(fields=("round", "organisation"), name="open_to_a_council_once"),
            models.CheckConstraint(condition=Q(domain__regex=r"^[a-z0-9.-]+\.[a-z0-9-]+$"), name="domain_is_a_domain"),
        )

    def __str__(self) -> str:
        return self.domain


class Unsent(models.Model):
    """What somebody has typed about what hurts and not sent yet: nobody else reads it, and sending it deletes it."""

    participant = models.OneToOneField("codesign.Participant", on_delete=models.CASCADE, related_name="unsent")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Unsent answers of participant {self.participant_id}"


class Note(models.Model):
    """What a council's people said at a workshop, as a facilitator wrote it down.

    It counts for nothing until the council confirms it: then it becomes a submission of who confirmed it, and the text moves there.
    """

    invitation = models.ForeignKey("codesign.Invitation", on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(blank=True)
    disclosure = models.CharField(max_length=8, choices=Disclosure.choices)
    held_on = models.DateField("day of the workshop")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notes_entered")
    entered_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    contribution = models.OneToOneField(
        "codesign.Contribution", on_delete=models.SET_NULL, null=True, blank=True, related_name="note"
    )

    class Meta:
        ordering = ("invitation__organisation__name", "entered_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True), name="note_confirmed_or_declined"
            ),
            models.CheckConstraint(
                condition=Q(contribution__isnull=True) | Q(confirmed_at__isnull=False), name="note_counts_when_confirmed"
            ),
        )

    def __str__(self) -> str:
        return f"Note {self.pk}"
