"""Decisions asked and taken, and outcome reports: written, frozen, signed off. Through the same actions that pages use."""

import datetime as dt

from config.demo.accounts import ADMINISTRATOR, DIRECTOR, LEAD, OFFICE
from config.demo.content import (
    PORTFOLIO_NARRATIVE,
    PORTFOLIO_REASON,
    PORTFOLIO_TEXTS,
    REPORT_NARRATIVE,
    REPORT_REASON,
    REPORT_TEXTS,
)
from config.demo.iterations import help_desk, peer_champions
from missions.core import clock, jobs
from missions.core.models import Job
from missions.decisions import actions as deciding
from missions.people.models import User
from missions.reports import actions as reporting
from missions.reports.access import stand_by
from missions.reports.portfolio_actions import set_up
from missions.stewardship.access import stand
from missions.stewardship.models import Mission

QUARTER_END = dt.date(2026, 6, 30)


def decide_and_report(mission: Mission, people: dict[str, User], *, now: dt.datetime) -> None:
    """A decision taken and one that waits; a report signed off, one waiting for the director, one being written."""
    lead, director = people[LEAD.email], people[DIRECTOR.email]
    _decisions(mission, lead, director, now)
    _reports(mission, lead, director, now)
    _portfolio(mission, people, now)
    # What workers would do within seconds: the figures of drafts.
    for job in Job.objects.filter(kind=reporting.COLLECT, status=Job.Status.WAITING):
        jobs.run(job.pk, now=now)


def _portfolio(mission: Mission, people: dict[str, User], now: dt.datetime) -> None:
    """Two reports about the portfolio: one signed off, one that waits for the director."""
    office, director = people[OFFICE.email], people[DIRECTOR.email]
    portfolio = set_up(
        by=people[ADMINISTRATOR.email], name="Local services", director=director, writer=office, missions=[mission]
    )
    on = clock.london_day(now)
    writing, answering = stand_by(portfolio, office, on=on), stand_by(portfolio, director, on=on)
    values = {
        "narrative": PORTFOLIO_NARRATIVE,
        "texts": PORTFOLIO_TEXTS,
        "confidence": "amber",
        "confidence_reason": PORTFOLIO_REASON,
        "next_review_on": on + dt.timedelta(days=90),
    }
    for title, day in (("Portfolio report, June 2026", QUARTER_END), ("Portfolio report, autumn 2026", on)):
        report = reporting.compose(by=office, standing=writing, title=title, as_at=day, **values)
        portfolio.reports.update(is_illustrative=True)
        reporting.submit(by=office, standing=writing, report=report, now=now)
        if day == QUARTER_END:
            comments = "Thank you. Say next time which decision would move most councils."
            reporting.sign_off(by=director, standing=answering, report=report, comments=comments, now=now)


def _decisions(mission: Mission, lead: User, director: User, now: dt.datetime) -> None:
    on = clock.london_day(now)
    asking, answering = stand(lead, mission.slug, on=on), stand(director, mission.slug, on=on)
    champions = peer_champions(mission, lead, on)
    help_desk(mission, lead, on)
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
        dissent="Two districts that will be merged would rather wait for the new council than publish twice.",
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
