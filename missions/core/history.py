"""History by database trigger: it sees `update()`, bulk writes and raw SQL, which signals miss.

Facts that are never changed (adoption, measurements) need none; votes and people have none on purpose.
"""

from collections.abc import Callable
from typing import Any

import pghistory


def tracked(*, exclude: list[str] | None = None) -> Callable[[type[Any]], type[Any]]:
    """Keep every version of a model's rows; `exclude` names fields that hold personal data."""
    events = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    decorator: Callable[[type[Any]], type[Any]] = pghistory.track(*events, exclude=exclude)
    return decorator
