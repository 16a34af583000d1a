"""`manage.py lay_out_map`: gives each council of a day its place on the tile maps."""

import datetime as dt
import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from missions.core import clock
from missions.core.refusals import NotNow
from missions.maps.actions import LaidOut, lay_out_maps


class Command(BaseCommand):
    help = "Work out the tile maps of the councils of a day from their coordinates, and keep them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="a day, for example 2024-12-31 (default: today)")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["on"] or clock.today()
        try:
            done = lay_out_maps(by=None, on=day)
        except NotNow as refusal:
            raise CommandError(refusal.sentence) from None
        if options["json"]:
            self.stdout.write(json.dumps({"as_at": day.isoformat(), "layouts": [asdict(item) for item in done]}, indent=2))
            return
        for item in done:
            self.stdout.write(in_words(item))


def in_words(item: LaidOut) -> str:
    """One layout in a sentence."""
    left = f"; without coordinates: {', '.join(item.without_coordinates)}" if item.without_coordinates else ""
    return f"{item.tier}: {item.placed} councils placed{'' if item.changed else ', as before'}{left}"
