"""What needs a person: each thing with why them, since when or by when, how long it takes, and where to do it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, DateField, DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
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

if TYPE_CHECKING:
    from config.home import OnMission

DIRECTOR, LEAD = "director", "lead"
ADOPTION = "item", "tool", "council", "who", "many", "since"


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
        *_reports_and_iterations(user, directs, on),
        *_rounds(user, leads, now),
        *_invitations(user, now),
        *_figures(user, on),
        *_money(user, on),
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


def _reports_and_iterations(user: User, directs: Sequence[int], on: dt.date) -> Iterator[Need]:
    """Reports to sign off, or returned to their author without a newer version; iterations to ask a decision for. One query."""
    for row in _reports(user, directs).union(_iterations(user, on), all=True):
        kind, title, issue, version, item, slug, office, name, since, ended = row
        if kind == "iteration":
            what, url = f"Ask for a decision: “{title}” has ended", reverse("interventions:iteration", args=[slug, item])
            yield Need(what, "You own the iteration", url, name, since=ended, due=ended)
            continue
        day = clock.london_day(since) if since else None
        report = "portfolio_reports:report" if office else "reports:report"
        if kind == "submitted":
            url = reverse(report, args=[office or slug, issue, version])
            yield Need(f"Sign off or return “{title}”", "You are its director", url, name, "15 minutes", day)
        else:
            # The next version was opened as a draft when this one was returned.
            url = reverse(report, args=[office or slug, issue, version + 1])
            what, why = f"Write a new version of “{title}”", "The director returned your report with comments"
            yield Need(what, why, url, name, "20 minutes", day)


def _reports(user: User, directs: Sequence[int]) -> QuerySet[Any, Any]:
    """Of missions and of portfolios."""
    of_same = Q(mission=OuterRef("mission")) | Q(portfolio=OuterRef("portfolio"))
    newer = Report.objects.filter(of_same, issue=OuterRef("issue"), version__gt=OuterRef("version"), submitted_at__isnull=False)
    to_answer = Q(status="submitted") & (Q(mission__in=directs) | Q(portfolio__director=user))
    returned = Q(status="returned", author=user) & ~Exists(newer)
    return Report.objects.filter(to_answer | returned).order_by().values_list(
        F("status"), F("title"), F("issue"), F("version"), Value(""), Coalesce("mission__slug", Value("")),
        Coalesce("portfolio__slug", Value("")), Coalesce("mission__name", "portfolio__name"),
        Case(When(status="submitted", then="submitted_at"), default="answered_at"), Value(None, DateField()),
    )  # fmt: skip


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


def _iterations(user: User, on: dt.date) -> QuerySet[Any, Any]:
    """Those that have ended, and nobody was asked to decide about them."""
    ended = Iteration.objects.filter(owner=user, ends_on__lte=on, status__in=("planned", "running", "deciding"))
    asked = Exists(Decision.objects.waiting().filter(iteration=OuterRef("pk")))
    return ended.exclude(asked).order_by().values_list(
        Value("iteration"), F("name"), Value(0), Value(0), F("slug"), F("mission__slug"), Value(""), F("mission__name"),
        Value(None, DateTimeField()), F("ends_on"),
    )  # fmt: skip


def _adoption(user: User, missions: Sequence["OnMission"]) -> Iterator[Need]:
    """Councils' reports to check, counted for the team; and reports of one's own that were returned. One query."""
    checks = [item.mission.pk for item in missions if not set(CURATORS).isdisjoint(item.roles)]
    of_mission = "intervention__mission__slug", "intervention__mission__name"
    waiting = AdoptionEvent.objects.waiting().filter(intervention__mission__in=checks).exclude(recorded_by=user).order_by()
    counted = waiting.values(*of_mission).annotate(
        item=Value(""), tool=Value(""), council=Value(""), who=Value(""), many=Count("pk"), since=Min("recorded_at")
    )
    returned = AdoptionEvent.objects.filter(recorded_by=user, review__verdict="returned", superseded_by__isnull=True).order_by()
    single = returned.values(*of_mission).annotate(
        item=F("intervention__slug"), tool=F("intervention__name"), council=F("organisation__code"), who=F("organisation__name"),
        many=Value(1), since=F("review__made_at"),
    )  # fmt: skip
    rows = counted.values_list(*of_mission, *ADOPTION).union(single.values_list(*of_mission, *ADOPTION), all=True)
    for slug, name, item, tool, council, who, many, since in rows.order_by("since"):
        day = clock.london_day(since)
        if item:
            what, why = f"Put right what you reported about {tool}", f"The mission team returned your report for {who}"
            yield Need(what, why, reverse("adoption:record", args=[slug, item, council]), name, "1 minute", day)
        else:
            what = "Check 1 council’s report of adoption" if many == 1 else f"Check {many:,} councils’ reports of adoption"
            takes, url = "1 minute" if many == 1 else f"{many:,} minutes", reverse("adoption:reports", args=[slug])
            yield Need(what, "You are on the mission’s team", url, name, takes, day, add_working_days(day, 10))


def _gaps(missions: Sequence["OnMission"]) -> Iterator[Need]:
    for item in missions:
        if LEAD in item.roles and item.gaps is not None and item.gaps.total:
            count = item.gaps
            whose = "its" if count.overdue == 1 else "their"
            gaps = "1 gap" if count.total == 1 else f"{count.total} gaps"
            what = f"Close {gaps}: {count.unowned} without an owner, {count.overdue} past {whose} date"
            yield Need(what, "You lead the mission", reverse("gaps", args=[item.mission.slug]), item.mission.name)
