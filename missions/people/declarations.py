"""What this area declares in the registries of the core."""

from missions.core.registries import Treatment, erasure, succession
from missions.people.erasure import ERASURES
from missions.people.succession import roles


def declare() -> None:
    """Called once, when the product starts."""
    for name, entry in ERASURES.items():
        erasure.declare(name, entry)
    succession.declare(
        "people.OrganisationRole.organisation",
        Treatment(
            "Nobody’s role moves. Who works for a successor is invited by an administrator; earlier roles stay as history.",
            title="Roles of people",
            touches=roles,
        ),
    )
