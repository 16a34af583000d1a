"""What a published conversation holds, before it is stored."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from codesign.models import Moderation, Statement, Vote


@dataclass(frozen=True)
class Said:
    """One statement of a conversation."""

    number: int
    text: str
    moderation: str


@dataclass(frozen=True)
class Conversation:
    """Statements and the last vote of each voter on each, by (statement, voter); `rows` counts the lines of votes."""

    key: str
    title: str
    question: str
    statements: tuple[Said, ...]
    votes: Mapping[tuple[int, int], int]
    rows: int
    first_at: dt.datetime | None
    last_at: dt.datetime | None

    def counts(self) -> dict[str, int]:
        """What an import tells. Every line of votes.csv is a vote or repeated one: votes + repeat_votes = lines."""
        values = Counter(self.votes.values())
        return {
            "statements": len(self.statements),
            "rejected": sum(item.moderation == Moderation.REJECTED for item in self.statements),
            "participants": len({voter for _, voter in self.votes}),
            "votes": len(self.votes),
            "repeat_votes": self.rows - len(self.votes),
            "agree": values[Vote.Value.AGREE],
            "disagree": values[Vote.Value.DISAGREE],
            "pass": values[Vote.Value.PASS],
        }


def statements_of(conversation: Conversation) -> list[Statement]:
    """Rows to store, without their round."""
    return [
        Statement(number=item.number, position=item.number + 1, text=item.text, moderation=item.moderation)
        for item in conversation.statements
    ]
