"""What every area uses: the audit trail, the outbox, files that people sent, and long-running work."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from missions.core.querysets import JobQuerySet, OutboxQuerySet


@pgtrigger.register(pgtrigger.Protect(name="audit_row_never_changes", operation=pgtrigger.Update | pgtrigger.Delete))
class AuditRow(models.Model):
    """Who did what to which thing, and when. Ids only: no names, so that a person can be forgotten."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    action = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    mission_id = models.BigIntegerField(null=True, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("subject_kind", "subject_id"), name="audit_by_subject"),
            models.Index(fields=("mission_id", "-at"), name="audit_by_mission"),
        )

    def __str__(self) -> str:
        return f"{self.action} on {self.subject_kind} {self.subject_id}"


class OutboxMessage(models.Model):
    """An e-mail to send, written with what it tells about; a job claims and delivers it."""

    key = models.CharField("what makes it the only one", max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    to_address = models.EmailField()
    to_user_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    returned_at = models.DateTimeField("when it came back: the address takes no mail", null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        # In the order in which workers claim them.
        indexes = (models.Index(fields=("created_at", "id"), condition=Q(sent_at__isnull=True), name="outbox_in_order"),)

    def __str__(self) -> str:
        return f"{self.subject} ({'sent' if self.sent_at else 'waiting'})"


class Change(models.Model):
    """Something wrote to a table: a trigger notes it, and what was made from the table before is made again (`fresh.py`)."""

    name = models.CharField("table", max_length=63)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("name", "id"), name="change_by_table"),)

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class ScheduledJob(models.Model):
    """How a job of the schedule last went: one row for each, so that a job that silently stops is noticed."""

    task = models.CharField(max_length=120, unique=True)
    watched_since = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField("last ended well", null=True, blank=True)
    took_seconds = models.FloatField("how long that took", null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    trace = models.TextField("what the last failure said", blank=True)

    class Meta:
        ordering = ("task",)

    def __str__(self) -> str:
        return self.task


class StoredFile(models.Model):
    """A file exactly as somebody sent it; kept in the database because web processes and workers share no disk."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    received_at = models.DateTimeField(default=timezone.now)
    sent_by_id = models.BigIntegerField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """A piece of long work whose progress a page shows."""

    class Status(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Running"
        ASKING = "asking", "Ready to confirm"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Not imported"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    asked_by_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    mission_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    parameters = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    report = models.JSONField(default=dict)
    error = models.TextField("what went wrong, for the person", blank=True)
    trace = models.TextField("where it went wrong, for administrators", blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_status_display()})"
