"""What may follow what in the life of a pain point."""

from missions.core.lifecycle import Lifecycle, State

FINISHED = ("resolved", "not-pursued")

PAIN_POINT = Lifecycle(
    "pain point",
    {
        "reported": State("Reported", ("validated", "not-pursued"), "the mission team"),
        "validated": State("Validated", ("being-addressed", "not-pursued"), "the owner"),
        "being-addressed": State("Being addressed", ("resolved", "not-pursued", "validated"), "the owner"),
        "resolved": State("Resolved", ("being-addressed",)),
        "not-pursued": State("Not pursued", ("validated",)),
    },
)
