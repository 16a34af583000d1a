"""Pages that exist in the demo and in tests only."""

from missions.core.models import OutboxMessage
from tests.access.rows import EVERYBODY, Row
from tests.access.world import World


def an_email(world: World) -> dict[str, int]:
    defaults = {
        "message_id": "<1@matrix.example>",
        "to_address": "somebody@matrix.example",
        "subject": "Hello",
        "text": "A word.",
    }
    return {"pk": OutboxMessage.objects.get_or_create(key="matrix", defaults=defaults)[0].pk}


ROWS = [Row("demo:emails", EVERYBODY), Row("demo:email", EVERYBODY, an_email)]
