from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "missions.standards"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.standards import declarations

        declarations.declare()
