"""What forgetting a person does to the rows of this area and of the core."""

from allauth.account.models import EmailAddress
from django.db.models import Q

from missions.core import clock
from missions.core.models import OutboxMessage
from missions.core.registries import Erasure
from missions.people.models import OrganisationRole, User
from missions.people.sessions import end_sessions

PLACEHOLDER = "forgotten@invalid.example"


def empty_account(user_id: int) -> None:
    """Empty name and address and close the account; the row stays as a number that others point at."""
    User.objects.filter(pk=user_id).update(
        name="", email=f"forgotten-{user_id}@invalid.example", is_active=False, is_administrator=False, last_login=None
    )


def end_roles(user_id: int) -> None:
    """End what the person is for councils and suppliers."""
    OrganisationRole.objects.filter(user=user_id).end_all(clock.today())


def empty_messages(user_id: int) -> None:
    """Empty the e-mails sent to the person, and drop those that wait."""
    address = User.objects.values_list("email", flat=True).get(pk=user_id)
    theirs = OutboxMessage.objects.filter(Q(to_user_id=user_id) | Q(to_address__iexact=address))
    theirs.filter(sent_at__isnull=True).delete()
    theirs.update(to_address=PLACEHOLDER, subject="", text="", last_error="")


def delete_sign_in_addresses(user_id: int) -> None:
    """Delete what the sign-in library knows of the address."""
    EmailAddress.objects.filter(user=user_id).delete()


ERASURES = {
    "people.User.email": Erasure("Their name and address are emptied and their account is closed.", empty_account),
    "people.OrganisationRole.user": Erasure(
        "Their roles for councils and suppliers end. That somebody held them stays, without a name.", end_roles
    ),
    "account.EmailAddress.user": Erasure("The address that they signed in with is deleted.", delete_sign_in_addresses),
    "sessions.Session.session_data": Erasure("They are signed out everywhere.", end_sessions),
    "core.OutboxMessage.to_user_id": Erasure(
        "E-mails to them are emptied; those that wait are not sent. That one was sent stays, without an address.", empty_messages
    ),
    "core.AuditRow.actor_id": Erasure("What they did that changed a record stays, by a number."),
    "core.Job.asked_by_id": Erasure("Imports and other long work that they started stay, by a number."),
    "core.StoredFile.sent_by_id": Erasure("Files of records that they sent stay as proof of what was imported, by a number."),
    "pghistory.Context.metadata": Erasure("Who changed which version of a record stays, by a number."),
}
