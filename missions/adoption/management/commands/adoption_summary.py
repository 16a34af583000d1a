"""`manage.py adoption_summary MISSION [INTERVENTION]`: councils at each stage, from the code that the page uses."""

import datetime as dt
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from missions.adoption.derivation import History
from missions.adoption.summary import Summary, histories
from missions.core import clock
from missions.interventions.models import Intervention


class Command(BaseCommand):
    help = "Print how many councils stand at each stage of adoption with an intervention."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mission")
        parser.add_argument("intervention", nargs="?", default="", help="left out: all of the mission, the headline one first")
        parser.add_argument("--as-at", type=dt.date.fromisoformat, help="a day, for example 2024-12-31 (default: today)")
        parser.add_argument("--known-at", type=dt.datetime.fromisoformat, help="a moment: only what was recorded by then")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = interventions(options["mission"], options["intervention"])
        known_at = options["known_at"]
        if known_at is not None and known_at.tzinfo is None:
            known_at = known_at.replace(tzinfo=clock.LONDON)
        as_at = options["as_at"] or clock.today()
        summaries = [Summary.of(item, history, as_at, known_at) for item, history in told(found, as_at, known_at)]
        if options["json"]:
            self.stdout.write(json.dumps(as_json(summaries, is_whole=not options["intervention"]), indent=2))
            return
        for summary in summaries:
            self.stdout.write(in_words(summary, is_named=not options["intervention"]))


def interventions(mission: str, slug: str) -> list[Intervention]:
    """The one that is named, or all of a mission, the headline one first."""
    found = Intervention.objects.filter(mission__slug=mission).select_related("mission").order_by("-is_headline", "name", "pk")
    several = list(found.filter(slug=slug) if slug else found)
    if slug and not several:
        raise CommandError(f"No intervention “{slug}” on a mission “{mission}”.")
    if not several:
        raise CommandError(f"No mission “{mission}” with an intervention.")
    return several


def told(items: list[Intervention], as_at: dt.date, known_at: dt.datetime | None) -> Iterator[tuple[Intervention, History]]:
    """Each with its history; two queries whatever their number."""
    found = histories(items, until=as_at, known_at=known_at)
    return ((item, found[item.pk]) for item in items)


def as_json(summaries: list[Summary], *, is_whole: bool) -> dict[str, Any]:
    """One intervention’s figures. For a whole mission those of the first, the headline one, and all of them under “interventions”."""
    each = [summary.as_json(summary.intervention.mission) for summary in summaries]
    return {**each[0], "interventions": each} if is_whole else each[0]


def in_words(summary: Summary, *, is_named: bool) -> str:
    """Councils at each stage."""
    lines = [summary.intervention.name] if is_named else []
    lines += [f"{councils:5}  {label}" for _, label, councils in summary.rows]
    return "\n".join([*lines, f"{summary.councils_exist:5}  councils on {summary.as_at}"])
