from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "missions.problems"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.problems import declarations

        declarations.declare()
