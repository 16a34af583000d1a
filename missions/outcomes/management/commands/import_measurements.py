"""`manage.py import_measurements FILE --indicator SLUG`: reads published tables of measurements, or the plain layout."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from missions.core import clock
from missions.core.files import keep, read_sent
from missions.core.importing import NotATable, Tally
from missions.outcomes.actions.importing import import_measurements
from missions.outcomes.layouts import Found, read_measurements
from missions.outcomes.models import Indicator


class Command(BaseCommand):
    help = "Read measurements of one indicator (CSV or XLSX): the published layouts by their headers, or organisation, period, value, …"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--indicator", required=True, metavar="SLUG")
        parser.add_argument("--mission", metavar="SLUG", help="needed where two missions have an indicator of that name")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        indicator = find(options["indicator"], options["mission"])
        try:
            content = read_sent(options["file"])
            found = read_measurements(content, indicator)
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            source = keep(options["file"].name, content)
            tally = import_measurements(by=None, indicator=indicator, rows=found.rows, source=source, now=clock.now())
            transaction.set_rollback(options["dry_run"])
        tally.refused = sorted([*found.refused, *tally.refused], key=lambda problem: problem.line)
        self.stdout.write(json.dumps(as_json(tally, found), indent=2) if options["json"] else in_words(tally, found))


def find(slug: str, mission: str | None) -> Indicator:
    """The indicator of that name; the mission must be named where two have one."""
    found = Indicator.objects.select_related("mission").filter(slug=slug)
    indicators = list(found.filter(mission__slug=mission) if mission else found)
    if len(indicators) == 1:
        return indicators[0]
    if indicators:
        raise CommandError(f"{len(indicators)} missions have an indicator “{slug}”. Name one with --mission.")
    known = ", ".join(Indicator.objects.order_by("slug").values_list("slug", flat=True)[:20])
    raise CommandError(f"No indicator “{slug}”. Known: {known or 'none yet; import a programme or add one first'}.")


def as_json(tally: Tally, found: Found) -> dict[str, Any]:
    """Counts of lines, and each refusal with its place and the reason. `empty` lines are about the indicator but hold no figure."""
    refused = [{"line": item.line, "column": item.column, "value": item.value, "reason": item.what} for item in tally.refused]
    counts = {name: getattr(tally, name) for name in ("created", "updated", "unchanged")}
    return {**counts, "empty": found.empty, "refused": refused, "total": found.total}


def in_words(tally: Tally, found: Found) -> str:
    """Each refusal, then the counts."""
    lines = [f"Line {item.line}, {item.column} “{item.value}”: {item.what}" for item in tally.refused]
    counts = f"{tally.created} created, {tally.updated} corrected, {tally.unchanged} unchanged, {found.empty} without a figure"
    return "\n".join([*lines, f"{counts}, {len(tally.refused)} refused; {found.total} lines in all."])
