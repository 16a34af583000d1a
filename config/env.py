"""Reading settings from the environment, with a sentence for whoever forgot one."""

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None, *, hint: str = "") -> str:
    """The value of `name`, or `default`; refuses to start where there is neither."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is not None:
        return default
    raise ImproperlyConfigured(f"Set the environment variable {name}. {hint}".strip())


def flag(name: str, default: bool) -> bool:
    """True for 1, true, yes or on, in any case."""
    value = os.environ.get(name, "").strip().lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number, or a sentence saying that it isn't one."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.") from error


def words(name: str, default: str | None = "", *, hint: str = "") -> list[str]:
    """A comma-separated list without blanks; refuses to start where there is neither a value nor a default."""
    return [word.strip() for word in text(name, default, hint=hint).split(",") if word.strip()]
