"""`manage.py seed_scale`: fills an empty database with a made-up nation, to measure speed with."""

import time
from argparse import ArgumentParser
from dataclasses import fields
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.scale.seeding import NotForScale, Sizes, seed
from missions.core import clock

PER_MISSION = ("pain_points", "interventions", "iterations", "indicators")


class Command(BaseCommand):
    help = (
        "Fill an empty database with a synthetic national data set (a few minutes at full size). A scale data set is made afresh."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for field in fields(Sizes):
            words = field.name.replace("_", " ")
            told = {"participants": "participants of each round", "measurements": "measurements in all"}.get(field.name, words)
            told += " of each mission" if field.name in PER_MISSION else ""
            parser.add_argument(
                f"--{words.replace(' ', '-')}", type=int, default=field.default, help=f"{told} (%(default)s)", metavar="N"
            )
        parser.add_argument("--force", action="store_true", help="also in a database that holds real missions: adds to it")

    def handle(self, *args: Any, **options: Any) -> None:
        sizes = Sizes(**{field.name: options[field.name] for field in fields(Sizes)})
        if min(options[field.name] for field in fields(Sizes)) < 1 or sizes.councils < 20:
            raise CommandError("Every size must be at least 1, and councils at least 20.")
        if sizes.users < sizes.least_users():
            raise CommandError(
                f"So many missions and participants need at least {sizes.least_users()} users: --users {sizes.least_users()}"
            )
        started = time.monotonic()

        def say(sentence: str) -> None:
            self.stderr.write(f"{time.monotonic() - started:6.1f} s  {sentence}")
            self.stderr.flush()

        try:
            seed(sizes, until=clock.today(), say=say, force=options["force"])
        except NotForScale as refusal:
            raise CommandError(str(refusal)) from refusal
        say("done")
