"""Signing somebody out everywhere."""

import json
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from missions.people.models import User


def end_sessions(user_id: int) -> None:
    """Make every session of a person worthless, and delete those that are still stored."""
    user = User.objects.get(pk=user_id)
    # Sessions are bound to this unusable password, so a new one ends them even where a row is written again meanwhile.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    rows = Session.objects.only("session_key", "session_data").iterator(chunk_size=500)
    theirs = [row.session_key for row in rows if _is_of(user, row.get_decoded())]
    Session.objects.filter(session_key__in=theirs).delete()


def _is_of(user: User, session: dict[str, Any]) -> bool:
    """Signed in as this person, or somewhere in the middle of it: the sign-in library then keeps the address."""
    return session.get(SESSION_KEY) == str(user.pk) or user.email in json.dumps(session, default=str).lower()
