from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "missions.outcomes"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.outcomes import declarations

        declarations.declare()
