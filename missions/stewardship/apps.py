from django.apps import AppConfig


class StewardshipConfig(AppConfig):
    name = "missions.stewardship"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.stewardship import declarations

        declarations.declare()
