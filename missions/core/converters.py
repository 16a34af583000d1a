"""How references and days look in addresses."""

import datetime as dt


class ReferenceConverter:
    """Published references hold dots and capitals ("dpif-round-4.1", "PP-01"), which Django's slug doesn't allow."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._-]*"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class DayConverter:
    """A day as 2024-04-01. A day that doesn't exist is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        """As a day."""
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        """As it stands."""
        return value if isinstance(value, str) else value.isoformat()
