from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FundingConfig(AppConfig):
    name = "funding"

    def ready(self) -> None:
        """Tell the registries of the core what this area holds."""
        from funding import declarations, rules

        declarations.declare()
        post_migrate.connect(rules.add_after_migration, sender=self)
