from django.apps import AppConfig


class CodesignConfig(AppConfig):
    name = "codesign"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from codesign import declarations

        declarations.declare()
