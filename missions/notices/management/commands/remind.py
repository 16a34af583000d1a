"""`manage.py remind`: queue the reminders that are due, as the job does."""

import datetime as dt
import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from missions.core import clock
from missions.notices.planning import plan


class Command(BaseCommand):
    help = "Queue the reminders that are due and were never sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", type=dt.datetime.fromisoformat, help="a moment, for example 2026-12-01T09:00 (default: now)")
        parser.add_argument("--dry-run", action="store_true", help="say what is due, send nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        now = options["now"] or clock.now()
        if now.tzinfo is None:
            now = now.replace(tzinfo=clock.LONDON)
        outcome = plan(now=now, dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(outcome), indent=2))
            return
        self.stdout.write(
            f"{outcome.planned} due: {outcome.sent} sent, {outcome.already_sent} sent before, {outcome.escalated} escalated."
        )
