"""Moving one thing in an ordered list, as a button asks it."""

from collections.abc import Mapping, Sequence


def moved(order: Sequence[int], ask: str, places: Mapping[str, str]) -> tuple[list[int], int | None]:
    """The new order, and which item was moved (None: nothing was).

    `ask` is “up:12”, “down:12” or “place:12”, which takes the wanted place from `places["place-12"]`; anything else keeps the order,
    “dropped:12” too, since who drags sends the order as it stands after the drop.
    """
    found = list(order)
    how, _, number = ask.partition(":")
    if not number.isdecimal() or int(number) not in found:
        return found, None
    item = int(number)
    at = found.index(item)
    wanted = places.get(f"place-{item}", "")
    goal = {"up": at - 1, "down": at + 1, "place": int(wanted) - 1 if wanted.isdecimal() and len(wanted) < 4 else at}.get(how, at)
    found.pop(at)
    found.insert(min(max(goal, 0), len(found)), item)
    return found, item
