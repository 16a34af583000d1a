"""GOV.UK Notify as the way that e-mails leave, for departments that send through it: `DELIVERY_EMAIL_BACKEND=missions.core.notify.NotifyBackend`.

The template in Notify has the subject `((subject))` and the body `((body))`. Notify keeps our Message-ID as its reference.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.notifications import NotificationsAPIClient

# The library has no types.
_client: Any = NotificationsAPIClient


class NotifyBackend(BaseEmailBackend):
    """Sends each message to each of its recipients; whatever Notify refuses is raised, and the outbox tries again later."""

    def __init__(self, fail_silently: bool = False, client: Any = None, **_: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.client: Any = client or _client(settings.NOTIFY_API_KEY, timeout=settings.EMAIL_TIMEOUT)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages Notify took."""
        for message in email_messages:
            for address in message.recipients():
                self.client.send_email_notification(
                    email_address=address,
                    template_id=settings.NOTIFY_TEMPLATE_ID,
                    personalisation={"subject": str(message.subject), "body": str(message.body)},
                    reference=str(message.extra_headers.get("Message-ID", "")),
                )
        return len(email_messages)


def references_returned(client: Any = None) -> list[str]:
    """Our Message-IDs of the latest e-mails that Notify could not deliver for good: the address doesn’t exist, or refuses mail."""
    asked: Any = client or _client(settings.NOTIFY_API_KEY, timeout=settings.EMAIL_TIMEOUT)
    answer = asked.get_all_notifications(status="permanent-failure", template_type="email")
    return [str(item["reference"]) for item in answer["notifications"] if item.get("reference")]
