"""What the subsidy rules ask for around an award to an enterprise: told, confirmed, another route, published, who belongs together."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from funding.minimal_assistance import window_starts_on
from funding.models import Award
from funding.models.rules import RuleName
from funding.models.subsidy import ActorMember, DeclaredSubsidy, EconomicActor, SubsidyNotice, SubsidyPublication, SubsidyRoute
from funding.rules import rule_on
from funding.subsidy import asked, is_enterprise, lock
from funding.subsidy_access import (
    contacts_of,
    why_not_confirm,
    why_not_group,
    why_not_notify,
    why_not_publish,
    why_not_route,
)
from missions.core.access import require
from missions.core.audit import record
from missions.core.files import keep
from missions.core.formats import day, pounds
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing


@dataclass(frozen=True)
class Declared:
    """Assistance that the enterprise names: from whom, how much, on which day."""

    authority: str
    amount: Decimal
    given_on: dt.date


def words_to_confirm(notice: SubsidyNotice, *, on: dt.date) -> str:
    """What the enterprise confirms; kept with the confirmation exactly as it was read."""
    return (
        f"With this award of {pounds(notice.amount)}, {notice.award.recipient.name} and every enterprise in its group will have "
        f"received no more than {pounds(notice.limit)} of minimal financial assistance and assistance for services of public economic "
        f"interest, from all public authorities together, since {day(window_starts_on(on))}. The list above is complete."
    )


def notify(*, by: User, standing: Standing, award: Award, now: dt.datetime) -> SubsidyNotice:
    """Tell the supplier the amount in writing; its people are asked by e-mail to confirm."""
    require(why_not_notify(standing))
    with transaction.atomic():
        locked = _undecided(award)
        limit = rule_on(RuleName.ASSISTANCE_LIMIT, standing.on).value
        amount = asked(locked) or locked.amount
        notice = SubsidyNotice.objects.create(award=locked, amount=amount, limit=limit, notified_at=now, notified_by=by)
        for contact in contacts_of(locked, on=standing.on):
            queue_message(
                key=f"subsidy-notice:{notice.pk}:{contact.pk}",
                to=contact.email,
                to_user_id=contact.pk,
                template="subsidy_notice",
                context={"notice": notice, "award": locked, "mission": standing.mission, "since": window_starts_on(standing.on)},
            )
        record("subsidy.notify", by=by, subject=locked, mission=standing.mission, notice=notice.pk, amount=str(notice.amount))
    return notice


def confirm(*, by: User, standing: Standing, award: Award, declared: Sequence[Declared], now: dt.datetime) -> None:
    """The supplier names what it was given by anybody and confirms in writing that it stays within the limit."""
    require(why_not_confirm(standing, award))
    with transaction.atomic():
        locked = _undecided(award)
        _confirm(by, standing, locked, declared, now, document=None)


def record_confirmation(
    *, by: User, standing: Standing, award: Award, declared: Sequence[Declared], name: str, content: bytes, now: dt.datetime
) -> None:
    """Keep a confirmation that came on paper or by e-mail, as it was sent; not by the person who sent the notification."""
    require(why_not_notify(standing))
    with transaction.atomic():
        locked = _undecided(award)
        _confirm(by, standing, locked, declared, now, document=(name, content))


def _confirm(
    by: User,
    standing: Standing,
    award: Award,
    declared: Sequence[Declared],
    now: dt.datetime,
    *,
    document: tuple[str, bytes] | None,
) -> None:
    notice = award.subsidy_notices.select_for_update().first()
    if notice is None:
        raise NotNow("The mission team hasn’t told the supplier the amount yet. That comes first.")
    if notice.confirmed_at is not None:
        raise NotNow("This notification was confirmed already. What was confirmed doesn’t change.")
    if notice.notified_by_id == by.pk:
        raise NotNow("You sent the notification, so somebody else records its confirmation.")
    notice.confirmed_at, notice.confirmed_by = now, by
    notice.confirmation = words_to_confirm(notice, on=standing.on)
    notice.document = keep(document[0], document[1], sent_by_id=by.pk) if document else None
    notice.save(update_fields=["confirmed_at", "confirmed_by", "confirmation", "document"])
    DeclaredSubsidy.objects.bulk_create(
        DeclaredSubsidy(notice=notice, authority=item.authority, amount=item.amount, given_on=item.given_on) for item in declared
    )
    record("subsidy.confirm", by=by, subject=award, mission=standing.mission, notice=notice.pk, declared=len(declared))


def record_route(*, by: User, standing: Standing, award: Award, kind: str, reference: str, reason: str, now: dt.datetime) -> None:
    """Say by which other route the award is lawful; the limit then doesn’t count it."""
    require(why_not_route(standing))
    with transaction.atomic():
        locked = _enterprise(award)
        if SubsidyRoute.objects.filter(award=locked).exists():
            raise NotNow("A route is recorded for this award already.")
        route = SubsidyRoute.objects.create(
            award=locked, kind=kind, reference=reference.strip(), reason=reason.strip(), recorded_at=now, recorded_by=by
        )
        record("subsidy.route", by=by, subject=locked, mission=standing.mission, route=route.pk, kind=kind)


def record_publication(
    *, by: User, standing: Standing, award: Award, reference: str, published_on: dt.date, now: dt.datetime
) -> None:
    """Keep the number of the award’s entry in the public subsidy database."""
    require(why_not_publish(standing))
    with transaction.atomic():
        locked = _enterprise(award)
        if locked.status not in PUBLISHABLE:
            raise NotNow("Nothing has been decided about this award yet, so there is nothing to publish.")
        if published_on > standing.on:
            raise NotNow("The day of publication lies in the future. Record it once the entry is there.")
        if SubsidyPublication.objects.filter(award=locked).exists():
            raise NotNow("The entry of this award is recorded already.")
        entry = SubsidyPublication.objects.create(
            award=locked, reference=reference.strip(), published_on=published_on, recorded_at=now, recorded_by=by
        )
        record("subsidy.publish", by=by, subject=locked, mission=standing.mission, entry=entry.pk)


def join_group(
    *, by: User, standing: Standing, organisation: Organisation, group: str, starts_on: dt.date, source: str
) -> ActorMember:
    """From this day on the organisation shares the limit of a group."""
    require(why_not_group(standing))
    try:
        with transaction.atomic():
            if not is_enterprise(organisation):
                raise NotNow("Only suppliers belong to a group: the limit isn’t about councils and other public bodies.")
            actor, _ = EconomicActor.objects.get_or_create(name=group.strip())
            EconomicActor.objects.select_for_update().get(pk=actor.pk)
            for other in Organisation.objects.filter(actor_memberships__actor=actor).order_by("pk"):
                lock(other, on=starts_on)
            lock(organisation, on=starts_on)
            member = ActorMember.objects.create(
                actor=actor, organisation=organisation, starts_on=starts_on, source=source.strip()
            )
            record("subsidy.join-group", by=by, subject=organisation, mission=standing.mission, group=actor.pk, member=member.pk)
    except IntegrityError as error:
        raise NotNow(f"{organisation.name} belongs to a group on some of these days already. End that first.") from error
    return member


def leave_group(*, by: User, standing: Standing, member: ActorMember, ends_on: dt.date) -> None:
    """From this day on the organisation doesn’t share the group’s limit any more."""
    require(why_not_group(standing))
    with transaction.atomic():
        locked = ActorMember.objects.select_for_update().get(pk=member.pk)
        if locked.ends_on is not None:
            raise NotNow("It has left this group already.")
        if locked.starts_on is not None and ends_on <= locked.starts_on:
            raise NotNow("The day must be after the one on which it joined.")
        locked.ends_on = ends_on
        locked.save(update_fields=["ends_on"])
        record("subsidy.leave-group", by=by, subject=locked.organisation, mission=standing.mission, member=locked.pk)


PUBLISHABLE = ("recorded", "approved", "offered", "accepted", "active", "completed", "recovered")


def _enterprise(award: Award) -> Award:
    """The award, locked, once it is certain that the subsidy rules are about it."""
    locked = Award.objects.select_for_update(of=("self",)).select_related("recipient", "fund__mission").get(pk=award.pk)
    if not is_enterprise(locked.recipient):
        raise NotNow("The subsidy rules are about enterprises. This award goes to a public body.")
    return locked


def _undecided(award: Award) -> Award:
    """As above, and an amount waits for a decision: its own, or that of a variation which would raise it."""
    locked = _enterprise(award)
    if asked(locked) is None:
        raise NotNow("This award was decided already. Notification and confirmation come before the decision.")
    return locked
