"""GOV.UK Notify as the way out: what it is given, and that a refusal reaches the outbox."""

from typing import Any

import pytest
from django.core.mail import EmailMessage

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
