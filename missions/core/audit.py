"""One row for each thing that somebody did, written in the transaction that does it."""

from typing import Any

from django.db import connection, models

from missions.core.models import AuditRow


def record(
    action: str, *, by: models.Model | None, subject: models.Model, mission: models.Model | None = None, **detail: Any
) -> AuditRow:
    """Write who did what to which thing.

    `action` is a verb with its area, like "award.approve". `by` is None only for a job. `detail` must be JSON and hold neither
    names nor free text about people: rows keep ids only, so that forgetting a person is emptying one row.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"“{action}” must be recorded inside the transaction that does it.")
    return AuditRow.objects.create(
        action=action,
        actor_id=by.pk if by is not None else None,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        mission_id=mission.pk if mission is not None else None,
        detail=detail,
    )
