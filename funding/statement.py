"""The fund statement: what a mission gave by a day, added up every way that people ask. Page, PDF, spreadsheet and command use it alike.

A joint award is one amount: it counts once, under its lead. Amounts are what was awarded, not what was paid.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from funding.identifiers import Identity, identities
from funding.models import Award
from missions.core.periods import FinancialYear
from missions.interventions.models import IterationServes
from missions.register.models import Kind
from missions.stewardship.models import Mission

NONE_NAMED = ("not-stated", "None named in the source")


@dataclass(frozen=True)
class Sum:
    """How many awards of one group there are and what they come to. `key` is the group’s slug, code or year."""

    key: str
    name: str
    awards: int
    total: Decimal


@dataclass(frozen=True)
class Recipient:
    """What one organisation received as the lead of its awards."""

    identity: Identity
    code: str
    name: str
    kind: str
    awards: int
    joint: int
    total: Decimal

    @property
    def kind_label(self) -> str:
        """“Council”, “Supplier”."""
        return Kind(self.kind).label


@dataclass(frozen=True)
class Statement:
    """All sums rest on the same rows, so that each list adds up to the total."""

    mission: Mission
    as_at: dt.date
    by_fund: list[Sum]
    by_intervention: list[Sum]
    by_year: list[Sum]
    recipients: list[Recipient]
    joint: Sum

    @property
    def awards(self) -> int:
        """How many awards."""
        return sum(row.awards for row in self.recipients)

    @property
    def total(self) -> Decimal:
        """What they come to."""
        return sum((row.total for row in self.recipients), Decimal(0))

    @property
    def suppliers(self) -> list[Recipient]:
        """Recipients that are companies."""
        return [row for row in self.recipients if row.kind == Kind.SUPPLIER]

    @property
    def to_suppliers(self) -> Sum:
        """What companies received in all."""
        rows = self.suppliers
        return Sum("suppliers", "Suppliers", sum(row.awards for row in rows), sum((row.total for row in rows), Decimal(0)))

    def as_json(self) -> dict[str, Any]:
        """What `fund_statement --json` prints; JSON’s own numbers would lose pence."""
        return {
            "as_at": self.as_at.isoformat(),
            "mission": self.mission.slug,
            "total": _pounds(self.total),
            "awards": self.awards,
            "by_fund": {row.key: _pounds(row.total) for row in self.by_fund},
            "by_intervention": {row.key: _pounds(row.total) for row in self.by_intervention},
            "by_year": {row.key: _pounds(row.total) for row in self.by_year},
            "by_recipient": [
                {
                    "identifier": row.identity.identifier,
                    "code": row.code,
                    "reference": row.identity.reference,
                    "name": row.name,
                    "awards": row.awards,
                    "total": _pounds(row.total),
                }
                for row in self.recipients
            ],
            "suppliers": {
                "awards": self.to_suppliers.awards,
                "organisations": len(self.suppliers),
                "total": _pounds(self.to_suppliers.total),
            },
            "joint": {"awards": self.joint.awards, "total": _pounds(self.joint.total)},
        }


def state(mission: Mission, *, as_at: dt.date) -> Statement:
    """What had been awarded by a day. Three queries whatever the size."""
    rows = list(_awards(mission, as_at))
    names = identities({row["recipient"] for row in rows})
    shared = [row for row in rows if row["is_joint"]]
    return Statement(
        mission=mission,
        as_at=as_at,
        by_fund=_sums(rows, lambda row: (row["fund__slug"], row["fund__name"])),
        by_intervention=sorted(_sums(rows, _intervention), key=lambda found: -found.total),
        by_year=_sums(rows, lambda row: (str(FinancialYear.of(row["awarded_on"])),) * 2),
        recipients=_recipients(rows, names),
        joint=Sum("joint", "Joint awards", len(shared), _total(shared)),
    )


def _awards(mission: Mission, as_at: dt.date) -> Iterable[Any]:
    partners = Award.partners.through._default_manager.filter(award=OuterRef("pk"))
    served = IterationServes.objects.filter(iteration=OuterRef("iteration")).order_by("intervention__name")
    found = Award.objects.given().filter(fund__mission=mission, awarded_on__lte=as_at)
    return (
        found.annotate(
            is_joint=Exists(partners),
            served=ArraySubquery(served.values(found=JSONObject(slug="intervention__slug", name="intervention__name"))),
        )
        .order_by("fund__started_on", "fund__name", "awarded_on", "pk")
        .values(
            "amount", "awarded_on", "is_joint", "served", "fund__slug", "fund__name", "intervention__slug", "intervention__name",
            "recipient", "recipient__code", "recipient__name", "recipient__kind",
        )
    )  # fmt: skip


def _intervention(row: dict[str, Any]) -> tuple[str, str]:
    """The intervention that the source names; otherwise those that the award’s iteration serves, as one group, so that it adds up."""
    if row["intervention__slug"]:
        return row["intervention__slug"], row["intervention__name"]
    if not row["served"]:
        return NONE_NAMED
    return "+".join(item["slug"] for item in row["served"]), " and ".join(item["name"] for item in row["served"])


def _sums(rows: Sequence[dict[str, Any]], group: Callable[[dict[str, Any]], tuple[str, str]]) -> list[Sum]:
    """A sum for each group, in the order in which the groups come."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(group(row), []).append(row)
    return [Sum(key, name, len(members), _total(members)) for (key, name), members in groups.items()]


def _recipients(rows: Sequence[dict[str, Any]], names: dict[int, Identity]) -> list[Recipient]:
    """Each recipient, the largest sum first."""
    groups: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["recipient"], []).append(row)
    found = [
        Recipient(
            names[pk],
            members[0]["recipient__code"],
            members[0]["recipient__name"],
            members[0]["recipient__kind"],
            len(members),
            sum(row["is_joint"] for row in members),
            _total(members),
        )
        for pk, members in groups.items()
    ]
    return sorted(found, key=lambda row: (-row.total, row.name))


def _total(rows: Iterable[dict[str, Any]]) -> Decimal:
    return sum((row["amount"] for row in rows), Decimal(0))


def _pounds(amount: Decimal) -> str:
    return f"{amount:.2f}"
