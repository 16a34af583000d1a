"""What may follow what in the life of an outcome report."""

from missions.core.lifecycle import Lifecycle, State

REPORT = Lifecycle(
    "report",
    {
        "draft": State("Draft", ("submitted",), "the mission lead"),
        "submitted": State("Submitted to the director", ("signed-off", "returned"), "the director"),
        "returned": State("Returned with comments", turn="the mission lead, with a new version"),
        "signed-off": State("Signed off"),
    },
)
