"""`manage.py organisation CODE`: what the register says about one organisation."""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from missions.core import clock
from missions.core.formats import day
from missions.register.models import SuccessionStatus
from missions.register.profile import Profile, organisation_by_code, profile


class Command(BaseCommand):
    help = "Say what an organisation is, which ones it followed and which follow it, and the codes it goes by."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="any code that it goes by")
        parser.add_argument("--as-at", type=dt.date.fromisoformat, help="a day like 2019-04-01; today if left out")
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = organisation_by_code(options["code"])
        if found is None:
            raise CommandError(f"No organisation goes by the code “{options['code']}”.")
        item = profile(found, as_at=options["as_at"] or clock.today())
        self.stdout.write(json.dumps(item.as_json(), indent=2) if options["json"] else in_words(item))


def in_words(item: Profile) -> str:
    """One line for each thing that the page says."""
    who = item.organisation
    exists = "exists" if item.exists else "does not exist"
    lines = [f"{who.name} ({who.code}), {item.type_label.lower()}: {exists} on {day(item.as_at)}"]
    lines += [f"First day: {day(who.starts_on)}", f"Last day: {day(who.last_day) if who.ends_on else 'none'}"]
    status = {value: label.lower() for value, label in SuccessionStatus.choices}
    lines += [f"Followed {link.predecessor} on {day(link.vests_on)} ({status[link.status]})" for link in item.predecessors]
    lines += [f"Followed by {link.successor} on {day(link.vests_on)} ({status[link.status]})" for link in item.successors]
    lines += [f"{code.get_scheme_display()}: {code.value}" for code in who.identifiers.all()]
    return "\n".join(lines)
