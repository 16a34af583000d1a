"""What may follow what in the life of a decision."""

from missions.core.lifecycle import Lifecycle, State

DECISION = Lifecycle(
    "decision",
    {
        "asked": State("Waiting", ("taken", "more-asked", "withdrawn"), "the person asked"),
        "more-asked": State("More information asked for", ("asked", "withdrawn"), "the mission lead"),
        "taken": State("Taken"),
        "withdrawn": State("Withdrawn"),
    },
)
