"""Who wants to know that a mission's adoption events or funded places changed. Areas above declare what they do then."""

from collections.abc import Callable, Collection

from missions.core.registries import Registry

listeners: Registry[Callable[[Collection[int]], None]] = Registry()


def tell(mission_ids: Collection[int]) -> None:
    """Called in the transaction that changed them."""
    for listener in listeners:
        listener(mission_ids)
