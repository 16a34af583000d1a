from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Steward"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from config import declarations

        declarations.declare()
