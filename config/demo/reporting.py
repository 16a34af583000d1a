"""Decisions asked and taken, and outcome reports: written, frozen, signed off. Through the same actions that pages use."""

import datetime as dt

from config.demo.accounts import DIRECTOR, LEAD
from config.demo.content import REPORT_NARRATIVE, REPORT_REASON, REPORT_TEXTS
from missions.core import clock
from missions.decisions import actions as deciding
from missions.interventions.models import Intervention, Iteration, IterationServes, ScalingMethod
from missions.people.models import User
from missions.problems.models import Basis
from missions.reports import actions as reporting
from missions.stewardship.access import stand
from missions.stewardship.models import Mission

QUARTER_END = dt.date(2026, 6, 30)


def decide_and_report(mission: Mission, people: dict[str, User], *, now: dt.datetime) -> None:
    """A decision taken and one that waits; a report signed off, one waiting for the director, one being written."""
    lead, director = people[LEAD.email], people[DIRECTOR.email]
    _decisions(mission, lead, director, now)
    _reports(mission, lead, director, now)


def _decisions(mission: Mission, lead: User, director: User, now: dt.datetime) -> None:
    on = clock.london_day(now)
    asking, answering = stand(lead, mission.slug, on=on), stand(director, mission.slug, on=on)
    champions = _peer_champions(mission, lead, on)
    deciding.ask(
        by=lead,
        standing=asking,
        question="Should council champions for tree data go on, now that the first six months have ended?",
        asked_of=director,
        due_on=on + dt.timedelta(days=9),
        options=("scale", "continue", "adapt", "stop"),
        iteration=champions,
        background="Nine councils have helped others publish their tree preservation orders. We expected thirty more councils to publish; "
        "the adoption page shows how many did. Champions ask for paid time of one day a month.",
        recommendation="adapt",
        recommendation_reason="Champions help those who have started already. Pay them for time with councils that have not.",
        now=now,
    )
    taken = deciding.ask(
        by=lead,
        standing=asking,
        question="Should the improvement fund make another round of equal grants?",
        asked_of=director,
        due_on=on + dt.timedelta(days=3),
        options=("agree", "decline"),
        background="Each funded cohort has published more than the councils without a grant, though they were not drawn at random.",
        recommendation="agree",
        recommendation_reason="Most councils that have not started say that officers’ time is what they lack.",
        now=now,
    )
    deciding.take(
        by=director,
        standing=answering,
        decision=taken,
        outcome="agree",
        rationale="One more round, for councils that publish nothing yet. I want to see what adoption costs per council before a further one.",
        now=now,
    )
    mission.decisions.update(is_illustrative=True)


def _peer_champions(mission: Mission, lead: User, on: dt.date) -> Iteration:
    iteration = Iteration.objects.create(
        mission=mission,
        slug="tree-data-champions",
        name="Council champions for tree data",
        method=ScalingMethod.PEER_CHAMPIONS,
        method_in_words="Councils that publish tree preservation orders each help three others for half a year",
        hypothesis="If a council that has done it helps, three others publish within six months without a grant.",
        status="running",
        owner=lead,
        expected_adopters=30,
        starts_on=on - dt.timedelta(days=190),
        ends_on=on - dt.timedelta(days=7),
        is_illustrative=True,
    )
    standard = Intervention.objects.get(mission=mission, slug="tree-preservation-order")
    IterationServes.objects.create(iteration=iteration, intervention=standard, basis=Basis.SOURCE)
    return iteration


def _reports(mission: Mission, lead: User, director: User, now: dt.datetime) -> None:
    on = clock.london_day(now)
    writing, answering = stand(lead, mission.slug, on=on), stand(director, mission.slug, on=on)
    values = {
        "narrative": REPORT_NARRATIVE,
        "texts": REPORT_TEXTS,
        "confidence": "amber",
        "confidence_reason": REPORT_REASON,
        "next_review_on": on + dt.timedelta(days=90),
    }
    first = reporting.compose(by=lead, standing=writing, title="Outcome report, June 2026", as_at=QUARTER_END, **values)
    second = reporting.compose(by=lead, standing=writing, title="Outcome report, autumn 2026", as_at=on, **values)
    reporting.compose(by=lead, standing=writing, title="Outcome report, winter 2026", as_at=on)
    mission.reports.update(is_illustrative=True)
    for report in (first, second):
        reporting.submit(by=lead, standing=writing, report=report, now=now)
    first.refresh_from_db()
    comments = "Thank you. In the next one, show what each further council costs."
    reporting.sign_off(by=director, standing=answering, report=first, comments=comments, now=now)
