"""The demo's rounds: one that has ended with every answer given, one that is open, one being drafted."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from codesign.actions import answering, coming, extending, running, taking_part, workshops
from codesign.models import Participant, Round
from config.demo.accounts import MEMBER
from config.demo.content import (
    CLOSED_QUESTION,
    CLOSED_STATEMENTS,
    CLOSED_VOTES,
    JO,
    MORE_TIME,
    OPEN_ITEMS,
    OPEN_QUESTION,
    OPEN_STATEMENTS,
    RAVI,
    SAID,
    SARAH,
    SPEAKERS,
    WORKSHOP_GUEST,
    WORKSHOP_NOTES,
    Speaker,
)
from missions.core import clock
from missions.people.models import User
from missions.problems.actions import link_evidence
from missions.problems.models import PainPoint
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission

NEWCOMER = Speaker("newcomer@demo.example", "", "GLO")


def hold(mission: Mission, people: dict[str, User], *, now: dt.datetime) -> None:
    """Everything that happened in rounds by now."""
    _ended(mission, people, now)
    _open(mission, people, now)
    _draft(mission, people, now)


def _ended(mission: Mission, people: dict[str, User], now: dt.datetime) -> None:
    opened, closed = now - dt.timedelta(days=90), now - dt.timedelta(days=62)
    plan = running.Plan(
        "What slows down publishing planning data?", "find", CLOSED_QUESTION, 10, opened, closed, CLOSED_STATEMENTS
    )
    round_, team = _launched(mission, people, plan, SPEAKERS, at=opened)
    joined = {speaker: _join(round_, people, speaker, at=opened + dt.timedelta(days=2)) for speaker in SPEAKERS[:5]}
    statements = list(round_.statements.values_list("pk", flat=True))
    for speaker, values in CLOSED_VOTES.items():
        answers = dict(zip(statements, values, strict=True))
        taking_part.vote(participant=joined[speaker], answers=answers, now=opened + dt.timedelta(days=3))
    member = people[MEMBER.email]
    for days, said in enumerate(SAID, start=3):
        hours = None if said.hours is None else Decimal(said.hours)
        submission = taking_part.Submission(said.text, said.severity, said.disclosure, said.who, hours)
        moment = opened + dt.timedelta(days=days)
        contribution = taking_part.submit(participant=joined[said.by], submission=submission, now=moment)
        point = PainPoint.objects.get(mission=mission, reference=said.pain_point)
        link_evidence(by=member, standing=team, evidence=contribution.evidence, pain_point=point)
        answering.answer(
            by=member,
            standing=team,
            contribution=contribution,
            what=said.what,
            text=said.answer,
            pain_point=point,
            now=closed + dt.timedelta(days=days),
        )
    running.close_due(now=closed)
    running.finish(by=member, standing=team, round_=round_, now=closed + dt.timedelta(days=10))


def _open(mission: Mission, people: dict[str, User], now: dt.datetime) -> None:
    """Closes in two days: those who have not answered are reminded by the job."""
    opened = now - dt.timedelta(days=12)
    closes = dt.datetime.combine(clock.london_day(now) + dt.timedelta(days=2), dt.time(17), tzinfo=clock.LONDON)
    plan = running.Plan(
        "Which planning data should come next?",
        "prioritise",
        OPEN_QUESTION,
        10,
        opened,
        closes - dt.timedelta(days=7),
        OPEN_STATEMENTS,
        "rank",
        OPEN_ITEMS,
    )
    round_, team = _launched(mission, people, plan, (*SPEAKERS, NEWCOMER), at=opened)
    statements = list(round_.statements.values_list("pk", flat=True))
    for speaker, value in zip(SPEAKERS[1:5], (1, 1, -1, 0), strict=True):
        participant = _join(round_, people, speaker, at=opened + dt.timedelta(days=1))
        taking_part.vote(participant=participant, answers=dict.fromkeys(statements, value), now=opened + dt.timedelta(days=1))
    _join(round_, people, JO, at=opened + dt.timedelta(days=1))
    submission = taking_part.Submission(
        "Nobody asks for our conservation area documents in the layout of the standard, so we keep two copies.", 3, "public"
    )
    participant = Participant.objects.get(round=round_, user=people[SPEAKERS[1].email])
    said = taking_part.submit(participant=participant, submission=submission, now=opened + dt.timedelta(days=2))
    behind = Participant.objects.get(round=round_, user=people[RAVI.email])
    taking_part.support(participant=behind, contribution=said, now=opened + dt.timedelta(days=3))
    _more_time(round_, team, people, closes, opened + dt.timedelta(days=3))
    _workshop(round_, team, people, opened + dt.timedelta(days=5))


def _more_time(round_: Round, team: Standing, people: dict[str, User], closes: dt.datetime, at: dt.datetime) -> None:
    """A week more than was planned; and whoever works for Gloucester may come without being invited."""
    member = people[MEMBER.email]
    extending.extend(by=member, standing=team, round_=round_, closes_at=closes, reason=MORE_TIME, now=at)
    gloucester = Organisation.objects.get(code="GLO")
    coming.open_to(by=member, standing=team, round_=round_, doors=[coming.Door(gloucester, "gloucester.demo.example")], now=at)


def _workshop(round_: Round, team: Standing, people: dict[str, User], at: dt.datetime) -> None:
    """Two councils in a room: one has confirmed what was written down, the other hasn’t yet."""
    councils = [
        running.Invitee(item.email, Organisation.objects.get(code=item.council), "council") for item in (SARAH, WORKSHOP_GUEST)
    ]
    minutes = workshops.Minutes(WORKSHOP_NOTES, "councils", clock.london_day(at))
    workshops.enter(by=people[MEMBER.email], standing=team, round_=round_, councils=councils, minutes=minutes, now=at)
    workshops.answer(invitation=round_.invitations.get(email=SARAH.email), left_out=[], now=at + dt.timedelta(days=1))


def _draft(mission: Mission, people: dict[str, User], now: dt.datetime) -> None:
    opens = now + dt.timedelta(days=14)
    question = "Put one of your files through the checker. What did it get wrong?"
    plan = running.Plan("Try the checker for tree data", "test", question, 20, opens, opens + dt.timedelta(days=21))
    running.create(by=people[MEMBER.email], standing=_team(mission, people, now), plan=plan)
    mission.rounds.update(is_illustrative=True)


def _launched(
    mission: Mission, people: dict[str, User], plan: running.Plan, speakers: Sequence[Speaker], *, at: dt.datetime
) -> tuple[Round, Standing]:
    member, team = people[MEMBER.email], _team(mission, people, at)
    round_ = running.create(by=member, standing=team, plan=plan)
    councils = {council.code: council for council in Organisation.objects.filter(code__in=[item.council for item in speakers])}
    invitees = [running.Invitee(item.email, councils[item.council], "council") for item in speakers]
    running.invite(by=member, standing=team, round_=round_, invitees=invitees, now=at)
    running.launch(by=member, standing=team, round_=round_, now=at)
    round_.refresh_from_db()
    return round_, team


def _join(round_: Round, people: dict[str, User], speaker: Speaker, *, at: dt.datetime) -> Participant:
    invitation = round_.invitations.get(email=speaker.email)
    return taking_part.join(invitation=invitation, as_user=people[speaker.email], now=at)


def _team(mission: Mission, people: dict[str, User], at: dt.datetime) -> Standing:
    return stand(people[MEMBER.email], mission.slug, on=clock.london_day(at))
