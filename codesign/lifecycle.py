"""What may follow what in the life of a co-design round. Open and closed follow from the clock once it is launched."""

from missions.core.lifecycle import Lifecycle, State

ROUND = Lifecycle(
    "round",
    {
        "draft": State("Draft", ("open",), "the mission team"),
        "open": State("Open", ("closed",), "the participants"),
        "closed": State("Closed, waiting for responses", ("responded",), "the mission team"),
        "responded": State("Responded"),
    },
)
