"""`manage.py import_register FILE`: reads the published register of local authorities."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from missions.core.files import keep
from missions.core.importing import NotATable, Tally
from missions.register.actions import import_organisations
from missions.register.importers import read_published


class Command(BaseCommand):
    help = "Read the published register of local authorities (CSV with its header names)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--links", type=Path, help="predecessor and successor pairs (CSV)")
        parser.add_argument("--crosswalk", type=Path, help="codes of planning data for codes of the register (CSV)")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--strict", action="store_true", help="import nothing if any row is wrong")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            extra = {name: options[name].read_bytes() if options[name] else None for name in ("links", "crosswalk")}
            rows, problems = read_published(content, **extra)
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        if options["strict"] and problems:
            self.show(Tally(refused=problems), as_json=options["json"])
            raise CommandError(f"{len(problems)} problems, so nothing was imported.")
        source = keep(options["file"].name, content)
        tally = import_organisations(by=None, rows=rows, problems=problems, source=source, dry_run=options["dry_run"])
        self.show(tally, as_json=options["json"])

    def show(self, tally: Tally, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(tally.as_json(), indent=2, default=str))
            return
        for problem in tally.refused:
            self.stdout.write(f"Line {problem.line}, {problem.column} “{problem.value}”: {problem.what}")
        counts = f"{tally.created} created, {tally.updated} updated, {tally.unchanged} unchanged, {tally.ended} ended"
        self.stdout.write(f"{counts}, {len(tally.refused)} refused.")
