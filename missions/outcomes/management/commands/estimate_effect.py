"""`manage.py estimate_effect FILE`: what an intervention changed, from a plain panel, or the reason why that can't be told."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from missions.core.files import read_sent
from missions.core.importing import NotATable, Problem
from missions.outcomes.effects import Effect, estimate
from missions.outcomes.effects.reading import read_panel
from missions.outcomes.effects.wording import chance, number, sentence, strength

SHOWN = 20


class Command(BaseCommand):
    help = "Estimate an effect from a panel (CSV or XLSX): unit, period, outcome, first_treated (empty: never)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            panel, problems = read_panel(read_sent(options["file"]))
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        effect = estimate(panel) if panel else Effect(refused=_in_one(problems))
        if options["json"]:
            told = [{"line": p.line, "column": p.column, "value": p.value, "reason": p.what} for p in problems]
            self.stdout.write(json.dumps({**effect.as_json(), "problems": told}, indent=2))
        else:
            self.stdout.write("\n".join(in_words(effect, problems)))


def _in_one(problems: Sequence[Problem]) -> str:
    """The first problem, and how many there are."""
    first = problems[0]
    more = f" {len(problems) - 1:,} more like it are listed." if len(problems) > 1 else ""
    return f"The file has mistakes. Line {first.line}, {first.column} “{first.value}”: {first.what}{more}"


def in_words(effect: Effect, problems: Sequence[Problem]) -> list[str]:
    """What a person reads."""
    lines = [f"Line {item.line}, {item.column} “{item.value}”: {item.what}" for item in problems[:SHOWN]]
    lines += [sentence(effect), f"Strength of the claim: {strength(effect)}"]
    for moment in effect.event_study:
        error = "not known" if moment.se is None else number(moment.se)
        lines.append(f"{moment.relative_period:+d} periods: {number(moment.att)} (standard error {error})")
    if effect.pre_trend_p is not None:
        lines.append(f"Did councils move alike before? {chance(effect.pre_trend_p)}")
    return [*lines, *effect.warnings]
