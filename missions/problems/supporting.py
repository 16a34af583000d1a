"""Standing behind what somebody else said, instead of saying the same again."""

import datetime as dt

from missions.people.models import User
from missions.problems.models import Evidence, Supporter
from missions.register.models import Organisation


def support_evidence(*, evidence: Evidence, user: User, organisation: Organisation | None, now: dt.datetime) -> bool:
    """Count a person and their council behind it, once; False where they stand there already. The caller writes the audit row."""
    _, is_new = Supporter.objects.get_or_create(
        evidence=evidence, user=user, defaults={"organisation": organisation, "supported_at": now}
    )
    return is_new
