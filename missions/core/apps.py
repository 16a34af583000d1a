from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.urls import register_converter

from missions.core.converters import DayConverter, ReferenceConverter


class CoreConfig(AppConfig):
    name = "missions.core"

    def ready(self) -> None:
        """Let addresses hold published references as <ref:...> and days as <day:...>; PDFs are made by jobs."""
        register_converter(ReferenceConverter, "ref")
        register_converter(DayConverter, "day")
        from missions.core import changes, jobs, prints

        post_migrate.connect(changes.install, sender=self)
        jobs.works.declare(prints.KIND, prints.WORK)
