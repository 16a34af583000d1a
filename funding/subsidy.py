"""How an economic actor stands against the subsidy rules, and whether an award to an enterprise may be approved."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from funding.minimal_assistance import Given, Position, months_after, window_starts_on
from funding.models import Award, FundingRule, Variation
from funding.models.rules import RuleName
from funding.models.subsidy import ActorMember, DeclaredSubsidy, SubsidyNotice
from funding.rules import rule_on
from funding.terms import Terms
from missions.core import clock
from missions.core.formats import pounds
from missions.core.refusals import NotNow
from missions.register.models import Kind, Organisation

UNDECIDED = ("draft", "submitted")
NOT_NOTIFIED = "Tell the supplier the amount first: the law asks for a written notification before a minimal assistance award."
NOT_CONFIRMED = (
    "The supplier hasn’t confirmed in writing yet that this award keeps it within the limit. Nothing can be approved before."
)


@dataclass(frozen=True)
class Actor:
    """Who shares one limit on a day: a group’s organisations, or one organisation by itself."""

    name: str
    organisations: tuple[int, ...]


def is_enterprise(organisation: Organisation) -> bool:
    """The rules are about enterprises. Councils and other public bodies are given grants under other powers."""
    return organisation.kind == Kind.SUPPLIER


def actor_of(organisation: Organisation, *, on: dt.date) -> Actor:
    """The economic actor that an organisation belongs to on a day. Two queries at most."""
    own = ActorMember.objects.as_at(on).select_related("actor").filter(organisation=organisation).first()
    if own is None:
        return Actor(organisation.name, (organisation.pk,))
    members = ActorMember.objects.as_at(on).filter(actor=own.actor_id).order_by("organisation")
    return Actor(own.actor.name, tuple(members.values_list("organisation", flat=True)))


def positions(actors: Sequence[Actor], *, on: dt.date, but: Award | None = None) -> list[Position]:
    """How actors stand on the day of a decision, by the limit of that day; `but` is the award that is decided. Five queries."""
    limit = rule_on(RuleName.ASSISTANCE_LIMIT, on).value
    members = {pk for actor in actors for pk in actor.organisations}
    own, declared = _awarded(members, on, but), _declared(actors, on)
    return [
        Position.of(
            [*(item for pk in actor.organisations for item in own.get(pk, ())), *declared.get(actor.organisations, ())],
            limit=limit,
            decided_on=on,
        )
        for actor in actors
    ]


def position(actor: Actor, *, on: dt.date, but: Award | None = None) -> Position:
    """As above, for one actor."""
    return positions([actor], on=on, but=but)[0]


def _awarded(members: Collection[int], on: dt.date, but: Award | None) -> dict[int, list[Given]]:
    """Our own awards, of every mission, that no other route covers. Those of the published list count too: nobody says by which route."""
    first = window_starts_on(on)
    varied = Variation.objects.filter(award=OuterRef("pk"), status="approved", decided_at__gte=clock.start_of(first))
    own = Award.objects.given().filter(
        Q(awarded_on__gte=first) | Exists(varied), recipient__in=members, subsidy_route__isnull=True
    )
    found: dict[int, list[Given]] = {}
    if but is not None:
        own = own.exclude(pk=but.pk)
    listed = list(own.select_related("fund"))
    raised = raises(listed)
    for award in listed:
        by = f"{award.fund.name}, award {award.reference}"
        later = raised.get(award.pk, [])
        parts = [(award.awarded_on, award.amount - sum((more for _, more in later), Decimal(0))), *later]
        given = [Given(day, amount, by, award.recipient_id, award.pk) for day, amount in parts]
        found.setdefault(award.recipient_id, []).extend(given)
    return found


def raises(awards: Iterable[Award]) -> dict[int, list[tuple[dt.date, Decimal]]]:
    """By award: the day of each variation that raised it, and by how much. What it gives more is given on that day. One query."""
    approved = Variation.objects.filter(award__in=[award.pk for award in awards], status="approved", decided_at__isnull=False)
    found: dict[int, list[tuple[dt.date, Decimal]]] = {}
    for item in approved.order_by("number"):
        more = item.amount - Terms.from_json(item.before).amount
        if more > 0 and item.decided_at is not None:
            found.setdefault(item.award_id, []).append((clock.london_day(item.decided_at), more))
    return found


def _declared(actors: Sequence[Actor], on: dt.date) -> dict[tuple[int, ...], list[Given]]:
    """What each actor named in its latest declaration: that names everything the whole group was given elsewhere, so it replaces others."""
    actor_of_member = {pk: actor.organisations for actor in actors for pk in actor.organisations}
    confirmed = SubsidyNotice.objects.filter(award__recipient__in=actor_of_member, confirmed_at__isnull=False)
    latest: dict[tuple[int, ...], tuple[int, int]] = {}
    for notice, recipient in confirmed.order_by("confirmed_at", "pk").values_list("pk", "award__recipient"):
        latest[actor_of_member[recipient]] = notice, recipient
    lines = DeclaredSubsidy.objects.filter(
        notice__in=[notice for notice, _ in latest.values()], given_on__gte=window_starts_on(on)
    )
    of_notice: dict[int, list[DeclaredSubsidy]] = {}
    for line in lines:
        of_notice.setdefault(line.notice_id, []).append(line)
    return {
        members: [
            Given(line.given_on, line.amount, line.authority, recipient, is_declared=True) for line in of_notice.get(notice, ())
        ]
        for members, (notice, recipient) in latest.items()
    }


def notice_of(award: Award) -> SubsidyNotice | None:
    """The latest notice about an award."""
    return award.subsidy_notices.first()


def asked(award: Award) -> Decimal | None:
    """The amount that waits for a decision: of the award, or of a variation that would raise it; None when nothing waits. One query."""
    amount: Decimal | None = award.amount
    if award.status not in UNDECIDED:
        raised = award.variations.filter(status="proposed", amount__gt=award.amount)
        amount = raised.values_list("amount", flat=True).first()
    return amount


def why_not(award: Award, *, on: dt.date, amount: Decimal | None = None) -> str | None:
    """Why an amount (the award’s own unless said otherwise) can’t be approved on a day by the subsidy rules.

    None when it can, and for whoever is no enterprise. Of a raise only what is added counts anew: the rest was given before.
    """
    if not is_enterprise(award.recipient) or has_other_route(award):
        return None
    wanted, notice = award.amount if amount is None else amount, notice_of(award)
    if notice is None:
        return NOT_NOTIFIED
    if notice.amount != wanted:
        return (
            f"The supplier was told of {pounds(notice.amount)}, and the award is {pounds(wanted)} now. "
            "Send a new notification with the amount as it is."
        )
    if notice.confirmed_at is None:
        return NOT_CONFIRMED
    actor = actor_of(award.recipient, on=on)
    if award.status in UNDECIDED:
        return position(actor, on=on, but=award).why_not(wanted)
    return position(actor, on=on).why_not(wanted - award.amount, "this raise")


def check(award: Award, *, on: dt.date, amount: Decimal | None = None) -> None:
    """Refuse an approval that the subsidy rules forbid. Call it in the approval’s transaction.

    It locks the organisations of the group first, so that of two awards decided at once the second sees the first.
    """
    if not is_enterprise(award.recipient) or has_other_route(award):
        return
    lock(award.recipient, on=on)
    sentence = why_not(award, on=on, amount=amount)
    if sentence is not None:
        raise NotNow(sentence)


def lock(organisation: Organisation, *, on: dt.date) -> Actor:
    """Hold the organisations of a group until the transaction ends, always in the same order; gives who they are."""
    actor = actor_of(organisation, on=on)
    while True:
        held = Organisation.objects.select_for_update(no_key=True).filter(pk__in=actor.organisations).order_by("pk")
        list(held.values_list("pk"))
        again = actor_of(organisation, on=on)
        if again.organisations == actor.organisations:
            return actor
        actor = again


def has_other_route(award: Award) -> bool:
    """Whether another route than minimal financial assistance is recorded."""
    return hasattr(award, "subsidy_route")


@dataclass(frozen=True)
class Duty:
    """An award that must stand in the public subsidy database: by when, and whether it does."""

    award: Award
    decided_on: dt.date
    due_on: dt.date

    @property
    def is_met(self) -> bool:
        """Whether its entry is recorded."""
        return hasattr(self.award, "subsidy_publication")

    def is_late(self, on: dt.date) -> bool:
        """Past its day without an entry."""
        return not self.is_met and self.due_on < on


def duties(awards: Iterable[Award]) -> list[Duty]:
    """Which of these decided awards must be published: those to enterprises above the threshold of their day, not at it. Two queries.

    An award that a variation lifted above it is due from the day of that variation.
    """
    rules = list(FundingRule.objects.filter(name__in=(RuleName.PUBLICATION_THRESHOLD, RuleName.PUBLICATION_MONTHS)))
    listed = [award for award in awards if is_enterprise(award.recipient)]
    raised, found = raises(listed), []
    for award in listed:
        later = raised.get(award.pk, [])
        total = award.amount - sum((more for _, more in later), Decimal(0))
        for day, more in ((award.awarded_on, Decimal(0)), *later):
            total += more
            values = {rule.name: rule.value for rule in rules if rule.holds_on(day)}
            threshold, months = values.get(RuleName.PUBLICATION_THRESHOLD), values.get(RuleName.PUBLICATION_MONTHS)
            if threshold is not None and months is not None and total > threshold:
                found.append(Duty(award, day, months_after(day, int(months))))
                break
    return found


def unpublished(*, on: dt.date, mission_ids: Iterable[int] | None = None) -> list[Duty]:
    """Of all missions or some: awards decided in the product that must be published and aren’t yet, the earliest day first."""
    decided = Award.objects.given().exclude(status="recorded").filter(recipient__kind=Kind.SUPPLIER, awarded_on__lte=on)
    if mission_ids is not None:
        decided = decided.filter(fund__mission__in=list(mission_ids))
    awards = decided.filter(subsidy_publication__isnull=True).select_related("recipient", "fund__mission", "subsidy_publication")
    return sorted(duties(awards), key=lambda duty: (duty.due_on, duty.award.pk))
