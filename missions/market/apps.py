from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "missions.market"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.market import declarations

        declarations.declare()
