"""What may follow what in how far a stakeholder is engaged."""

from missions.core.lifecycle import Lifecycle, State

ENGAGEMENT = Lifecycle(
    "stakeholder",
    {
        "not-asked": State("Not asked yet", ("asked", "taking-part", "declined"), "the owner"),
        "asked": State("Asked, no answer yet", ("taking-part", "declined"), "the owner"),
        "taking-part": State("Taking part", ("leading", "stepped-back"), "the owner"),
        "leading": State("Brings others along", ("taking-part", "stepped-back"), "the owner"),
        "stepped-back": State("Stepped back", ("asked", "taking-part"), "the owner"),
        "declined": State("Declined", ("asked", "taking-part")),
    },
)
ENGAGED = ("taking-part", "leading")
# Those who said no are left alone until somebody decides otherwise.
SAID_NO = ("stepped-back", "declined")
