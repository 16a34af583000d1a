"""`manage.py market_summary MISSION`: the figures of the market page, from the code that the page uses."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from missions.core import clock
from missions.core.formats import day, thousands
from missions.market.summary import Summary, summarise
from missions.register.models import Nation
from missions.stewardship.models import Mission


class Command(BaseCommand):
    help = "Print suppliers, shares and concentration of a mission’s market among the councils that it is for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mission")
        parser.add_argument("--as-at", type=dt.date.fromisoformat, help="a day, for example 2025-02-20 (default: today)")
        parser.add_argument("--nation", choices=Nation.values, default="", help="only the mission’s councils in this nation")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        mission = Mission.objects.filter(slug=options["mission"]).first()
        if mission is None:
            raise CommandError(f"No mission is called “{options['mission']}”.")
        summary = summarise(mission, as_at=options["as_at"] or clock.today(), nation=options["nation"])
        self.stdout.write(json.dumps(summary.as_json(), indent=2) if options["json"] else in_words(summary))


def in_words(summary: Summary) -> str:
    """The figures, each beside the councils that it rests on."""
    lines = [f"{item.councils:5}  {item.share:5.1f}%  {item.name}" for item in summary.shares]
    hhi = summary.figures.hhi
    lines.append(
        f"{summary.known:5}  councils known of {summary.exist} on {day(summary.picture.as_at)} "
        f"({summary.unknown} not known, {summary.none} without such a system)"
    )
    if hhi.value is not None:
        lines.append(f"HHI {thousands(hhi.value)}, between {thousands(hhi.low)} and {thousands(hhi.high)} with what isn’t known")
    return "\n".join(lines)
