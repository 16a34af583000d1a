"""What this area declares in the registries of the core."""


def declare() -> None:
    """Called once, when the product starts."""
