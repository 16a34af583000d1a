from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "missions.reports"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.reports import declarations

        declarations.declare()
