"""How references look in addresses."""


class ReferenceConverter:
    """Published references hold dots and capitals ("dpif-round-4.1", "PP-01"), which Django's slug doesn't allow."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._-]*"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value
