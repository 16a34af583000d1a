from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from funding import declarations

        declarations.declare()
