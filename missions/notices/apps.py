from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "missions.notices"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.notices import declarations

        declarations.declare()
