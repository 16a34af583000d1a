from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "missions.maps"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.maps import declarations

        declarations.declare()
