"""GOV.UK Notify as the way out: what it is given, and that a refusal reaches the outbox."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from missions.core import tasks
from missions.core.models import OutboxMessage
from missions.core.notify import NotifyBackend


class Client:
    def __init__(self, error: Exception | None = None) -> None:
        self.sent: list[dict[str, Any]] = []
        self.error = error

    def send_email_notification(self, **values: Any) -> None:
        if self.error:
            raise self.error
        self.sent.append(values)


def test_each_recipient_gets_subject_and_body_with_our_reference(settings: Any) -> None:
    settings.NOTIFY_TEMPLATE_ID = "t-1"
    client = Client()
    message = EmailMessage("S", "T", "x@x.example", ["a@x.example", "b@x.example"], headers={"Message-ID": "<1@x>"})
    assert NotifyBackend(client=client).send_messages([message]) == 1
    assert client.sent == [
        {"email_address": to, "template_id": "t-1", "personalisation": {"subject": "S", "body": "T"}, "reference": "<1@x>"}
        for to in ("a@x.example", "b@x.example")
    ]


def test_what_notify_refuses_is_raised() -> None:
    with pytest.raises(OSError, match="away"):
        NotifyBackend(client=Client(OSError("away"))).send_messages([EmailMessage("S", "T", "x@x.example", ["a@x.example"])])


class Returned:
    """Answers as Notify does (docs.notifications.service.gov.uk, “Get the status of multiple messages”)."""

    def get_all_notifications(self, **asked: str) -> dict[str, Any]:
        assert asked == {"status": "permanent-failure", "template_type": "email"}
        found = [{"reference": "<gone@x>", "status": "permanent-failure"}, {"reference": None, "status": "permanent-failure"}]
        return {"notifications": found, "links": {}}


@pytest.mark.django_db
def test_what_came_back_is_noted_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, name in enumerate(("<gone@x>", "<well@x>")):
        OutboxMessage.objects.create(
            key=str(number), message_id=name, to_address="a@x.example", subject="S", text="T", sent_at=timezone.now()
        )
    assert tasks.note_returned_mail() == 0
    settings.DELIVERY_EMAIL_BACKEND = "missions.core.notify.NotifyBackend"
    monkeypatch.setattr("missions.core.notify._client", lambda *args, **values: Returned())
    assert (tasks.note_returned_mail(), tasks.note_returned_mail()) == (1, 0)
    assert OutboxMessage.objects.get(message_id="<gone@x>").returned_at is not None
    assert OutboxMessage.objects.get(message_id="<well@x>").returned_at is None
