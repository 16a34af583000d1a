"""What may follow what in the life of a market failure finding."""

from missions.core.lifecycle import Lifecycle, State

FINDING = Lifecycle(
    "market failure finding",
    {
        "draft": State("Draft", ("judged", "withdrawn"), "the mission team"),
        "judged": State("Judged", ("withdrawn",)),
        "withdrawn": State("Withdrawn"),
    },
)
