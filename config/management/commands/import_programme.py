"""`manage.py import_programme DIR`: loads a folder of published tables in one go."""

import json
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.programme.loading import import_programme, unread
from config.programme.published import read_folder
from missions.core import clock
from missions.core.files import keep
from missions.core.importing import NotATable, Problem, Tally


class Command(BaseCommand):
    help = "Load a programme from the published layouts: funding, adoption, outcomes, needs and our restatement of its story."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="holds 01_register, 03_funding, 04_adoption, 05_outcomes, 06_participation, 09_programme"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            bundle = read_folder(folder)
            source = keep("programme.json", (folder / "09_programme" / "programme.json").read_bytes())
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        tallies = import_programme(by=None, bundle=bundle, source=source, now=clock.now())
        self.show(tallies, unread(bundle), as_json=options["json"])

    def show(self, tallies: dict[str, Tally], problems: list[Problem], *, as_json: bool) -> None:
        if as_json:
            report = {kind: tally.as_json() for kind, tally in tallies.items()}
            self.stdout.write(json.dumps({**report, "problems": [asdict(item) for item in problems]}, indent=2, default=str))
            return
        for kind, tally in tallies.items():
            counts = f"{tally.created} created, {tally.updated} updated, {tally.unchanged} unchanged"
            self.stdout.write(f"{kind.replace('_', ' ')}: {counts}, {len(tally.refused)} refused")
        told = Counter((item.column, item.value, item.what) for item in [*problems, *_refused(tallies)])
        for (column, value, what), lines in told.items():
            self.stdout.write(f"{column} “{value}”: {what} ({lines} line{'' if lines == 1 else 's'})")


def _refused(tallies: dict[str, Tally]) -> list[Problem]:
    return [item for tally in tallies.values() for item in tally.refused]
