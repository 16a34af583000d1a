"""`manage.py restate_programme DIR`: makes the tables that the demo ships, from the published ones."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo.facts import FOLDER
from config.programme import restated
from config.programme.published import read_folder
from missions.core.importing import NotATable
from missions.market.importers import read_systems
from missions.register.importers import read_links, read_published

REGISTER = ("local_authorities", "code_crosswalk", "reorganisation_links_2019_2021")


class Command(BaseCommand):
    help = (
        "Restate the facts of published tables in our own format, for the demo (names, codes, dates, amounts and figures only)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            help="holds 01_register, 02_market, 03_funding, 04_adoption, 05_outcomes, 06_participation, 09_programme",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            register, crosswalk, links = ((options["folder"] / "01_register" / f"{name}.csv").read_bytes() for name in REGISTER)
            organisations, _ = read_published(register, crosswalk=crosswalk, links=read_links(links)[0])
            bundle = read_folder(options["folder"])
            systems, _ = read_systems((options["folder"] / "02_market" / "planning_systems_2025.csv").read_bytes())
        except (OSError, NotATable) as error:
            raise CommandError(str(error)) from error
        restated.write(bundle, organisations, FOLDER)
        restated.write_systems(systems, FOLDER)
        self.stdout.write(f"Written to {FOLDER.name}: {', '.join(sorted(path.name for path in FOLDER.glob('*.csv')))}.")
