"""Notes of workshops by whether a council has answered them."""

from django.db.models import QuerySet

from codesign.models import Invitation
from codesign.setup_models import Note


def waiting_notes(invitation: Invitation) -> QuerySet[Note]:
    """Those that wait for whoever was invited, the oldest first."""
    waiting = Note.objects.filter(invitation=invitation, confirmed_at=None, declined_at=None)
    return waiting.select_related("entered_by").order_by("held_on", "pk")
