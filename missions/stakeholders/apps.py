from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "missions.stakeholders"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from missions.stakeholders import declarations

        declarations.declare()
