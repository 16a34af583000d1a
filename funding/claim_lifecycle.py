"""What may follow what in the life of a claim, and who acts next."""

from missions.core.lifecycle import Lifecycle, State

CLAIM = Lifecycle(
    "claim",
    {
        "draft": State("Draft", ("submitted", "withdrawn"), "the council"),
        "submitted": State("Submitted", ("certified", "returned", "withdrawn"), "the council’s finance certifier"),
        "certified": State("Certified", ("checked", "returned", "withdrawn"), "the mission team"),
        "checked": State("Checked", ("approved", "returned", "withdrawn"), "the mission lead"),
        "approved": State("Approved for payment", ("paid", "returned"), "the payments officer"),
        "returned": State("Returned with comments", ("submitted", "withdrawn"), "the council"),
        "paid": State("Paid"),
        "withdrawn": State("Withdrawn"),
    },
)

# The council may still change what it says.
OPEN = ("draft", "returned")
CLOSED = ("paid", "withdrawn")
# Work in a claim counts as claimed unless nobody has sent it yet or it was taken back.
UNSENT = ("draft", "withdrawn")
