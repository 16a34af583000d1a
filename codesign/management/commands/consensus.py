"""`manage.py consensus FILE`: group-informed consensus and representativeness of a file of votes with given groups."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from codesign.consensus.vectors import BadVectors, Consensus, consensus, differences, read


class Command(BaseCommand):
    help = "Print how far every group agrees with each statement, and which statements stand for each group."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="fail where the file’s own “expected” figures differ")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            vectors = read(options["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, BadVectors) as error:
            raise CommandError(str(error)) from error
        found = consensus(vectors)
        self.stdout.write(json.dumps(found.as_json(), indent=2) if options["json"] else in_words(found))
        if options["check"]:
            if not vectors.expected:
                raise CommandError("The file holds no “expected” figures to check against.")
            told = differences(found, vectors.expected)
            if told:
                raise CommandError("\n".join(told))
            if not options["json"]:
                self.stdout.write("All figures are as expected.")


def in_words(found: Consensus) -> str:
    """A line for each statement, then for each group what stands for it."""
    lines = ["Statement  group-informed consensus  geometric mean"]
    for statement, product in found.group_informed.items():
        lines.append(f"{statement:>9}  {product:23.6f}  {found.geometric[statement]:14.6f}")
    for group, items in found.representing.items():
        lines.append(f"Group {group}:")
        lines += [
            f"  {item.statement}: {item.stands_for} {item.success} of {item.trials}, {item.repness:.2f} times the rest"
            for item in items
            if item.is_chosen
        ]
    return "\n".join(lines)
