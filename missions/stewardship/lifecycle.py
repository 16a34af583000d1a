"""What may follow what in the life of a mission."""

from missions.core.lifecycle import Lifecycle, State

MISSION = Lifecycle(
    "mission",
    {
        "proposed": State("Proposed", ("active", "closed"), "the mission lead"),
        "active": State("Active", ("closing",), "the mission team"),
        "closing": State("Closing", ("active", "closed"), "the mission lead"),
        "closed": State("Closed"),
    },
)
