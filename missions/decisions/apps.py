from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "missions.decisions"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.decisions import declarations

        declarations.declare()
