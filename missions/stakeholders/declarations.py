"""What this area declares in the registries of the core."""

from missions.core.registries import Erasure, Treatment, erasure, gaps, reminders, succession
from missions.maps.measures import map_measures
from missions.stakeholders.gaps import RULE
from missions.stakeholders.map_measure import TAKES_PART
from missions.stakeholders.reminders import CONTACT


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("stakeholders", RULE)
    reminders.declare("stakeholder contact", CONTACT)
    map_measures.declare("takes-part", TAKES_PART)
    succession.declare(
        "stakeholders.Stake.organisation",
        Treatment(
            "A stake stays with the council that held it. Coverage names its successor as missing until that one takes part."
        ),
    )
    erasure.declare("stakeholders.Stake.owner", Erasure("Stakeholders that they owned stay, and are shown as having no owner."))
    erasure.declare(
        "stakeholders.Contact.made_by",
        Erasure("Contacts that they made for a mission team stay, by a number: the notes are the team’s words."),
    )
    erasure.declare("stakeholders.Contact.recorded_by", Erasure("Contacts that they logged stay, by a number."))
