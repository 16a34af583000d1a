"""Figures from councils: asked for, given, verified or returned, locked, and revised with a reason."""

import datetime as dt
from collections.abc import Collection as Several
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.outcomes.access import why_not_collect, why_not_give
from missions.outcomes.actions.indicators import SHORTEST_REASON
from missions.outcomes.models import Ask, Collection, Indicator, Measurement, PeriodLock, ValueState
from missions.outcomes.rollups import refresh
from missions.people.models import User
from missions.stewardship.access import Standing
from missions.stewardship.population import eligible_councils

Status = Measurement.Status


@dataclass(frozen=True)
class Given:
    """What a council says: a number, with its parts where it is a share, or the reason for having none."""

    state: str = ValueState.NUMBER.value
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""


def open_collection(
    *,
    by: User,
    standing: Standing,
    indicator: Indicator,
    period_start: dt.date,
    due_on: dt.date,
    message: str,
    codes: Several[str],
) -> Collection:
    """Ask councils for one period: those with the codes, else all that are eligible as the period begins."""
    require(why_not_collect(standing))
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        if Collection.objects.filter(indicator=indicator, period_start=period_start).exists():
            raise NotNow("This period has been asked for already. Open it to see who has answered.")
        councils = eligible_councils(standing.mission, period_start)
        if codes:
            councils = councils.filter(code__in=codes)
        chosen = list(councils.values_list("pk", flat=True))
        if not chosen:
            raise NotNow("No council of the mission existed in that period, so there is nobody to ask.")
        made = Collection.objects.create(
            indicator=indicator, period_start=period_start, due_on=due_on, message=message, opened_by=by
        )
        Ask.objects.bulk_create([Ask(collection=made, organisation_id=pk) for pk in chosen])
        record("collection.open", by=by, subject=made, mission=standing.mission, councils=len(chosen))
    return made


def give(*, by: User, ask: Ask, given: Given, is_final: bool, now: dt.datetime, on: dt.date) -> Measurement:
    """Keep a council's draft, or submit it. A verified figure changes only by the team's revision."""
    require(why_not_give(by, ask.organisation, on=on))
    collection = ask.collection
    with transaction.atomic():
        Ask.objects.select_for_update().get(pk=ask.pk)
        _refuse_locked(collection.indicator_id, collection.period_start)
        item = (
            Measurement.objects.of_period(collection.indicator_id, collection.period_start)
            .select_for_update(of=("self",))
            .filter(organisation=ask.organisation_id)
            .first()
        )
        if item is None:
            item = Measurement(
                indicator=collection.indicator, organisation=ask.organisation, period_start=collection.period_start
            )
        elif item.status == Status.VERIFIED:
            raise NotNow("This figure has been verified. To change it, tell the mission team what is wrong: they revise it.")
        item.status = Status.SUBMITTED if is_final else Status.DRAFT
        item.recorded_at, item.recorded_by = now, by
        _fill(item, given)
        item.save()
        record("figure.submit" if is_final else "figure.draft", by=by, subject=item, mission=collection.indicator.mission)
    return item


def verify(*, by: User, standing: Standing, collection: Collection, ids: Several[int]) -> int:
    """Verify submitted figures, all of them or none; the sums that rest on them follow at once."""
    require(why_not_collect(standing))
    with transaction.atomic():
        chosen = (
            Measurement.objects.of_period(collection.indicator_id, collection.period_start)
            .filter(pk__in=ids)
            .select_for_update(of=("self",))
        )
        figures = list(chosen)
        if len(figures) != len(set(ids)) or any(item.status != Status.SUBMITTED for item in figures):
            raise NotNow("Some of these figures have changed since you looked. Reload the page and choose again.")
        if any(item.recorded_by_id == by.pk for item in figures):
            raise NotNow("You can’t verify a figure that you gave yourself. Ask a colleague.")
        Measurement.objects.filter(pk__in=ids).update(status=Status.VERIFIED, verified_by=by, question="")
        refresh(collection.indicator, {collection.period_start})
        record("figure.verify", by=by, subject=collection, mission=standing.mission, figures=sorted(ids))
    return len(figures)


def give_back(*, by: User, standing: Standing, collection: Collection, pk: int, question: str) -> Measurement:
    """Return a submitted figure to its council with a question."""
    require(why_not_collect(standing))
    with transaction.atomic():
        item = (
            Measurement.objects.of_period(collection.indicator_id, collection.period_start)
            .select_for_update(of=("self",))
            .filter(pk=pk)
            .first()
        )
        if item is None or item.status != Status.SUBMITTED:
            raise NotNow("This figure has changed since you looked. Reload the page.")
        item.status, item.question = Status.RETURNED, question
        item.save(update_fields=["status", "question"])
        record("figure.return", by=by, subject=item, mission=standing.mission)
        if item.recorded_by is not None:
            ask = Ask.objects.select_related("organisation", "collection__indicator__mission").get(
                collection=collection, organisation=item.organisation_id
            )
            queue_message(
                key=f"figure-returned:{item.pk}:{item.recorded_at.isoformat()}",
                to=item.recorded_by.email,
                to_user_id=item.recorded_by_id,
                template="figure_returned",
                context={
                    "indicator": collection.indicator,
                    "period": collection.period.label,
                    "question": question,
                    "url": ask.get_absolute_url(),
                },
            )
    return item


def lock(*, by: User, standing: Standing, collection: Collection) -> PeriodLock:
    """Let a period's figures stand. Councils can't answer any more; the team can revise with a reason."""
    require(why_not_collect(standing))
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=collection.indicator_id)
        waiting = (
            Measurement.objects.of_period(collection.indicator_id, collection.period_start)
            .filter(status=Status.SUBMITTED)
            .count()
        )
        if waiting:
            raise NotNow(f"{waiting} submitted figure{'' if waiting == 1 else 's'} must be verified or returned first.")
        _refuse_locked(collection.indicator_id, collection.period_start)
        made = PeriodLock.objects.create(indicator=collection.indicator, period_start=collection.period_start, locked_by=by)
        record("period.lock", by=by, subject=made, mission=standing.mission)
    return made


def revise(*, by: User, standing: Standing, measurement: Measurement, given: Given, reason: str, now: dt.datetime) -> Measurement:
    """Correct a verified figure by a new one that names it and says why; locked periods too."""
    require(why_not_collect(standing))
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotNow("Say why the figure changes. Whoever relied on it will read the reason.")
    with transaction.atomic():
        stands = Measurement.objects.known_at().select_for_update(of=("self",)).filter(pk=measurement.pk).first()
        if stands is None or stands.status != Status.VERIFIED:
            raise NotNow("This figure has changed since you looked. Reload the page.")
        item = Measurement(
            indicator_id=stands.indicator_id,
            organisation_id=stands.organisation_id,
            period_start=stands.period_start,
            category=stands.category,
            status=Status.VERIFIED,
            recorded_at=now,
            recorded_by=by,
            supersedes=stands,
            correction_reason=reason.strip(),
        )
        _fill(item, given)
        item.save()
        refresh(stands.indicator, {stands.period_start})
        record("figure.revise", by=by, subject=item, mission=standing.mission, before=stands.pk)
    return item


def _fill(item: Measurement, given: Given) -> None:
    item.value_state, item.value, item.note = given.state, given.value, given.note
    item.numerator, item.denominator = given.numerator, given.denominator


def _refuse_locked(indicator_id: int, period_start: dt.date) -> None:
    if PeriodLock.objects.filter(indicator=indicator_id, period_start=period_start).exists():
        raise NotNow("This period is locked: its figures stand. To change one, tell the mission team what is wrong.")
