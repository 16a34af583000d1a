"""`manage.py check_file FILE --standard SLUG --version N`: tests a file as the page does; nothing is saved."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from missions.core import clock
from missions.standards.checking.opening import LARGEST_FILE
from missions.standards.models import StandardVersion
from missions.standards.running import Result
from missions.standards.testing import check_against


class Command(BaseCommand):
    help = "Test a file against a version of a data standard. Nothing is saved; the status is 1 where it doesn’t pass."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django's own --version gives way.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--standard", required=True, help="the slug of the intervention that is the standard")
        parser.add_argument("--version", default="", dest="number", help="its number; without it, the version that holds today")
        parser.add_argument("--mission", default="", help="the slug of its mission, where several have such a standard")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path, version = options["file"], chosen(options["standard"], options["number"], options["mission"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError(f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB. Split it and test the parts.")
        result = check_against(version, path, lambda row, share: None)
        self.stdout.write(json.dumps(as_json(version, result), indent=2) if options["json"] else in_words(version, result))
        if not result.passed:
            raise SystemExit(1)


def chosen(slug: str, number: str, mission: str) -> StandardVersion:
    """The one version that is meant."""
    found = StandardVersion.objects.testable().filter(standard__intervention__slug=slug)
    if mission:
        found = found.filter(standard__intervention__mission__slug=mission)
    found = found.filter(number=number) if number else found.current_on(clock.today())
    several = list(found[:2])
    if not several:
        raise CommandError(
            f"No published version {number} of “{slug}” is there." if number else f"No version of “{slug}” holds today."
        )
    if len(several) > 1:
        raise CommandError(f"Several missions have a standard “{slug}”. Name one with --mission.")
    return several[0]


def as_json(version: StandardVersion, result: Result) -> dict[str, Any]:
    """The report with the version that it is about."""
    return {"version": version.number, "passed": result.passed, **asdict(result)}


def in_words(version: StandardVersion, result: Result) -> str:
    """The first of each kind, then the counts."""
    lines = [
        f"{'Row ' + format(kind['row'], ',') if kind['row'] else 'The file'}, {kind['column'] or 'as a whole'} “{kind['value']}”: "
        f"{kind['wrong']} {kind['mend']} ({kind['count']:,} of this kind)"
        for kind in result.findings
    ]
    verdict = "passes" if result.passed else "does not pass"
    end = f"It {verdict} version {version.number}: {result.rows:,} rows checked, {result.count:,} mistakes."
    return "\n".join([*lines, *([result.stopped] if result.stopped else []), end])
