"""What may follow what in the life of an award, its milestones, variations and payments, and whose turn it is."""

from missions.core.lifecycle import Lifecycle, State

AWARD = Lifecycle(
    "award",
    {
        "recorded": State("Recorded from the published list"),
        "draft": State("Draft", ("submitted", "withdrawn"), "the mission team", is_start=True),
        "submitted": State("Submitted", ("approved", "rejected", "withdrawn", "draft"), "the approver"),
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

MILESTONE = Lifecycle(
    "milestone",
    {
        "planned": State("Not reached yet", ("reported",), "the recipient", is_start=True),
        "reported": State("Reported as reached", ("met", "planned"), "the mission team"),
        "met": State("Met"),
    },
)

VARIATION = Lifecycle(
    "variation",
    {
        "proposed": State("Proposed", ("approved", "rejected", "withdrawn"), "the approver"),
        "approved": State("Approved"),
        "rejected": State("Rejected"),
        "withdrawn": State("Withdrawn"),
    },
)

PAYMENT = Lifecycle(
    "payment",
    {
        "requested": State("Asked for", ("released", "refused"), "the payments officer"),
        "released": State("Released", ("paid",), "the payment run"),
        "paid": State("Paid"),
        "refused": State("Refused"),
    },
)
