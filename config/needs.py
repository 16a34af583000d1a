"""What needs a person: each thing with why them, since when or by when, how long it takes, and where to do it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from codesign.models import Invitation, Round
from codesign.querysets import waits
from funding.reminders import SERVICE_LEVEL
from funding.turns import Turn, turns_of
from missions.adoption.models import AdoptionEvent
from missions.core import clock
from missions.core.formats import pounds
from missions.core.working_days import add_working_days
from missions.decisions.models import Decision
from missions.interventions.models import Iteration
from missions.outcomes.access import asks_of
from missions.people.models import User
from missions.reports.models import Report
from missions.stewardship.access import CURATORS
from missions.stewardship.models import Mission

if TYPE_CHECKING:
    from config.home import OnMission

DIRECTOR, LEAD = "director", "lead"


@dataclass(frozen=True)
class Need:
    """One thing to do. `takes` is how long, `since` since when it waits, `due` by when."""

    what: str
    why: str
    url: str
    where: str
    takes: str = ""
    since: dt.date | None = None
    due: dt.date | None = None


def needs_of(user: User, missions: Sequence["OnMission"], *, now: dt.datetime) -> list[Need]:
    """Everything that waits for a person, the most urgent first; what has no date comes last, the longest wait first."""
    on = clock.london_day(now)
    directs = [item.mission.pk for item in missions if DIRECTOR in item.roles]
    leads = [item.mission.pk for item in missions if LEAD in item.roles]
    found = [
        *_decisions(user, leads, on),
        *_reports(user, directs),
        *_rounds(user, leads, now),
        *_invitations(user, now),
        *_figures(user, on),
        *_money(user, on),
        *_iterations(user, on),
        *_adoption(user, missions),
        *_gaps(missions),
    ]
    return sorted(found, key=lambda need: (need.due or dt.date.max, need.since or dt.date.max, need.what))


def _decisions(user: User, leads: Sequence[int], on: dt.date) -> Iterator[Need]:
    delegated = Decision.objects.filter(status="asked").delegated_to(user, on)
    mine = Q(status="asked", asked_of=user) | Q(pk__in=delegated.values("pk"))
    to_answer = Q(status="more-asked", mission__in=leads) | Q(status="more-asked", asked_by=user)
    for item in Decision.objects.filter(mine | to_answer).select_related("mission", "asked_of"):
        asked = clock.london_day(item.asked_at)
        if item.status == "asked":
            yield Need(
                f"Decide: {item.question}",
                "It was asked of you" if item.asked_of_id == user.pk else f"{item.asked_of} let you decide it",
                item.get_absolute_url(),
                item.mission.name,
                "10 minutes",
                asked,
                item.due_on,
            )
        else:
            yield Need(
                f"Give more information: {item.question}",
                "You asked for the decision, or lead the mission",
                item.get_absolute_url(),
                item.mission.name,
                since=asked,
                due=item.due_on,
            )


def _reports(user: User, directs: Sequence[int]) -> Iterator[Need]:
    """To sign off, or returned to their author without a newer version."""
    newer = Report.objects.filter(mission=OuterRef("mission"), issue=OuterRef("issue"), version__gt=OuterRef("version"))
    returned = Q(status="returned", author=user) & ~Exists(newer)
    found = Report.objects.filter(Q(status="submitted", mission__in=directs) | returned).select_related("mission")
    for item in found.defer("content", "narrative"):
        if item.status == "submitted":
            since = clock.london_day(item.submitted_at) if item.submitted_at else None
            what, why = f"Sign off or return “{item.title}”", "You are the mission’s director"
            yield Need(what, why, item.get_absolute_url(), item.mission.name, "15 minutes", since)
        else:
            since = clock.london_day(item.answered_at) if item.answered_at else None
            what, why = f"Write a new version of “{item.title}”", "The director returned your report with comments"
            yield Need(what, why, item.get_absolute_url(), item.mission.name, since=since)


def _rounds(user: User, leads: Sequence[int], now: dt.datetime) -> Iterator[Need]:
    """Drafts to launch and submissions to answer, of rounds that the person owns or that nobody owns on a mission they lead."""
    mine = Q(owner=user) | Q(owner__isnull=True, mission__in=leads)
    unanswered = Count("participants__contributions", filter=waits("participants__contributions__"), distinct=True)
    over = Q(status="closed") | Q(status="open", closes_at__lte=now)
    rounds = Round.objects.filter(mine).annotate(unanswered=unanswered).filter(Q(status="draft") | over & Q(unanswered__gt=0))
    for item in rounds.select_related("mission"):
        why = "You own the round" if item.owner_id else "You lead the mission, and nobody owns the round"
        if item.status == "draft":
            opens = clock.london_day(item.opens_at)
            what = f"Finish and launch “{item.title}”"
            yield Need(what, why, item.get_absolute_url(), item.mission.name, due=opens)
        else:
            count: int = item.unanswered  # type: ignore[attr-defined]
            waiting = "1 submission" if count == 1 else f"{count} submissions"
            closed = clock.london_day(item.closes_at)
            yield Need(
                f"Answer {waiting} to “{item.title}”",
                why,
                item.get_absolute_url(),
                item.mission.name,
                f"{5 * count} minutes",
                closed,
                closed + dt.timedelta(weeks=12),
            )


def _invitations(user: User, now: dt.datetime) -> Iterator[Need]:
    """Open rounds that the person was invited to and hasn't answered."""
    asked = Invitation.objects.unanswered().filter(Q(email=user.email) | Q(participant__user=user))
    asked = asked.filter(round__in=Round.objects.open_at(now)).select_related("round__mission", "organisation", "participant")
    for item in asked:
        for_whom = f"You were invited for {item.organisation.name}" if item.organisation else "You were invited"
        has_joined = getattr(item, "participant", None) is not None
        yield Need(
            f"Answer “{item.round.title}”",
            for_whom,
            reverse("rounds:take_part", args=[item.round_id]) if has_joined else reverse("rounds:mine"),
            item.round.mission.name,
            f"{item.round.minutes} minutes",
            clock.london_day(item.invited_at),
            clock.london_day(item.round.closes_at),
        )


def _figures(user: User, on: dt.date) -> Iterator[Need]:
    """Figures that a council was asked for and whose data provider or coordinator the person is."""
    for item in asks_of(user, on=on):
        what = f"Give a figure: {item.collection.indicator.name}, {item.collection.period.label}"
        why, where = f"You give figures for {item.organisation.name}", item.collection.indicator.mission.name
        asked = clock.london_day(item.collection.opened_at)
        yield Need(what, why, item.get_absolute_url(), where, "1 minute", asked, item.collection.due_on)


# Each kind of turn: what to do, why this person, how long it takes, and whether the service level of claims and payments holds for it.
MONEY = {
    "approve": ("Approve {amount} to {who}", "Awards of this amount are yours to approve", "10 minutes", False),
    "change": ("Approve a change of the award to {who}", "Changes of this amount are yours to approve", "10 minutes", False),
    "accept": ("Accept or decline an award of {amount} to {who}", "You sign for it", "10 minutes", False),
    "submitted": ("Certify a claim of {who} for {amount}", "You are its finance certifier", "5 minutes", True),
    "certified": ("Check a claim of {who} for {amount}", "You are on the mission’s team", "10 minutes", True),
    "checked": ("Approve a claim of {who} for {amount}", "You decide about claims that are checked", "5 minutes", True),
    "release": ("Release {payments} of {amount}", "You are the payments officer", "5 minutes", True),
}


def _money(user: User, on: dt.date) -> Iterator[Need]:
    """Awards, claims and payments whose turn it is with this person."""
    for turn in turns_of(user, on=on):
        what, why, takes, has_level = MONEY[turn.kind]
        since = clock.london_day(turn.since) if turn.since else None
        due = add_working_days(since, SERVICE_LEVEL) if has_level and since else None
        yield Need(_of(turn, what), why, turn.url, turn.mission, takes, since, due)


def _of(turn: Turn, words: str) -> str:
    payments = "a payment" if turn.number == 1 else f"{turn.number} payments"
    return words.format(amount=pounds(turn.amount), who=turn.who, payments=payments)


def _iterations(user: User, on: dt.date) -> Iterator[Need]:
    ended = Iteration.objects.filter(owner=user, ends_on__lte=on, status__in=("planned", "running", "deciding"))
    asked = Exists(Decision.objects.waiting().filter(iteration=OuterRef("pk")))
    for item in ended.exclude(asked).select_related("mission"):
        what = f"Ask for a decision: “{item.name}” has ended"
        yield Need(
            what, "You own the iteration", item.get_absolute_url(), item.mission.name, since=item.ends_on, due=item.ends_on
        )


def _adoption(user: User, missions: Sequence["OnMission"]) -> Iterator[Need]:
    """Councils' reports to check, for the team; and reports of one's own that were returned. One query."""
    checks = [item.mission.pk for item in missions if not set(CURATORS).isdisjoint(item.roles)]
    to_check = Q(pk__in=AdoptionEvent.objects.waiting().values("pk"), intervention__mission__in=checks) & ~Q(recorded_by=user)
    returned = Q(recorded_by=user, review__verdict="returned", superseded_by__isnull=True)
    found = AdoptionEvent.objects.filter(to_check | returned).select_related("intervention__mission", "organisation", "review")
    waiting: dict[Mission, list[dt.date]] = {}
    for event in found.order_by("recorded_at", "pk"):
        mission, item, council = event.intervention.mission, event.intervention, event.organisation
        review = getattr(event, "review", None)
        if review is None:
            waiting.setdefault(mission, []).append(clock.london_day(event.recorded_at))
            continue
        yield Need(
            f"Put right what you reported about {item.name}",
            f"The mission team returned your report for {council.name}",
            reverse("adoption:record", args=[mission.slug, item.slug, council.code]),
            mission.name,
            "1 minute",
            clock.london_day(review.made_at),
        )
    for mission, days in waiting.items():
        many = "1 council’s report" if len(days) == 1 else f"{len(days):,} councils’ reports"
        why, url = "You are on the mission’s team", reverse("adoption:reports", args=[mission.slug])
        takes = "1 minute" if len(days) == 1 else f"{len(days):,} minutes"
        yield Need(f"Check {many} of adoption", why, url, mission.name, takes, days[0], add_working_days(days[0], 10))


def _gaps(missions: Sequence["OnMission"]) -> Iterator[Need]:
    for item in missions:
        if LEAD in item.roles and item.gaps is not None and item.gaps.total:
            count = item.gaps
            whose = "its" if count.overdue == 1 else "their"
            gaps = "1 gap" if count.total == 1 else f"{count.total} gaps"
            what = f"Close {gaps}: {count.unowned} without an owner, {count.overdue} past {whose} date"
            yield Need(what, "You lead the mission", reverse("gaps", args=[item.mission.slug]), item.mission.name)
