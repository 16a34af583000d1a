"""What this area declares in the registries of the core."""

from codesign.erasure import delete_votes, empty_invitations
from codesign.evidence import SOURCE as EVIDENCE
from codesign.gaps import RULE
from codesign.minutes import SOURCE as MINUTES
from codesign.participation import SOURCE as PARTICIPATION
from codesign.reminders import CLOSING
from codesign.search import SOURCE
from codesign.succession import invitations
from missions.core.registries import (
    Erasure,
    Treatment,
    erasure,
    evidence,
    gaps,
    minutes_given,
    participation,
    reminders,
    search,
    succession,
)


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("rounds", RULE)
    reminders.declare("round closing", CLOSING)
    search.declare("rounds", SOURCE)
    evidence.declare("codesign", EVIDENCE)
    minutes_given.declare("rounds", MINUTES)
    participation.declare("rounds", PARTICIPATION)
    succession.declare(
        "codesign.Invitation.organisation",
        Treatment(
            "An invitation stays one to the council that was invited. People of a successor are invited anew.",
            title="Invitations to rounds that are open",
            touches=invitations,
        ),
    )
    succession.declare(
        "codesign.Participant.organisation", Treatment("Who took part spoke for the council of that day, and counts for it.")
    )
    erasure.declare("codesign.Round.owner", Erasure("Rounds that they owned stay, and are shown as having no owner."))
    erasure.declare(
        "codesign.Invitation.email",
        Erasure("Invitations to them lose their address, and their links stop working.", empty_invitations),
    )
    erasure.declare("codesign.Participant.user", Erasure("That one more person took part in a round stays, by a number."))
    erasure.declare(
        "codesign.Vote.participant", Erasure("How they voted is deleted, so results count one person fewer.", delete_votes)
    )
    erasure.declare(
        "codesign.Response.answered_by", Erasure("Answers that they wrote for a mission team stay: they are the team’s words.")
    )
