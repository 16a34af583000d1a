"""The table of all rules, for docs/reminders.md."""

from missions.core.registries import reminders
from missions.notices.hours import DIGEST_HOUR, FIRST_HOUR, LAST_HOUR


def as_markdown() -> str:
    """Every rule of the registry in one table."""
    lines = [
        "# Reminders",
        "",
        "Nobody has to remember a date. A job looks every ten minutes; each message below is sent once for each thing, date and person.",
        f"Nothing leaves before {FIRST_HOUR}:00 or from {LAST_HOUR}:00 on, at weekends or on bank holidays (London’s clock): it waits until the",
        f"next working morning. Who chose one message a day or a week gets it from {DIGEST_HOUR}:00.",
        "Written by `manage.py reminder_docs` from the rules that the areas declare; don’t edit it by hand.",
        "",
        "| what | whom | when |",
        "| --- | --- | --- |",
        *(f"| {rule.what} | {rule.whom} | {rule.when} |" for rule in reminders),
    ]
    return "\n".join(lines) + "\n"
