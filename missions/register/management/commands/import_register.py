"""`manage.py import_register FILE`: reads the published register of local authorities."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from missions.core.files import keep
from missions.core.importing import Tally
from missions.core.sent import LARGEST_FILE, NotATable
from missions.register.actions import import_organisations
from missions.register.importers import codes_by_line, read_published


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
            content = read(options["file"])
            extra = {name: read(options[name]) if options[name] else None for name in ("links", "crosswalk")}
            rows, problems = read_published(content, **extra)
            codes = codes_by_line(content)
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        how = {"dry_run": options["dry_run"], "strict": options["strict"]}
        with transaction.atomic():
            source = keep(options["file"].name, content)
            tally = import_organisations(by=None, rows=rows, problems=problems, source=source, **how)
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(json.dumps(as_json(tally, codes), indent=2) if options["json"] else in_words(tally))
        if options["strict"] and tally.refused:
            count = len(tally.refused)
            raise CommandError(f"{count} problem{'' if count == 1 else 's'}, so nothing was imported.")


def read(path: Path) -> bytes:
    """A file's content, unless it is too large to look at."""
    if path.stat().st_size > LARGEST_FILE:
        raise NotATable(f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB. Send only the register.")
    return path.read_bytes()


def as_json(tally: Tally, codes: Mapping[int, str]) -> dict[str, Any]:
    """Counts, each refusal with its line, its code and the reason, and how many rows the file has."""
    refused = [
        {
            "line": item.line,
            "code": "" if item.sheet == "links" else codes.get(item.line, ""),
            "column": item.column,
            "value": item.value,
            "reason": item.what,
            "file": item.sheet or "register",
        }
        for item in tally.refused
    ]
    counts = {name: getattr(tally, name) for name in ("created", "updated", "unchanged", "ended")}
    return {**counts, "refused": refused, "total": len(codes)}


def in_words(tally: Tally) -> str:
    """Each refusal, then the counts."""
    lines = [
        f"{'Links, line' if item.sheet == 'links' else 'Line'} {item.line}, {item.column} “{item.value}”: {item.what}"
        for item in tally.refused
    ]
    counts = f"{tally.created} created, {tally.updated} updated, {tally.unchanged} unchanged, {tally.ended} ended"
    return "\n".join([*lines, f"{counts}, {len(tally.refused)} refused."])
