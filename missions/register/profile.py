"""What an organisation was, is and will be: for its page and for the command, from one place."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from missions.register.models import AlternativeName, Organisation, Succession, SuccessionStatus


@dataclass(frozen=True)
class Profile:
    """An organisation with its codes, and every link by which one council follows another.

    `links` are all there are, so that whoever needs the predecessors of predecessors asks no further question.
    """

    organisation: Organisation
    links: Sequence[Succession]
    as_at: dt.date

    @property
    def predecessors(self) -> list[Succession]:
        """Links to what it replaced, or was to replace."""
        return [link for link in self.links if link.successor_id == self.organisation.pk]

    @property
    def successors(self) -> list[Succession]:
        """Links to what replaced it, or is to replace it."""
        return [link for link in self.links if link.predecessor_id == self.organisation.pk]

    @property
    def exists(self) -> bool:
        """Whether it exists on the day."""
        return self.organisation.holds_on(self.as_at)

    @property
    def is_to_come(self) -> bool:
        """Whether its first day is after the day."""
        return self.organisation.starts_on is not None and self.organisation.starts_on > self.as_at

    @property
    def type_label(self) -> str:
        """“Unitary authority”, or “Supplier” for what isn't a council."""
        return self.organisation.get_council_type_display() or self.organisation.get_kind_display()

    def as_json(self) -> dict[str, Any]:
        """What `organisation --json` prints. Links that were withdrawn are left out; `exists` is as at the day."""
        item = self.organisation
        return {
            "code": item.code,
            "name": item.name,
            "type": item.council_type or item.kind,
            "starts_on": item.starts_on.isoformat() if item.starts_on else None,
            "ends_on": item.ends_on.isoformat() if item.ends_on else None,
            "predecessors": sorted(link.predecessor.code for link in self.predecessors if _stands(link)),
            "successors": sorted(link.successor.code for link in self.successors if _stands(link)),
            "identifiers": [{"scheme": code.scheme, "value": code.value} for code in item.identifiers.all()],
            "as_at": self.as_at.isoformat(),
            "exists": self.exists,
        }


def profile(organisation: Organisation, *, as_at: dt.date) -> Profile:
    """What there is to say about one organisation as at a day."""
    return Profile(organisation, list(Succession.objects.select_related("predecessor", "successor")), as_at)


def organisation_by_code(text: str) -> Organisation | None:
    """By its code in the register, else by any code that one organisation goes by. Its codes and `other_names` come with it."""
    names = AlternativeName.objects.filter(organisation=OuterRef("pk")).order_by("name").values("name")
    found = Organisation.objects.prefetch_related("identifiers").annotate(other_names=ArraySubquery(names))
    return found.filter(code=text).first() or found.going_by(text).first()


def _stands(link: Succession) -> bool:
    return link.status != SuccessionStatus.WITHDRAWN
