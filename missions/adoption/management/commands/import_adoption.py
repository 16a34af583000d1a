"""`manage.py import_adoption FILE --intervention SLUG`: reads a published list of who has adopted something."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from missions.adoption.actions import import_published
from missions.adoption.importers import read_published
from missions.adoption.rows import Published
from missions.core import clock
from missions.core.files import keep, read_sent
from missions.core.importing import Tally
from missions.core.sent import NotATable
from missions.interventions.models import Intervention


class Command(BaseCommand):
    help = "Read a published list of adoption (CSV or XLSX, found by its column headings)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--intervention", required=True, help="the slug of what was adopted")
        parser.add_argument("--mission", default="", help="the slug of its mission, where several have such an intervention")
        parser.add_argument("--dataset", default="", help="the data set or product of the file that the intervention stands for")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        intervention = named(options["intervention"], options["mission"])
        try:
            content = read_sent(options["file"])
            published = read_published(content, slug=intervention.slug, dataset=options["dataset"])
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            source = keep(options["file"].name, content)
            tally = import_published(by=None, intervention=intervention, published=published, source=source, now=clock.now())
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(json.dumps(as_json(tally, published), indent=2) if options["json"] else in_words(tally))


def named(slug: str, mission: str) -> Intervention:
    """The one intervention of that slug."""
    found = Intervention.objects.filter(slug=slug).select_related("mission")
    if mission:
        found = found.filter(mission__slug=mission)
    several = list(found[:2])
    if not several:
        raise CommandError(f"No intervention is called “{slug}”.")
    if len(several) > 1:
        raise CommandError(f"Several missions have an intervention “{slug}”. Name one with --mission.")
    return several[0]


def as_json(tally: Tally, published: Published) -> dict[str, Any]:
    """Counts of what the file says, line by line what was refused; `total` adds up from them, `lines` are those of the file."""
    reasons: dict[int, list[str]] = {}
    for item in tally.refused:
        reasons.setdefault(item.line, []).append(f"{item.column} “{item.value}”: {item.what}" if item.value else item.what)
    refused = [
        {"line": line, "code": published.codes.get(line, ""), "reason": " ".join(said)} for line, said in sorted(reasons.items())
    ]
    counts = {"created": tally.created, "unchanged": tally.unchanged, "superseded": tally.updated}
    return {**counts, "refused": refused, "total": sum(counts.values()) + len(refused), "lines": len(published.codes)}


def in_words(tally: Tally) -> str:
    """Each refusal, then the counts."""
    lines = [f"Line {item.line}, {item.column} “{item.value}”: {item.what}" for item in tally.refused]
    counts = f"{tally.created} created, {tally.updated} superseded, {tally.unchanged} unchanged, {len(tally.refused)} refused."
    return "\n".join([*lines, counts, "Nobody is taken to have left because a list leaves them out."])
