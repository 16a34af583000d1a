"""What of a panel can be compared, what is left out and said, and why a panel is refused."""

from missions.outcomes.effects.panel import Panel

LEAST_PERIODS = 3
LEAST_COUNCILS = 20
LEAST_ADOPTERS = 5
LEAST_COMPARED = 5


class TooThin(Exception):
    """No effect can be shown; the message says why, in words for everybody."""


def usable(panel: Panel) -> Panel:
    """The part that can be compared, with notes on what was left out. Raises `TooThin`."""
    if not panel.outcomes:
        raise TooThin("There are no figures, so there is nothing to compare.")
    panel = _measured(panel.until(panel.places[-1]))
    _check_periods(panel)
    _check_adoption(panel)
    panel = _before_known(panel)
    panel = _with_comparison(panel)
    _check_counts(panel)
    return panel


def _measured(panel: Panel) -> Panel:
    """Councils with at least two figures: fewer can't show a change."""
    known = panel.known()
    kept = panel.keeping(lambda unit: known.get(unit, 0) >= 2)
    notes = []
    dropped = len(panel.adopted) - len(kept.adopted)
    if dropped:
        notes.append(f"{_councils(dropped)} with fewer than two figures {_were(dropped)} left out.")
    gaps = sum(1 for unit in kept.adopted if known[unit] < len(kept.places))
    if gaps:
        lack = "lacks" if gaps == 1 else "lack"
        notes.append(
            f"{_councils(gaps)} of {len(kept.adopted)} {lack} a figure in some periods. Each comparison uses only the councils that are "
            "known both before and after, and nothing is filled in."
        )
    return kept.saying(notes)


def _check_periods(panel: Panel) -> None:
    count = len(panel.places)
    if count < LEAST_PERIODS:
        raise TooThin(
            f"There {'is' if count == 1 else 'are'} only {count} period{'' if count == 1 else 's'}. At least {LEAST_PERIODS} are needed: "
            "some before councils adopt, to see how they moved anyway, and some after."
        )


def _check_adoption(panel: Panel) -> None:
    first = panel.places[0]
    places = [place for place in panel.adopted.values() if place is not None]
    if not places:
        raise TooThin("No council adopts within these periods, so there is no change to look at.")
    if all(place <= first for place in places):
        if len(places) == len(panel.adopted):
            raise TooThin("Every council had adopted when the periods begin, so nobody’s figures from before are known.")
        raise TooThin("All councils that adopt had done so when the periods begin, so their figures from before are not known.")
    if len(places) == len(panel.adopted) and len(set(places)) == 1:
        raise TooThin("All councils adopt in the same period, so there is nobody left to compare them with.")


def _before_known(panel: Panel) -> Panel:
    """Councils whose “before” is known: who had adopted when the periods begin is no comparison either."""
    first = panel.places[0]
    kept = panel.keeping(lambda unit: (place := panel.adopted[unit]) is None or place > first)
    dropped = len(panel.adopted) - len(kept.adopted)
    if not dropped:
        return panel
    return kept.saying(
        [f"{_councils(dropped)} that had adopted by {panel.name_of(first)} {_were(dropped)} left out: no “before” is known."]
    )


def _with_comparison(panel: Panel) -> Panel:
    """Periods in which enough councils have not adopted yet."""
    enough = [place for place in panel.places if _not_yet(panel, place) >= LEAST_COMPARED]
    earliest = min((place for place in panel.adopted.values() if place is not None), default=panel.places[-1] + 1)
    if not any(place >= earliest for place in enough):
        raise TooThin(
            f"Fewer than {LEAST_COMPARED} councils have not adopted once the first ones do, so nobody is left to compare them with."
        )
    if enough[-1] == panel.places[-1]:
        return panel
    left_out = panel.places[panel.places.index(enough[-1]) + 1]
    note = (
        f"From {panel.name_of(left_out)} on fewer than {LEAST_COMPARED} councils have not adopted. Those periods have no comparison and "
        "are left out, so nothing is said about later effects."
    )
    return panel.until(enough[-1]).saying([note])


def _check_counts(panel: Panel) -> None:
    adopters = sum(1 for place in panel.adopted.values() if place is not None)
    if adopters < LEAST_ADOPTERS:
        raise TooThin(
            f"Only {_councils(adopters)} adopted with figures before and after. At least {LEAST_ADOPTERS} are needed to tell an effect "
            "from chance."
        )
    if len(panel.adopted) < LEAST_COUNCILS:
        raise TooThin(
            f"Only {_councils(len(panel.adopted))} can be compared. At least {LEAST_COUNCILS} are needed to tell an effect from chance."
        )


def _not_yet(panel: Panel, place: int) -> int:
    return sum(1 for adopted in panel.adopted.values() if adopted is None or adopted > place)


def _councils(count: int) -> str:
    return f"{count:,} council{'' if count == 1 else 's'}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
