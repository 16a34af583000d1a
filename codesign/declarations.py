"""What this area declares in the registries of the core."""

from codesign.erasure import delete_votes, empty_invitations
from codesign.evidence import SOURCE as EVIDENCE
from codesign.gaps import RULE
from codesign.invitation_import import INVITATIONS
from codesign.minutes import SOURCE as MINUTES
from codesign.participation import SOURCE as PARTICIPATION
from codesign.publication import PRINTS
from codesign.reminders import CLOSING, MODERATION
from codesign.response_reminders import RESPONSE
from codesign.search import SOURCE
from codesign.succession import invitations
from missions.core import import_jobs
from missions.core.prints import prints
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
    import_jobs.declare(INVITATIONS)
    gaps.declare("rounds", RULE)
    for name, printed in PRINTS.items():
        prints.declare(name, printed)
    reminders.declare("round closing", CLOSING)
    reminders.declare("round moderation", MODERATION)
    reminders.declare("round response", RESPONSE)
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
        "codesign.Vote.participant",
        Erasure("How they voted is deleted. What came out of rounds that are over stays as counted.", delete_votes),
    )
    succession.declare(
        "codesign.OpenTo.organisation", Treatment("A round stays open to the addresses of the council that was chosen.")
    )
    erasure.declare("codesign.Extension.extended_by", Erasure("That they gave a round more time stays: it is the team’s word."))
    erasure.declare("codesign.Note.entered_by", Erasure("Notes that they wrote down for councils stay: they are the councils’."))
    erasure.declare("codesign.Merge.merged_by", Erasure("What they put together stays: it is the team’s work."))
    erasure.declare(
        "codesign.Moderated.decided_by", Erasure("What they decided about submissions stays in the log, by a number.")
    )
    erasure.declare(
        "codesign.Comment.participant", Erasure("What they said about drafts is emptied, and leaves published responses.")
    )
    erasure.declare(
        "codesign.ElementAnswer.participant", Erasure("What their council could deliver stays: it is the council’s answer.")
    )
    erasure.declare("codesign.Disposition.decided_by", Erasure("What they made of comments stays: it is the team’s word."))
    erasure.declare("codesign.ResponseDocument.published_by", Erasure("Responses that they published stay, and name nobody."))
    erasure.declare("codesign.Weight.participant", Erasure("What mattered to them is deleted with how they voted."))
    erasure.declare(
        "codesign.Response.answered_by", Erasure("Answers that they wrote for a mission team stay: they are the team’s words.")
    )
