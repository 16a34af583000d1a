"""How far each invitation has come: told, came back, joined, answered, handed on."""

from collections.abc import Iterable
from dataclasses import dataclass

from codesign.links import letter_key
from codesign.models import CameBy, Invitation, Round
from missions.core.formats import day
from missions.core.models import OutboxMessage


@dataclass(frozen=True)
class HowFar:
    """What a list shows of one invitation; `advice`: what to do where its e-mail can't reach anybody."""

    words: str
    advice: str = ""

    @property
    def is_stuck(self) -> bool:
        """Whether somebody has to do something."""
        return bool(self.advice)


CAME_BACK = HowFar(
    "The e-mail came back", "The address takes no mail. Check how it is spelt, withdraw it, and invite the right address."
)
NOT_YET = HowFar(
    "The e-mail couldn’t be delivered yet",
    "We try again for two days. If the address looks wrong, withdraw it and invite the right one.",
)


def with_how_far(round_: Round, invitations: Iterable[Invitation]) -> list[tuple[Invitation, HowFar]]:
    """Each invitation with how far it has come. One query for all their e-mails."""
    rows = list(invitations)
    letters = OutboxMessage.objects.filter(key__in=[letter_key(row) for row in rows]).only(
        "key", "sent_at", "attempts", "returned_at"
    )
    by_key = {letter.key: letter for letter in letters}
    return [(row, _how_far(round_, row, by_key.get(letter_key(row)))) for row in rows]


def _how_far(round_: Round, row: Invitation, letter: OutboxMessage | None) -> HowFar:
    joined = getattr(row, "participant", None)
    if joined is not None and joined.answered_at is not None:
        return HowFar("Answered")
    if row.withdrawn_at is not None:
        return HowFar("Handed on to a colleague" if hasattr(row, "handed_to") else "Withdrawn")
    if joined is not None:
        return HowFar("Joined")
    if letter is not None and letter.returned_at is not None:
        return CAME_BACK
    if letter is not None and letter.sent_at is None and letter.attempts:
        return NOT_YET
    if round_.status == "draft":
        return HowFar("Will be invited at the launch")
    how = {
        CameBy.DOMAIN: "Came by their council’s address",
        CameBy.COLLEAGUE: "Got it from a colleague",
        CameBy.WORKSHOP: "Asked to confirm notes",
    }
    return HowFar(f"{how.get(CameBy(row.came_by), 'Invited')} {day(row.invited_at)}")
