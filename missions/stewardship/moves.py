"""The moves of a mission's life as its status page offers them."""

from collections.abc import Callable
from dataclasses import dataclass

from missions.people.models import User
from missions.stewardship import actions
from missions.stewardship.access import Standing
from missions.stewardship.lifecycle import MISSION
from missions.stewardship.models import Mission


@dataclass(frozen=True)
class Move:
    """One move: its button, what happens, and the action that makes it."""

    button: str
    what: str
    do: Callable[[User, Standing], None]


MOVES = {
    "active": Move(
        "Start the mission",
        "Everybody can see the mission and its figures from now on. It can’t become a proposal again.",
        lambda by, standing: actions.activate(by=by, standing=standing),
    ),
    "closing": Move(
        "Begin to close the mission",
        "Everybody sees that it is coming to its end. Its work goes on, and you can make it active again.",
        lambda by, standing: actions.begin_closing(by=by, standing=standing),
    ),
    "closed": Move(
        "Close the mission",
        "It ends today and can’t be opened again. What it did stays for everybody to read.",
        lambda by, standing: actions.close(by=by, standing=standing),
    ),
}
AGAIN = Move("Make the mission active again", "Everybody sees that it goes on.", MOVES["active"].do)
WITHDRAW = Move(
    "Withdraw the proposal",
    "Withdrawing closes the proposal for good. What was written stays for those with a role on it.",
    MOVES["closed"].do,
)
OTHERWISE = {("closing", "active"): AGAIN, ("proposed", "closed"): WITHDRAW}


def offered(mission: Mission) -> list[tuple[str, Move]]:
    """What may follow now, by the status that it leads to."""
    here = mission.status
    return [(to, OTHERWISE.get((here, to), MOVES[to])) for to in MISSION.states[here].moves]
