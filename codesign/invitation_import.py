"""How people are invited from a file: an address and its council in each row; nobody is told before the preview is confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from codesign.access import why_not_run
from codesign.actions import running
from codesign.forms import WORDS
from codesign.mailboxes import domain_of
from codesign.models import Round, Segment
from missions.core import clock
from missions.core.import_jobs import ImportKind
from missions.core.importing import Column, NotATable, Problem, Row, Tally, read_table
from missions.core.models import StoredFile
from missions.core.reading import Unreadable, words
from missions.people.models import User
from missions.register.finding import Finder
from missions.register.models import Organisation
from missions.stewardship.access import stand

TITLE, NAME = "Invite people from a file", "invitations"
MOST_ROWS = 5_000


@dataclass(frozen=True)
class InviteeRow:
    """One row of the file."""

    line: int
    invitee: running.Invitee


def _address(cell: str) -> str:
    found = words(cell).lower()
    try:
        validate_email(found)
    except ValidationError:
        raise Unreadable("Type an e-mail address, for example jo@dorset.example.") from None
    return found


def _segment(cell: str) -> str:
    said = words(cell).lower()
    if said not in {"", "council", *WORDS}:
        raise Unreadable("Type council, supplier or practitioner, or leave it empty.")
    return WORDS.get(said, Segment.COUNCIL)


COLUMNS = (
    Column("email", _address, required=True),
    Column("council", words),
    Column("speaks as", _segment, optional_header=True),
)


def read(content: bytes) -> tuple[list[InviteeRow], list[Problem]]:
    """Each row with its council; every row that can't be used, with what to type."""
    table = read_table(content, COLUMNS)
    if len(table.rows) > MOST_ROWS:
        raise NotATable(f"The file has more than {MOST_ROWS:,} addresses. Split it and send the parts one after the other.")
    finder = Finder()
    first: dict[str, int] = {}
    keys = {row.line: finder.any(row["council"]) or finder.any(row["council"].upper()) for row in table.rows}
    councils = Organisation.objects.councils().in_bulk([key for key in keys.values() if key is not None])
    rows, problems = [], list(table.problems)
    for row in table.rows:
        council = councils.get(keys[row.line] or 0)
        problem = _twice(row, first) or _wrong(row, council)
        if problem is not None:
            problems.append(problem)
        else:
            speaks_for = council if row["speaks as"] == Segment.COUNCIL else None
            rows.append(InviteeRow(row.line, running.Invitee(row["email"], speaks_for, row["speaks as"])))
    return rows, problems


def names(content: bytes, address: str) -> bool:
    """Whether a file names an address; a spreadsheet has to be read for that."""
    if address.lower().encode() in content.lower():
        return True
    try:
        return any(row["email"] == address.lower() for row in read_table(content, COLUMNS).rows)
    except NotATable:
        return False


def _twice(row: Row, first: dict[str, int]) -> Problem | None:
    line = first.setdefault(row["email"], row.line)
    if line == row.line:
        return None
    return Problem(row.line, "email", row["email"], f"This address stands in line {line} already. Keep one of the two.")


def _wrong(row: Row, council: Organisation | None) -> Problem | None:
    """The council must be one, and the address at its domain where the register knows it."""
    if row["speaks as"] != Segment.COUNCIL:
        return None
    if council is None:
        return Problem(row.line, "council", row["council"], "No single council is known by this. Type its code or full name.")
    if council.email_domain and domain_of(row["email"]) != council.email_domain.lower():
        what = f"Addresses of {council} end in @{council.email_domain}. Mend it, or invite this person by hand."
        return Problem(row.line, "email", row["email"], what)
    return None


def kind_for(round_: Round) -> ImportKind:
    """The import of invitations to one round."""

    def apply(*, by: models.Model | None, rows: Sequence[InviteeRow], source: StoredFile) -> Tally:
        assert isinstance(by, User)  # noqa: S101 - `why_not` has let them in
        standing = stand(by, round_.mission.slug, on=clock.today())
        invited = round_.invitations.filter(email__in=[row.invitee.email for row in rows]).select_related("organisation")
        known = {row.email: row.organisation for row in invited}
        elsewhere = [row for row in rows if known.get(row.invitee.email, row.invitee.organisation) != row.invitee.organisation]
        good = [row.invitee for row in rows if row not in elsewhere]
        new = running.invite(by=by, standing=standing, round_=round_, invitees=good, now=clock.now())
        refused = [
            Problem(row.line, "email", row.invitee.email, "This address was invited to speak for another body already.")
            for row in elsewhere
        ]
        names = [f"{item.email}, {item.organisation or item.segment}" for item in good if item.email not in known]
        return Tally(created=new, unchanged=len(good) - new, refused=refused, named={"New": names})

    def why_not(user: models.Model | None) -> str | None:
        assert user is None or isinstance(user, User)  # noqa: S101 - the only kind of user there is
        over = "This round has closed, so nobody can be invited any more." if round_.is_over_at(clock.now()) else None
        return why_not_run(stand(user, round_.mission.slug, on=clock.today())) or over

    return ImportKind(name=NAME, title=TITLE, noun="addresses", read=read, apply=apply, why_not=why_not, about=_about)


def _about(parameters: Mapping[str, Any]) -> ImportKind:
    return kind_for(Round.objects.select_related("mission").get(pk=parameters["round"]))


def _unbound(*args: Any, **kwargs: Any) -> Any:
    """Every file is about a round, and every job has its own kind."""
    raise RuntimeError("Ask `kind_for` for the import of a round’s invitations.")


INVITATIONS = ImportKind(name=NAME, title=TITLE, noun="addresses", read=_unbound, apply=_unbound, why_not=_unbound, about=_about)
