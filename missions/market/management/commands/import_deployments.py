"""`manage.py import_deployments FILE --service NAME`: reads a list of who runs which system, or of contracts."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from missions.core import clock
from missions.core.files import keep, read_sent
from missions.core.importing import Tally
from missions.core.sent import NotATable
from missions.market.actions import import_contracts, import_systems
from missions.market.importers import codes_by_line, read_contracts, read_systems
from missions.stewardship.models import Mission


class Command(BaseCommand):
    help = "Read a list of the systems that councils run (CSV or XLSX, found by its column headings)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--service", required=True, help="the council service, as the mission names it")
        parser.add_argument(
            "--contracts", action="store_true", help="the file lists contracts: dates and values of known systems"
        )
        parser.add_argument(
            "--partial", action="store_true", help="the list names some councils only: what it leaves out isn’t “not seen since”"
        )
        parser.add_argument("--source", default="", help="what the list is called; the file’s name if left out")
        parser.add_argument("--source-url", default="", help="where the list was published")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        service = self.service(options["service"])
        try:
            content = read_sent(options["file"])
            with transaction.atomic():
                tally = self.store(content, service, options)
                transaction.set_rollback(options["dry_run"])
            codes = codes_by_line(content)
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(as_json(tally, codes), indent=2) if options["json"] else in_words(tally))

    def service(self, text: str) -> str:
        """As a mission spells it, by its service or its slug; else as it was typed."""
        text = " ".join(text.split())
        if not text or len(text) > 120:
            raise CommandError("Name the council service in at most 120 characters.")
        missions = Mission.objects.all()
        found = missions.filter(service__iexact=text).first() or missions.filter(slug=text.lower()).first()
        if found is None:
            self.stderr.write(f"No mission is about “{text}” yet. The list is kept for the day when one is.")
        return found.service if found is not None else text

    def store(self, content: bytes, service: str, options: Mapping[str, Any]) -> Tally:
        """Read and store, in the caller’s transaction."""
        source, today = keep(options["file"].name, content), clock.today()
        if options["contracts"]:
            contracts, problems = read_contracts(content)
            return import_contracts(by=None, service=service, rows=contracts, problems=problems, source=source, today=today)
        rows, problems = read_systems(content)
        title = options["source"] or options["file"].stem
        return import_systems(
            by=None,
            service=service,
            rows=rows,
            problems=problems,
            source=source,
            title=title[:200],
            url=options["source_url"],
            today=today,
            is_partial=options["partial"],
        )


def as_json(tally: Tally, codes: Mapping[int, str]) -> dict[str, Any]:
    """Counts of lines, each line that was refused with its code and the reason, and how many lines the file has."""
    reasons: dict[int, list[str]] = {}
    for item in tally.refused:
        reasons.setdefault(item.line, []).append(f"{item.column} “{item.value}”: {item.what}" if item.value else item.what)
    refused = [{"line": line, "code": codes.get(line, ""), "reason": " ".join(said)} for line, said in sorted(reasons.items())]
    counts = {name: getattr(tally, name) for name in ("created", "updated", "unchanged", "ended")}
    return {**counts, "refused": refused, "total": len(codes)}


def in_words(tally: Tally) -> str:
    """Each refusal, then the counts."""
    lines = [f"Line {item.line}, {item.column} “{item.value}”: {item.what}" for item in tally.refused]
    refused = len({item.line for item in tally.refused})
    counts = f"{tally.created} created, {tally.updated} updated, {tally.unchanged} unchanged, {refused} refused."
    return "\n".join([*lines, counts, "Nothing is ended by a list: what it leaves out is shown as “not seen since”."])
