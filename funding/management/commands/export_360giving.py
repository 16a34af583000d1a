"""`manage.py export_360giving --out FILE`: writes awards in the 360Giving data standard."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from funding.choosing import USUAL, NotChosen, choose_mission
from funding.export360 import as_workbook, grants, json_parts, published_awards, table_lines
from funding.models import Fund
from missions.core import clock
from missions.stewardship.models import Mission


class Command(BaseCommand):
    help = "Write awards in the 360Giving data standard: JSON, or the standard’s table as XLSX or CSV, by the ending of the file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="a file that ends in .json, .xlsx or .csv")
        parser.add_argument("--fund", help="slug of one fund; all of them if left out")
        parser.add_argument("--mission", help=f"slug; the only mission or {USUAL} if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        write = WRITERS.get(out.suffix.lower())
        if write is None:
            raise CommandError(f"{out.name} must end in one of: {', '.join(WRITERS)}.")
        try:
            mission = choose_mission(options["mission"])
        except NotChosen as error:
            raise CommandError(str(error)) from error
        fund = options["fund"] or ""
        if mission is None or (fund and not Fund.objects.filter(mission=mission, slug=fund).exists()):
            raise CommandError(
                f"There is no fund “{fund}”." if fund else "There is no mission yet, so there is nothing to publish."
            )
        awards = published_awards(mission, fund=fund)
        count = awards.count()
        if not count:
            raise CommandError("No award has been made yet, so there is nothing to publish.")
        try:
            write(out, mission, grants(mission, awards))
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count:,} award{'' if count == 1 else 's'} written to {out}.")


def _json(out: Path, mission: Mission, rows: Iterable[dict[str, Any]]) -> None:
    with out.open("w", encoding="utf-8") as stream:
        stream.writelines(json_parts(mission, rows, issued=clock.today()))


def _csv(out: Path, mission: Mission, rows: Iterable[dict[str, Any]]) -> None:
    with out.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(table_lines(rows))


def _xlsx(out: Path, mission: Mission, rows: Iterable[dict[str, Any]]) -> None:
    out.write_bytes(as_workbook(mission, rows))


WRITERS: dict[str, Callable[[Path, Mission, Iterable[dict[str, Any]]], None]] = {".json": _json, ".xlsx": _xlsx, ".csv": _csv}
