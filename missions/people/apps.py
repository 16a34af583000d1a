from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "missions.people"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.people import declarations

        declarations.declare()
