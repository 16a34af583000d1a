"""The list of councils with their systems: filtered, and as CSV."""

from collections.abc import Iterator, Mapping, Sequence

from missions.market.picture import KNOWN, Picture, Place

HEADERS = (
    "code", "council", "what we know", "part of the council", "product", "supplier", "first seen", "last seen", "not seen since",
    "contract last day", "source", "source url", "as at",
)  # fmt: skip


def filtered(places: Sequence[Place], filters: Mapping[str, str]) -> list[Place]:
    """Councils that match every filter that is set; “several” and “in doubt” cut across what we know."""
    text, state, supplier = filters["q"].lower(), filters["state"], filters["supplier"]
    return [
        place
        for place in places
        if (not text or text in place.council.name.lower() or text == place.council.code.lower())
        and (not supplier or supplier in place.suppliers)
        and _is(place, state)
    ]


def _is(place: Place, state: str) -> bool:
    match state:
        case "several":
            return place.has_several
        case "part":
            return place.state == KNOWN and place.in_doubt > 0
        case "not-known":
            return place.state not in (KNOWN, "none")
        case _:
            return state in ("", place.state)


def csv_rows(picture: Picture) -> Iterator[tuple[object, ...]]:
    """A line for each system and each answer, headers first; a council with neither has one line."""
    yield HEADERS
    for place in picture.places:
        council = place.council.code, place.council.name
        for system in place.systems:
            item = system.deployment
            supplier = item.product.supplier.name if item.product.supplier else ""
            lost = item.last_seen_on if picture.not_seen(item) else ""
            yield (
                *council, place.label, system.area, item.product.name, supplier, item.observed_on, item.last_seen_on, lost,
                item.contract_last_day, item.source, item.source_url, picture.as_at,
            )  # fmt: skip
        for said in place.answers:
            answer = said.answer
            yield (
                *council, answer.get_kind_display(), said.area, "", "", answer.observed_on, answer.last_seen_on, "", "",
                answer.source, answer.source_url, picture.as_at,
            )  # fmt: skip
        if not place.systems and not place.answers:
            yield (*council, place.label, "", "", "", "", "", "", "", "", "", picture.as_at)
