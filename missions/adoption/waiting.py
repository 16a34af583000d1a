"""Reports of councils that wait for the mission team: as gaps, and as reminders."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from missions.adoption.models import AdoptionEvent, Review, Verdict
from missions.core import clock
from missions.core.registries import Gap, GapRule, Notice, ReminderRule, counted_as
from missions.core.working_days import working_days_between
from missions.people.roles import MissionRoleName
from missions.stewardship.models import Mission, MissionRole

KIND = "Councils’ reports of adoption that nobody has checked"
DAYS = 10
TELL_FOR = dt.timedelta(days=14)


def _with_waiting(mission_ids: Iterable[int]) -> QuerySet[Mission]:
    """Missions with a report that waits."""
    waiting = AdoptionEvent.objects.waiting().order_by()
    return Mission.objects.filter(pk__in=list(mission_ids), interventions__in=waiting.values("intervention")).distinct()


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """One gap for each mission, with how many wait and since when. One query."""
    rows = AdoptionEvent.objects.waiting().filter(intervention__mission__in=list(mission_ids)).order_by()
    for row in rows.values("intervention__mission", "intervention__mission__slug").annotate(
        count=Count("pk"), first=Min("recorded_at")
    ):
        many = "1 report of a council waits" if row["count"] == 1 else f"{row['count']:,} reports of councils wait"
        url = reverse("adoption:reports", args=[row["intervention__mission__slug"]])
        yield Gap(KIND, f"{many} to be verified or returned.", url, row["intervention__mission"], clock.london_day(row["first"]))


RULE = GapRule(
    "Reports of adoption by councils that nobody has verified or returned",
    find,
    lambda ids, day: [counted_as(KIND, _with_waiting(ids), "pk")],
)


def late(now: dt.datetime) -> Iterator[Notice]:
    """Reports that wait for ten working days, those of one day in one message to each lead. Two queries."""
    today = clock.london_day(now)
    rows = AdoptionEvent.objects.waiting().filter(recorded_at__lt=now - dt.timedelta(days=DAYS))
    found = rows.order_by("intervention__mission", "recorded_at").select_related("intervention__mission")
    waits = [event for event in found if working_days_between(clock.london_day(event.recorded_at), today) >= DAYS]
    missions = [event.intervention.mission_id for event in waits]
    leads = MissionRole.objects.to_tell(MissionRoleName.LEAD, missions=missions, on=today)
    for (mission, day), events in groupby(
        waits, key=lambda event: (event.intervention.mission, clock.london_day(event.recorded_at))
    ):
        count, url = len(list(events)), reverse("adoption:reports", args=[mission.slug])
        for role in leads.get(mission.pk, ()):
            yield Notice(
                key=f"adoption-waits:{mission.pk}:{day}:{role.user_id}",
                to_user_id=role.user_id,
                to_address=role.user.email,
                template="adoption_waits",
                context={"mission": mission, "count": count, "day": day, "url": url},
                mission_id=mission.pk,
            )


def returned(now: dt.datetime) -> Iterator[Notice]:
    """A returned report, to the person who made it, unless it is corrected already. One query."""
    rows = Review.objects.filter(
        Q(event__superseded_by__isnull=True),
        verdict=Verdict.RETURNED,
        made_at__gte=now - TELL_FOR,
        event__recorded_by__is_active=True,
    )
    for item in rows.select_related("event__intervention__mission", "event__organisation", "event__recorded_by").order_by("pk"):
        event, user = item.event, item.event.recorded_by
        if user is not None:
            mission = event.intervention.mission
            yield Notice(
                key=f"adoption-returned:{item.pk}:{user.pk}",
                to_user_id=user.pk,
                to_address=user.email,
                template="adoption_returned",
                context={
                    "event": event,
                    "reason": item.reason,
                    "url": reverse("adoption:record", args=[mission.slug, event.intervention.slug, event.organisation.code]),
                },
                mission_id=mission.pk,
            )


REMINDERS = {
    "adoption.waits": ReminderRule(
        "A council’s report of adoption waits to be checked",
        "The leads of the mission",
        f"{DAYS} working days after it was made",
        late,
    ),
    "adoption.returned": ReminderRule("A report of adoption is returned", "The person who made it", "at once", returned),
}
