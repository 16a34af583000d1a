"""`manage.py load_demo`: loads the demo once; a second run finds it there and changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.demo import facts, story
from config.programme.loading import import_programme
from missions.core import clock
from missions.core.files import keep
from missions.market.actions import import_systems
from missions.outcomes.groups import keep_groups
from missions.people.models import User
from missions.stewardship.models import Mission


class Command(BaseCommand):
    help = "Load the demo: real records restated, and a made-up story around them."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(email=story.LEAD.email).exists():
            self.say("The demo’s data are there already.", options)
            return
        if Mission.objects.exists():
            raise CommandError("This database holds missions already. The demo goes into an empty one: make demo-reset")
        with transaction.atomic():
            self.load(options)

    def load(self, options: dict[str, Any]) -> None:
        """Facts and story: all or nothing, so that an interrupted start can simply be made again."""
        self.say("Loading the records of 470 councils and one mission (half a minute, the first time only) …", options)
        source = keep("demo", (facts.FOLDER / "mission.csv").read_bytes())
        import_programme(
            by=None, bundle=facts.bundle(), source=source, now=clock.now(), say=lambda step: self.say(f"  {step}", options)
        )
        import_systems(
            by=None,
            service=Mission.objects.get().service,
            rows=facts.systems(),
            source=source,
            title=facts.SYSTEMS_TITLE,
            url=facts.SYSTEMS_URL,
            today=clock.today(),
        )
        self.say("Telling the story around them …", options)
        story.tell(now=clock.now())
        for mission in Mission.objects.all():
            keep_groups(mission)

    def say(self, sentence: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(sentence)
            self.stdout.flush()
