"""What may follow what in the life of a version of a standard. Whether a published one is current follows from the day."""

from missions.core.lifecycle import Lifecycle, State

VERSION = Lifecycle(
    "version of a standard",
    {
        "draft": State("Draft", ("published",), "the mission team"),
        "published": State("Published", ("withdrawn",)),
        "withdrawn": State("Withdrawn"),
    },
)
