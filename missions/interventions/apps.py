from django.apps import AppConfig


class InterventionsConfig(AppConfig):
    name = "missions.interventions"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.interventions import declarations

        declarations.declare()
