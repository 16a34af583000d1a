"""The votes of a round as arrays, for those who count them. They stay inside the process that counts: no page or file gets them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db.models import BigIntegerField, F, Q
from django.db.models.functions import Coalesce

from codesign.models import Moderation, Participant, Round, Segment, Statement, Vote

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ballots:
    """Three arrays of one length (column of the statement, row of the voter, value) and the council of each voter (0: none)."""

    statements: tuple[Statement, ...]
    column: Ints
    row: Ints
    value: Ints
    council_of: Ints

    @property
    def voters(self) -> int:
        """How many people voted."""
        return len(self.council_of)

    def table(self) -> Floats:
        """Voters × statements, NaN where somebody hasn't answered."""
        found = np.full((self.voters, len(self.statements)), np.nan)
        found[self.row, self.column] = self.value
        return found


def ballots_of(round_: Round) -> Ballots:
    """Votes on statements that weren't rejected, by councils' people or by the numbered voters of a conversation. Three queries."""
    statements = tuple(Statement.objects.filter(round=round_).exclude(moderation=Moderation.REJECTED).order_by("position"))
    of_councils = Q(participant__segment=Segment.COUNCIL) | Q(voter__isnull=False)
    votes = Vote.objects.filter(of_councils, statement__in=[item.pk for item in statements]).order_by()
    found = np.array(
        list(votes.values_list("statement_id", Coalesce("participant_id", F("voter"), output_field=BigIntegerField()), "value")),
        dtype=np.int64,
    )
    found = found.reshape(-1, 3)
    people, row = np.unique(found[:, 1], return_inverse=True)
    keys = np.array([item.pk for item in statements], dtype=np.int64)
    order = np.argsort(keys)
    column = order[np.searchsorted(keys, found[:, 0], sorter=order)] if len(keys) else found[:, 0]
    return Ballots(statements, column, row, found[:, 2], _councils(round_, people))


def _councils(round_: Round, people: Ints) -> Ints:
    if round_.imported_from:
        return np.zeros(len(people), dtype=np.int64)
    found = dict(Participant.objects.filter(round=round_, organisation__isnull=False).values_list("pk", "organisation"))
    return np.array([found.get(int(person), 0) for person in people], dtype=np.int64)
