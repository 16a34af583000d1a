"""`manage.py lifecycle_docs`: writes docs/lifecycles.md from the lifecycle tables."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from missions.core.lifecycles import page


class Command(BaseCommand):
    help = "Write docs/lifecycles.md from the lifecycle tables."

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.BASE_DIR) / "docs" / "lifecycles.md"
        target.write_text(page(), encoding="utf-8")
        self.stdout.write(f"{target} is written.")
