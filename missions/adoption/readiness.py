"""Which councils could adopt something at once. Areas above declare how they know; adoption’s pages show it."""

from collections.abc import Callable, Mapping

from missions.adoption.summary import Summary
from missions.core.registries import Registry

readiness: Registry[Callable[[Summary], Mapping[int, str]]] = Registry()


def ready_councils(summary: Summary) -> dict[int, str]:
    """By primary key, with what makes them ready, of the councils that haven’t adopted it yet."""
    return {pk: why for source in readiness for pk, why in source(summary).items()}
