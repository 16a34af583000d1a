"""`manage.py reminder_docs`: write docs/reminders.md from the rules that the areas declare."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from missions.notices.rules_table import as_markdown


class Command(BaseCommand):
    help = "Write docs/reminders.md from the rules that the areas declare."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "reminders.md"
        path.write_text(as_markdown())
        self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}.")
