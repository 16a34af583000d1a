"""Whose turn it is with money, found for one person in one query: awards and changes to approve, offers, claims, payments to release.

Who may do what stands in `access.py` and `claim_access.py`; a test holds the two against each other.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from funding import access, claim_access
from funding.models import Award, AwardAuthor, Claim, Payment, Variation
from missions.people.models import OrganisationRole, User
from missions.people.roles import COUNCIL_ROLES, MissionRoleName, OrganisationRoleName
from missions.stewardship.models import Mandate, MissionRole

LEAD, DIRECTOR = (MissionRoleName.LEAD,), (MissionRoleName.DIRECTOR,)
TOOK_A_STEP = ("submitted_by", "certified_by", "checked_by")


@dataclass(frozen=True)
class Turn:
    """Something about money that waits for a person. `kind` is approve, change, accept, submitted, certified, checked or release."""

    kind: str
    slug: str
    mission: str
    reference: str
    number: int
    who: str
    amount: Decimal
    since: dt.datetime | None

    @property
    def url(self) -> str:
        """Where it is done."""
        if self.kind == "release":
            return reverse("funding:payments", args=[self.slug])
        if self.kind == "change":
            return reverse("funding:change", args=[self.slug, self.reference, self.number])
        if self.kind in ("approve", "accept"):
            return reverse("funding:award", args=[self.slug, self.reference])
        return reverse("funding:claim", args=[self.slug, self.number])


def turns_of(user: User, *, on: dt.date) -> list[Turn]:
    """Everything about money that waits for a person on a day. One query."""
    first, *others = (find(user, on) for find in (_awards, _changes, _offers, _claims, _payments))
    return [Turn(*row) for row in first.union(*others, all=True)]


def _missions(user: User, on: dt.date, roles: Any) -> Any:
    """The missions on which a person holds one of the roles."""
    return MissionRole.objects.as_at(on).filter(user=user, role__in=roles).values("mission")


def _organisations(user: User, on: dt.date, roles: Any) -> Any:
    return OrganisationRole.objects.as_at(on).filter(user=user, role__in=roles).values("organisation")


def _to_approve(rows: Any, user: User, on: dt.date, prefix: str) -> Any:
    """Rows with `asked` that are this person’s to approve: the lead’s up to the limit, the director’s above it or where no lead may."""
    award, mission = f"{prefix}pk", OuterRef(f"{prefix}fund__mission")
    authors = AwardAuthor.objects.filter(award=OuterRef(OuterRef(award))).values("user")
    leads = MissionRole.objects.as_at(on).filter(mission=mission, role__in=LEAD)
    found = rows.annotate(
        limit=Subquery(Mandate.objects.as_at(on).filter(mission=mission).values("award_limit")[:1]),
        wrote=Exists(AwardAuthor.objects.filter(award=OuterRef(award), user=user)),
        some_lead=Exists(leads.exclude(user__in=authors)),
    )
    of_lead = Q(asked__lte=F("limit"), some_lead=True)
    leads_here, directs = _missions(user, on, LEAD), _missions(user, on, DIRECTOR)
    mine = Q(**{f"{prefix}fund__mission__in": leads_here}, asked__lte=F("limit"))
    return found.filter(mine | Q(**{f"{prefix}fund__mission__in": directs}) & (Q(limit__isnull=True) | ~of_lead), wrote=False)


def _awards(user: User, on: dt.date) -> QuerySet[Any, Any]:
    submitted = Award.objects.filter(status="submitted").annotate(asked=F("amount"))
    return _rows(
        _to_approve(submitted, user, on, ""), "approve", "", "reference", Value(0), "recipient__name", "amount", "status_at"
    )


def _changes(user: User, on: dt.date) -> QuerySet[Any, Any]:
    proposed = Variation.objects.filter(status="proposed").annotate(asked=Greatest("amount", "award__amount"))
    found = _to_approve(proposed, user, on, "award__")
    return _rows(found, "change", "award__", "award__reference", "number", "award__recipient__name", "amount", "proposed_at")


def _offers(user: User, on: dt.date) -> QuerySet[Any, Any]:
    held = _organisations(user, on, access.SIGNATORIES)
    found = Award.objects.filter(status="offered").held_by(held)
    return _rows(found, "accept", "", "reference", Value(0), "recipient__name", "amount", "status_at")


def _claims(user: User, on: dt.date) -> QuerySet[Any, Any]:
    """Certified by the council, then checked by the team, then approved by the lead; the director where no lead is free to."""
    certifies = _organisations(user, on, (OrganisationRoleName.FINANCE_CERTIFIER,))
    leads = MissionRole.objects.as_at(on).filter(mission=OuterRef("award__fund__mission"), role__in=LEAD)
    for name in TOOK_A_STEP:
        leads = leads.exclude(user=Coalesce(OuterRef(name), 0))
    ours = {name: Q(award__fund__mission__in=_missions(user, on, roles)) for name, roles in _TEAM.items()}
    here = (
        Q(status="certified") & ours["checks"]
        | Q(status="checked") & (ours["leads"] | ours["directs"] & ~Exists(leads))
    ) & ~Q(council__in=_organisations(user, on, COUNCIL_ROLES))  # fmt: skip
    found = Claim.objects.filter(Q(status="submitted", council__in=certifies) | here).exclude(_took_a_step(user))
    return _rows(found.with_totals(), F("status"), "award__", "invoice_number", "pk", "council__name", "total", "status_since")


_TEAM = {"checks": claim_access.CHECKERS, "leads": LEAD, "directs": DIRECTOR}


def _payments(user: User, on: dt.date) -> QuerySet[Any, Any]:
    """Those of a mission together, as they are released together."""
    approved = Variation.objects.filter(award=OuterRef("award"), status="approved", decided_by=user)
    found = Payment.objects.filter(status="requested", award__fund__mission__in=_missions(user, on, access.PAYERS))
    found = found.exclude(requested_by=user).exclude(award__approved_by=user).exclude(_took_a_step(user, "claim__"))
    grouped = found.exclude(Exists(approved)).values("award__fund__mission__slug", "award__fund__mission__name")
    summed = grouped.annotate(count=Count("pk"), sum=Sum("amount"), since=Min("requested_at"))
    return _rows(summed, "release", "award__", Value(""), "count", Value(""), "sum", "since")


def _took_a_step(user: User, prefix: str = "") -> Q:
    took = Q()
    for name in TOOK_A_STEP:
        took |= Q(**{f"{prefix}{name}": user})
    return took


def _rows(found: Any, kind: Any, prefix: str, *columns: Any) -> QuerySet[Any, Any]:
    """The columns of a `Turn`; the mission is reached from the award at the prefix."""
    mission = (f"{prefix}fund__mission__slug", f"{prefix}fund__mission__name")
    return found.order_by().values_list(Value(kind) if isinstance(kind, str) else kind, *mission, *columns)  # type: ignore[no-any-return]
