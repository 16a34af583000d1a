from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "missions.adoption"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.adoption import declarations

        declarations.declare()
