"""`manage.py import_awards FILE`: reads a published list of awards."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from funding.choosing import USUAL, NotChosen, choose_mission
from funding.importers import read_folder
from funding.imports import Imported, begin_mission, import_awards
from missions.core import clock
from missions.core.files import keep
from missions.core.sent import NotATable


class Command(BaseCommand):
    help = "Read a published list of awards (CSV or XLSX by its header names), with fund.csv and intervention.csv beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mission", help=f"slug; the only mission or {USUAL} if left out")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--strict", action="store_true", help="import nothing if any line is wrong")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            mission = choose_mission(options["mission"])
            content, listing = read_folder(path, project=mission.slug if mission else USUAL)
        except (OSError, NotATable, NotChosen) as error:
            raise CommandError(str(error)) from error
        how = {"dry_run": options["dry_run"], "strict": options["strict"]}
        with transaction.atomic():
            source = keep(path.name, content)
            try:
                mission = mission or begin_mission(USUAL, listing, source=source)
            except NotATable as error:
                raise CommandError(str(error)) from error
            done = import_awards(by=None, mission=mission, listing=listing, source=source, on=clock.today(), **how)
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(json.dumps(done.as_json(), indent=2) if options["json"] else in_words(done))
        if options["strict"] and done.tally.refused:
            raise CommandError("Some lines are wrong, so nothing was imported.")


def in_words(done: Imported) -> str:
    """Each refusal and flag, then the counts."""
    report = done.as_json()
    lines = [f"Line {item['line']}: {item['reason']}" for item in report["refused"]]
    lines += [f"Look at award {item['award']}: {item['reason']}" for item in report["flagged"]]
    counts = ", ".join(f"{report[name]} {name}" for name in ("created", "updated", "unchanged"))
    return "\n".join([*lines, f"{counts}, {len(report['refused'])} of {report['total']} lines refused."])
