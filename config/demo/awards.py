"""Awards at different stages from one fund with a published budget: made up, and walked through the same actions that pages use."""

import datetime as dt
from decimal import Decimal
from typing import Any

from config.demo.accounts import CERTIFIER, COUNCIL, DIRECTOR, LEAD, MEMBER, PAYER, SIGNATORY
from config.demo.claims import Stage
from funding.access import award_for
from funding.actions import awards, funds, milestones, payments
from funding.actions.documents import SentFile
from funding.models import Award, Fund, Milestone, StandardItem
from missions.core import jobs
from missions.core.periods import FinancialYear
from missions.interventions.models import Iteration
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.models import Mission

FUND = "tree-data"
CONDITIONS = "The money is spent on publishing tree preservation orders.\nWhat is made with it is published under the Open Government Licence."
STEPS = (
    ("The first 50 orders are published", "evidence", "12500.00"),
    ("All orders are published and kept up to date", "delivery", "18250.50"),
)


def grant(mission: Mission, people: dict[str, User], *, now: dt.datetime) -> None:
    """One award that runs and is partly paid, one offered, one that waits for the director, one draft."""
    stage = Stage(mission, people, now - dt.timedelta(days=75))
    fund = _fund(stage)
    running = _drafted(
        stage, fund, "DST", "Officers’ time to sort and publish tree preservation orders of three former districts"
    )
    _run(stage, running)
    _pay_first_milestone(stage.later(50), running)
    offered = _drafted(
        stage.later(60), fund, "DST", "A second officer for a year, so that new orders are published within a week"
    )
    _until_offered(stage.later(62), offered)
    waiting = _drafted(stage.later(70), fund, "MDW", "Drawing old boundaries again, so that they can be published")
    _does(stage.later(71), MEMBER.email, waiting, awards.submit)
    _drafted(stage.later(73), fund, "BUC", "Moving tree records out of a system whose contract ends")


def _fund(stage: Stage) -> Fund:
    lead, standing = stage.people[LEAD.email], stage.standing(LEAD.email)
    fund = funds.create_fund(
        by=lead,
        standing=standing,
        slug=FUND,
        name="Publishing tree data (made up)",
        legal_power="Section 31 of the Local Government Act 2003",
        is_section_31=True,
        conditions=CONDITIONS,
        is_illustrative=True,
    )
    first = FinancialYear.of(stage.on).start_year
    for year, budget in ((first, "150000.00"), (first + 1, "90000.00")):
        funds.publish_budget(
            by=lead, standing=standing, fund=fund, start_year=year, budget=Decimal(budget), published_on=stage.on
        )
    return fund


def _drafted(stage: Stage, fund: Fund, council: str, summary: str) -> Award:
    """£30,750.50 over two financial years, with two milestones."""
    by, first = stage.people[MEMBER.email], FinancialYear.of(stage.on).start_year
    award = awards.draft(
        by=by,
        standing=stage.standing(MEMBER.email),
        fund=fund,
        years={first: Decimal("22500.00"), first + 1: Decimal("8250.50")},
        recipient=Organisation.objects.get(code=council),
        purpose="council-backfill",
        iteration=Iteration.objects.filter(mission=stage.mission, slug="tree-data-champions").first(),
        summary=summary,
        starts_on=stage.on,
        ends_on=stage.on + dt.timedelta(days=300),
        route="competition",
    )
    for (title, kind, amount), days in zip(STEPS, (40, 240), strict=True):
        place = award_for(stage.standing(MEMBER.email), award.reference)
        due_on = stage.on + dt.timedelta(days=days)
        awards.add_milestone(by=by, place=place, title=title, kind=kind, due_on=due_on, amount=Decimal(amount))
    return award


def _does(stage: Stage, email: str, award: Award, action: Any, **values: Any) -> Any:
    """Somebody takes one step on that day."""
    place = award_for(stage.standing(email), award.reference)
    return action(by=stage.people[email], place=place, now=stage.now, **values)


def _until_offered(stage: Stage, award: Award) -> None:
    _does(stage, MEMBER.email, award, awards.submit)
    _does(stage, DIRECTOR.email, award, awards.approve)
    place = award_for(stage.standing(MEMBER.email), award.reference)
    awards.determine(
        by=stage.people[MEMBER.email],
        place=place,
        number=f"31/{award.reference} (made up)",
        spend_kind="revenue",
        consent_on=stage.on,
        determined_on=stage.on,
    )
    _does(stage, MEMBER.email, award, awards.offer)


def _run(stage: Stage, award: Award) -> None:
    _until_offered(stage, award)
    _does(stage, SIGNATORY.email, award, awards.accept)
    _does(stage, CERTIFIER.email, award, awards.certify)
    _does(stage, MEMBER.email, award, awards.check_standard, items=dict.fromkeys(StandardItem.values, (True, "")))
    _does(stage, MEMBER.email, award, awards.activate)


def _pay_first_milestone(stage: Stage, award: Award) -> None:
    """Reported with a file, confirmed, asked for, released by the payments officer, and paid by the run at once."""
    file = SentFile("tree-orders.csv", b"reference,name,start-date\nTPO/1,Oak at Mill Lane,1998-05-01\n")
    report = "Fifty orders are on our open data page; the list is attached."
    _does(stage, COUNCIL.email, award, milestones.report, number=1, report=report, evidence_url="", file=file)
    _does(stage.later(2), MEMBER.email, award, milestones.confirm, number=1)
    first = Milestone.objects.get(award=award, number=1)
    asked = {"amount": first.amount, "what": f"Milestone {first}", "milestone": first}
    payment = _does(stage.later(3), MEMBER.email, award, payments.request, **asked)
    then = stage.later(5)
    released = payments.release(
        by=then.people[PAYER.email], standing=then.standing(PAYER.email), payments=[payment], now=then.now
    )
    assert released.job_id is not None  # noqa: S101 - releasing asks for the run
    jobs.run(released.job_id, now=then.now)
