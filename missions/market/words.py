"""What the words in a list’s system column mean.

Most words are the name of a supplier. “Custom” says that whoever made the list wrote a reader of their own: the supplier is unknown, it
isn't the council’s own software. “-” says that there is no such system. Some are names on a portal, whose supplier isn't known. Compared
in lower case. A word that stands nowhere here is a supplier with a product of that name, so another market needs no change.
"""

from dataclasses import dataclass

from missions.market.models import MarketAnswerKind

NONE = frozenset({"-", "–", "—", "none", "no system", "no online register"})
UNKNOWN = frozenset({"", "?", "custom", "bespoke scraper", "other", "unknown", "not known", "n/a"})
REFUSED = ("refused", "withheld", "declined", "exempt")


@dataclass(frozen=True)
class Named:
    """A product and the names that its supplier goes by, the best first; none: the supplier isn't known."""

    product: str
    suppliers: tuple[str, ...] = ()


PORTALS = frozenset({"smartadmin", "nipp"})
SUPPLIERS = {
    "agile": ("Agile Applications", "Agile Applications / IEG4"),
    "arcus": ("Arcus Global", "Arcus"),
    "northgate": ("NEC", "NEC Software Solutions", "Northgate Public Services", "Northgate"),
}


def meaning_of(word: str) -> Named | MarketAnswerKind:
    """The product that a word names, or the answer that names none."""
    plain = " ".join(word.split()).lower()
    if plain in NONE:
        return MarketAnswerKind.NONE
    if plain in UNKNOWN:
        return MarketAnswerKind.UNKNOWN
    if plain.startswith(REFUSED):
        return MarketAnswerKind.REFUSED
    name = " ".join(word.split())
    if plain in PORTALS:
        return Named(name)
    return Named(name, SUPPLIERS.get(plain, (name,)))
