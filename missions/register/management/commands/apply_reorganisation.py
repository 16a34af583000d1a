"""`manage.py apply_reorganisation ID`: lets a reorganisation take effect, or rehearses it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from missions.core import clock
from missions.core.refusals import Refusal
from missions.register.models import Reorganisation
from missions.register.reorganising import apply_reorganisation


class Command(BaseCommand):
    help = "Let a planned reorganisation of councils take effect on or after its vesting day, or rehearse it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int, help="its number")
        parser.add_argument("--dry-run", action="store_true", help="do all of it and undo it again")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        item = Reorganisation.objects.filter(pk=options["id"]).first()
        if item is None:
            known = ", ".join(f"{item.pk} ({item}, {item.vests_on})" for item in Reorganisation.objects.to_come()) or "none"
            raise CommandError(f"No reorganisation has the number {options['id']}. Those to come: {known}.")
        try:
            told = apply_reorganisation(reorganisation=item, on=clock.today(), dry_run=options["dry_run"])
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(json.dumps(told, indent=2) if options["json"] else in_words(told))


def in_words(told: dict[str, Any]) -> str:
    """What happened, or would happen."""
    lines = [f"{told['name']}, vesting day {told['vests_on']}"]
    lines += [f"Ended: {', '.join(told['ended'])}", f"Started: {', '.join(told['started'])}"]
    lines += [f"{part['what']}: {part['count']:,}. {part['treatment']}" for part in told["touched"]]
    lines += [f"Money before: £{told['money_before']}, after: £{told['money_after']}"]
    return "\n".join([*lines, *(["Rehearsed only: nothing was changed."] if told["dry_run"] else [])])
