"""What may follow what in the life of an award."""

from missions.core.lifecycle import Lifecycle, State

AWARD = Lifecycle(
    "award",
    {
        "recorded": State("Recorded from the published list"),
        "draft": State("Draft", ("submitted", "withdrawn"), "the mission team"),
        "submitted": State("Submitted", ("approved", "rejected", "withdrawn"), "the approver"),
        "approved": State("Approved", ("offered", "withdrawn"), "the mission team"),
        "offered": State("Offered", ("accepted", "declined", "withdrawn"), "the recipient’s signatory"),
        "accepted": State("Accepted", ("active", "withdrawn"), "the mission team"),
        "active": State("Active", ("completed", "recovered"), "the recipient"),
        "completed": State("Completed", ("recovered",)),
        "rejected": State("Rejected"),
        "declined": State("Declined"),
        "withdrawn": State("Withdrawn"),
        "recovered": State("Recovered"),
    },
)
