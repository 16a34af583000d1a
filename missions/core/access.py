"""How a right is asked for: a function that says why not, in a sentence, or None when the person may."""

from missions.core.refusals import NotAllowed


def require(why_not: str | None) -> None:
    """Refuse with the sentence that an access function gave. The same sentence stands beside a disabled control."""
    if why_not is not None:
        raise NotAllowed(why_not)
