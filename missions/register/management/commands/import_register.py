"""`manage.py import_register FILE`: reads the published register of local authorities."""

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
from missions.register.actions import import_organisations
from missions.register.importers import codes_by_line, read_links, read_published


class Command(BaseCommand):
    help = "Read the published register of local authorities (CSV or XLSX with its header names)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--links", type=Path, help="predecessor and successor pairs (CSV)")
        parser.add_argument("--crosswalk", type=Path, help="codes of planning data for codes of the register (CSV)")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--strict", action="store_true", help="import nothing if any row is wrong")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = read_csv(options["file"])
            crosswalk = read_csv(options["crosswalk"]) if options["crosswalk"] else None
            links, in_links = read_links(read_csv(options["links"])) if options["links"] else ([], [])
            rows, problems = read_published(content, crosswalk=crosswalk, links=links)
            codes = codes_by_line(content)
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            source = keep(options["file"].name, content)
            tally = import_organisations(
                by=None,
                rows=rows,
                links=links,
                problems=[*problems, *in_links],
                source=source,
                dry_run=options["dry_run"],
                strict=options["strict"],
                on=clock.today(),
            )
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(json.dumps(as_json(tally, codes), indent=2) if options["json"] else in_words(tally))
        if options["strict"] and tally.refused:
            count = len(tally.refused)
            raise CommandError(f"{count} problem{'' if count == 1 else 's'}, so nothing was imported.")


def read_csv(path: Path) -> bytes:
    """A file's content, unless it is too large to look at or not what its name says."""
    content = read_sent(path)
    if path.suffix.lower() == ".csv" and content.startswith(b"PK\x03\x04"):
        raise NotATable(f"{path.name} is a spreadsheet, not a CSV file. Save it as “CSV UTF-8”, or let its name end in .xlsx.")
    return content


def as_json(tally: Tally, codes: Mapping[int, str]) -> dict[str, Any]:
    """Counts, each refused line with its code and every reason, and how many organisations the files have."""
    refused: dict[tuple[str, int], dict[str, Any]] = {}
    for item in sorted(tally.refused, key=lambda item: (item.sheet, item.line)):
        code = codes.get(item.line, "") if not item.sheet else ""
        what = f"{item.column} “{item.value}”: {item.what}"
        entry = refused.setdefault((item.sheet, item.line), {"line": item.line, "code": code, "file": item.sheet or "register"})
        entry["reason"] = f"{entry['reason']} {what}" if "reason" in entry else what
    counts = {name: getattr(tally, name) for name in ("created", "updated", "unchanged", "ended")}
    return {**counts, "refused": list(refused.values()), "total": len(codes)}


def in_words(tally: Tally) -> str:
    """Each refusal, then the counts."""
    lines = [
        f"{'Links, line' if item.sheet == 'links' else 'Line'} {item.line}, {item.column} “{item.value}”: {item.what}"
        for item in tally.refused
    ]
    counts = f"{tally.created} created, {tally.updated} updated, {tally.unchanged} unchanged, {tally.ended} ended"
    return "\n".join([*lines, f"{counts}, {len(tally.refused)} refused."])
