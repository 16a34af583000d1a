from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "missions.register"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.register import declarations

        declarations.declare()
