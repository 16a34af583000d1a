"""`manage.py appraise FILE`: net present value, benefit-cost ratio and break-even of costs and benefits by year."""

import json
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from missions.core import clock, formats
from missions.core.files import read_sent
from missions.core.importing import NotATable
from missions.core.money import to_pence
from missions.outcomes.appraisal import Appraisal, appraise, schedule_of, schedules
from missions.outcomes.appraisal.reading import Table, read_flows

SHOWN = 20


class Command(BaseCommand):
    help = "Appraise costs and benefits (CSV or XLSX): year, category, kind (cost or benefit), amount, in the prices of one year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--schedule", default="standard", choices=list(schedules(clock.today())), help="discount rates")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = read_flows(read_sent(options["file"]))
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        if table.problems:
            told = [f"Line {item.line}, {item.column} “{item.value}”: {item.what}" for item in table.problems[:SHOWN]]
            raise CommandError("\n".join([*told, f"{len(table.problems)} mistakes; nothing was added up."]))
        if not table.flows:
            raise CommandError("The file holds no amounts.")
        found = appraise(table.flows, schedule_of(options["schedule"], clock.today()))
        self.stdout.write(json.dumps(as_json(found, table), indent=2) if options["json"] else in_words(found, table))


def as_json(found: Appraisal, table: Table) -> dict[str, Any]:
    """Money rounded to the penny; years as the file names them; factors to nine places."""

    def named(year: int | None) -> int | str | None:
        return None if year is None else table.names[year]

    return {
        "npv": _money(found.npv),
        "bcr": None if found.bcr is None else float(found.bcr),
        "break_even_discounted": named(found.break_even_discounted),
        "break_even_undiscounted": named(found.break_even_undiscounted),
        "vintage": found.schedule.vintage,
        "schedule": found.schedule.key,
        "source": found.schedule.source,
        "trough": None
        if found.trough is None
        else {"year": named(found.trough.year), "cumulative_discounted": _money(found.trough.cumulative_discounted)},
        "present_values": [
            {"kind": kind, "category": category, "amount": _money(amount)}
            for (kind, category), amount in sorted(found.present.items())
        ],
        "by_year": [
            {
                "year": named(year.year),
                "number": year.year,
                "factor": round(float(year.factor), 9),
                "cost": _money(year.cost),
                "benefit": _money(year.benefit),
                "net": _money(year.net),
                "discounted": _money(year.net * year.factor),
                "cumulative": _money(year.cumulative),
                "cumulative_discounted": _money(year.cumulative_discounted),
            }
            for year in found.years
        ],
    }


def in_words(found: Appraisal, table: Table) -> str:
    """What a person reads."""

    def named(year: int | None) -> str:
        return "never within these years" if year is None else f"year {table.names[year]}"

    lines = [
        f"Net present value: {formats.pounds(to_pence(found.npv))}",
        f"Benefit-cost ratio: {'not applicable, there are no costs' if found.bcr is None else found.bcr}",
        f"Breaks even, discounted: {named(found.break_even_discounted)}",
        f"Breaks even, not discounted: {named(found.break_even_undiscounted)}",
    ]
    if found.trough:
        lowest = formats.pounds(to_pence(found.trough.cumulative_discounted))
        lines.append(f"Lowest point: {lowest} in year {table.names[found.trough.year]}")
    return "\n".join([*lines, f"Discounted at {found.schedule.name.lower()} rates, {found.schedule.vintage}."])


def _money(amount: Decimal) -> float:
    return float(to_pence(amount))
