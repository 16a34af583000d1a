"""`manage.py portfolio`: every running mission in one look, from the code of the page."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.portfolio import portfolio, running
from missions.core import clock


class Command(BaseCommand):
    help = "Print the portfolio: adoption, outcome, money, decisions and gaps of each running mission."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-at", type=dt.date.fromisoformat, help="a day, for example 2026-08-31 (default: today)")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = portfolio(running(), on=options["as_at"] or clock.today())
        if options["json"]:
            self.stdout.write(json.dumps([row.as_json() for row in rows], indent=2))
            return
        for row in rows:
            found = row.headline
            adopted = "no headline intervention" if found.adopted is None else f"{found.adopted} of {found.councils} councils"
            self.stdout.write(f"{row.mission.name}: {adopted}, {row.decisions_waiting} decisions wait, {row.gaps.total} gaps")
