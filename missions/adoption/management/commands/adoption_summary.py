"""`manage.py adoption_summary MISSION INTERVENTION`: councils at each stage, from the code that the page uses."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from missions.adoption.summary import summarise
from missions.core import clock
from missions.interventions.models import Intervention


class Command(BaseCommand):
    help = "Print how many councils stand at each stage of adoption with an intervention."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mission")
        parser.add_argument("intervention")
        parser.add_argument("--as-at", type=dt.date.fromisoformat, help="a day, for example 2024-12-31 (default: today)")
        parser.add_argument("--known-at", type=dt.datetime.fromisoformat, help="a moment: only what was recorded by then")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Intervention.objects.filter(mission__slug=options["mission"], slug=options["intervention"])
        intervention = found.select_related("mission").first()
        if intervention is None:
            raise CommandError(f"No intervention “{options['intervention']}” on a mission “{options['mission']}”.")
        known_at = options["known_at"]
        if known_at is not None and known_at.tzinfo is None:
            known_at = known_at.replace(tzinfo=clock.LONDON)
        summary = summarise(intervention, as_at=options["as_at"] or clock.today(), known_at=known_at)
        if options["json"]:
            self.stdout.write(json.dumps(summary.as_json(intervention.mission), indent=2))
            return
        for _, label, councils in summary.rows:
            self.stdout.write(f"{councils:5}  {label}")
        self.stdout.write(f"{summary.councils_exist:5}  councils on {summary.as_at}")
