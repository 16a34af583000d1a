"""`manage.py fund_statement`: what a mission gave by a day."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from funding.choosing import USUAL, NotChosen, choose_mission
from funding.statement import Statement, state
from missions.core import clock
from missions.core.formats import day, pounds, thousands


class Command(BaseCommand):
    help = "Say what had been awarded by a day: in all, by fund, intervention, financial year, recipient and to suppliers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-at", type=dt.date.fromisoformat, help="a day like 2024-03-31; today if left out")
        parser.add_argument("--mission", help=f"slug; the only mission or {USUAL} if left out")
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mission = choose_mission(options["mission"])
        except NotChosen as error:
            raise CommandError(str(error)) from error
        if mission is None:
            raise CommandError("There is no mission yet, so nothing was awarded. Import a list of awards first.")
        found = state(mission, as_at=options["as_at"] or clock.today())
        self.stdout.write(json.dumps(found.as_json(), indent=2) if options["json"] else in_words(found))


def in_words(found: Statement) -> str:
    """The sums, one on each line."""
    lines = [f"{found.mission.name}, awards announced by {day(found.as_at)}: {pounds(found.total)} in {found.awards:,} awards"]
    for title, rows in (
        ("By fund", found.by_fund),
        ("By intervention", found.by_intervention),
        ("By financial year", found.by_year),
        ("Of these", [found.to_suppliers, found.joint]),
    ):
        lines += ["", title, *(f"  {row.name}: {pounds(row.total)} in {thousands(row.awards)}" for row in rows)]
    return "\n".join([*lines, "", f"{len(found.recipients):,} recipients. A joint award counts once, under its lead."])
