"""`manage.py import_conversation DIR --mission SLUG`: reads a published Polis conversation (comments.csv and votes.csv)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from codesign.actions.conversations import import_conversation
from codesign.importers import CantImport, read_conversation
from missions.core import clock
from missions.stewardship.models import Mission

MOST_TOLD = 20


class Command(BaseCommand):
    help = "Read a published Polis conversation as a round that is over: statements, and the last vote of each voter on each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that holds comments.csv and votes.csv")
        parser.add_argument("--mission", required=True, help="the mission’s slug")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        mission = Mission.objects.filter(slug=options["mission"]).first()
        if mission is None:
            raise CommandError(f"There is no mission “{options['mission']}”.")
        try:
            conversation = read_conversation(options["folder"])
        except CantImport as error:
            raise CommandError(in_words(error)) from error
        round_ = import_conversation(by=None, mission=mission, conversation=conversation, now=clock.now())
        counts = conversation.counts()
        if options["json"]:
            self.stdout.write(json.dumps(counts, indent=2))
            return
        self.stdout.write(f"“{round_.title}” is at {round_.get_absolute_url()}")
        for name, count in counts.items():
            self.stdout.write(f"{count:8,}  {name.replace('_', ' ')}")


def in_words(error: CantImport) -> str:
    """The sentence, then the first problems of each file with line and column."""
    lines = [str(error)]
    for name, problems in error.problems.items():
        ordered = sorted(problems, key=lambda item: item.line)
        lines += [f"{name}, line {item.line}, {item.column} “{item.value}”: {item.what}" for item in ordered[:MOST_TOLD]]
        if len(ordered) > MOST_TOLD:
            lines.append(f"{name}: {len(ordered) - MOST_TOLD:,} more lines can’t be read.")
    return "\n".join(lines)
