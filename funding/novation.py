"""Who holds an award on a day: its recipient, until a dated entry passes it on. Nothing is re-pointed; parts add up to the penny."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from funding.models import Award, Novation, NovationPart
from missions.core.access import require
from missions.core.audit import record
from missions.core.formats import day, pounds
from missions.core.money import to_pence
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.register.models import Organisation
from missions.stewardship.access import Standing

OPEN = ("recorded", "approved", "offered", "accepted", "active")


@dataclass(frozen=True)
class Holder:
    """An organisation that holds an award, or a part of it, on a day."""

    organisation: Organisation
    amount: Decimal


def holders(award: Award, *, on: dt.date) -> list[Holder]:
    """Who holds an award on a day. Two queries; what a later variation changed lies with the first holder."""
    entries = Novation.objects.filter(award=award, on__lte=on).prefetch_related("parts__to_organisation").order_by("on", "pk")
    held: dict[int, Holder] = {award.recipient_id: Holder(award.recipient, award.amount)}
    for entry in entries:
        kept = held.pop(entry.from_organisation_id, None)
        varied = Decimal(0) if kept is None else kept.amount - entry.amount
        for place, part in enumerate(entry.parts.all()):
            before = held[part.to_organisation_id].amount if part.to_organisation_id in held else Decimal(0)
            amount = before + part.amount + (varied if place == 0 else Decimal(0))
            held[part.to_organisation_id] = Holder(part.to_organisation, amount)
    return list(held.values())


def why_not_novate(standing: Standing) -> str | None:
    """The lead writes down to whom an award passes."""
    return standing.why_not((MissionRoleName.LEAD,), "pass an award on")


def novate(
    *,
    by: User,
    standing: Standing,
    award: Award,
    on: dt.date,
    from_organisation: Organisation,
    parts: Sequence[tuple[Organisation, Decimal]],
    reason: str,
    now: dt.datetime,
) -> Novation:
    """From a day on, what one organisation holds of an award lies with others, in parts that somebody entered."""
    require(why_not_novate(standing))
    exact = [(organisation, to_pence(amount)) for organisation, amount in parts]
    with transaction.atomic():
        locked = Award.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=award.pk)
        held = {holder.organisation.pk: holder.amount for holder in holders(locked, on=on)}
        sentence = _why_not(locked, held.get(from_organisation.pk), exact, from_organisation, on, reason)
        if sentence is not None:
            raise NotNow(sentence)
        entry = Novation.objects.create(
            award=locked,
            on=on,
            from_organisation=from_organisation,
            amount=held[from_organisation.pk],
            reason=reason.strip(),
            recorded_by=by,
            recorded_at=now,
        )
        NovationPart.objects.bulk_create(
            NovationPart(novation=entry, to_organisation=organisation, amount=amount) for organisation, amount in exact
        )
        record("award.novate", by=by, subject=locked, mission=standing.mission, on=on.isoformat(), novation=entry.pk)
    return entry


def _why_not(
    award: Award,
    held: Decimal | None,
    parts: Sequence[tuple[Organisation, Decimal]],
    giver: Organisation,
    on: dt.date,
    reason: str,
) -> str | None:
    if award.status not in OPEN:
        return "Only an award that is still open passes to others."
    if held is None:
        return f"{giver.name} holds no part of this award on {day(on)}."
    if award.novations.filter(on__gt=on).exists():
        return "A later entry exists already. Enter what happened in the order in which it happened."
    if not parts or any(amount <= 0 for _, amount in parts):
        return "Say who takes over how much: every part is more than nothing."
    if len({organisation.pk for organisation, _ in parts}) < len(parts) or giver.pk in {
        organisation.pk for organisation, _ in parts
    }:
        return "Name each organisation once, and not the one that hands over."
    total = sum((amount for _, amount in parts), Decimal(0))
    if total != held:
        return f"The parts come to {pounds(total)}, and {giver.name} holds {pounds(held)}. They must agree to the penny."
    return None if reason.strip() else "Say why, for example which order of Parliament."
