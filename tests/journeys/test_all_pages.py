"""Every page of the access matrix with the demo's content, on a phone: accessible, nothing refused by the policy, nothing too wide."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from codesign.models import Contribution, Invitation, Participant, Round
from config.demo import accounts
from funding.models import Award
from missions.decisions.models import Decision
from missions.interventions.models import Intervention, Iteration
from missions.outcomes.models import Indicator
from missions.people.models import User
from missions.problems.models import PainPoint
from missions.register.models import Organisation
from missions.reports.models import Report
from missions.stewardship.models import Mission
from tests.access.rows import Row
from tests.access.test_matrix import ROWS
from tests.access.world import World
from tests.journeys.person import PHONE

pytestmark = pytest.mark.journey

# Who looks at a page, by the first of these roles that may: the account of the demo (None: an anonymous visitor).
EYES: dict[str, str | None] = {
    "lead": accounts.LEAD.email,
    "director": accounts.DIRECTOR.email,
    "administrator": accounts.ADMINISTRATOR.email,
    "participant": accounts.COUNCIL.email,
    "coordinator": accounts.COUNCIL.email,
    "anonymous": None,
}
ROLES = {
    "lead": accounts.LEAD.email,
    "director": accounts.DIRECTOR.email,
    "member": accounts.MEMBER.email,
    "administrator": accounts.ADMINISTRATOR.email,
    "stranger": accounts.SUPPLIER.email,
}
NOT_PAGES = {
    "core:figure",
    "ready",
    "jobs_health",
    "calendar_feed",
    "funding:statement_sheet",
    "funding:giving",
    "funding:claim_file",
    "reports:sheet",
    "reports:json",
    "standards:schema",
    "portfolio_reports:sheet",
    "portfolio_reports:json",
    "round_event",
    "codesign:response_table",
    "codesign:response_log",
    "codesign:draft_response_table",
}
# These need another state than the demo is in: the director's journeys look at them.
ELSEWHERE = {"reports:answer", "decisions:answer_with_more"}
# The demo’s mandate gives its lead no limit: the journey of an award looks at the steps with whoever takes them.
ELSEWHERE |= {"funding:award_step"}
# These need people of a council or a supplier, or a finding, that the demo's mission has none of: the journeys of adoption, claims and
# the market look at them with whoever uses them. No browser looks so far at a supplier's confirmation and its conformance test.
ELSEWHERE |= {"adoption:review", "funding:claim", "funding:claim_edit", "funding:subsidy_confirmation", "funding:conformance"}
ELSEWHERE |= {f"market:{name}" for name in ("change_finding", "add_figure", "add_document", "add_piece", "judge")}
# These need an iteration that runs, or somebody on two missions: the journeys of iterations look at them.
ELSEWHERE |= {"adoption:aim", "decisions:decide_iteration", "interventions:edit_iteration", "interventions:copy"}
PAGES = [
    row
    for row in ROWS
    if row.method == "get" and row.name not in NOT_PAGES | ELSEWHERE and "download" not in row.name
    if any(row.expected(role) == 200 for role in EYES)
]


def world_of_the_demo() -> World:
    mission = Mission.objects.get(slug="digital-planning")
    round_ = Round.objects.filter(mission=mission, status="open").order_by("slug")[0]
    contribution = Contribution.objects.filter(participant__round=round_).order_by("pk")[0]
    return World(
        mission=mission,
        council=Organisation.objects.get(code="DST"),
        supplier=Organisation.objects.filter(kind="supplier").order_by("code")[0],
        people={role: User.objects.get(email=email) for role, email in ROLES.items()},
        pain_point=PainPoint.objects.get(mission=mission, reference="PP-075"),
        intervention=Intervention.objects.get(mission=mission, slug="article-4-direction"),
        iteration=Iteration.objects.get(mission=mission, slug="dpif-round-4.1"),
        award=Award.objects.filter(fund__mission=mission, partners__isnull=False).order_by("reference")[0],
        indicator=Indicator.objects.get(mission=mission, is_headline=True),
        decision=Decision.objects.filter(mission=mission).waiting().order_by("due_on")[0],
        report=Report.objects.filter(mission=mission).published().order_by("issue")[0],
        draft_report=Report.objects.filter(mission=mission, status="draft").order_by("issue")[0],
        round=round_,
        draft_round=Round.objects.filter(mission=mission, status="draft").order_by("slug")[0],
        invitation=Invitation.objects.get(round=round_, participant__isnull=True, email__startswith="newcomer"),
        participant=Participant.objects.get(round=round_, user__email=accounts.COUNCIL.email),
        contribution=contribution,
    )


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_page_is_accessible(row: Row, anybody: Callable[..., Any]) -> None:
    who = next(role for role in EYES if row.expected(role) == 200)
    path = reverse(row.name, kwargs=dict(row.kwargs(world_of_the_demo())))
    anybody(EYES[who], width=PHONE).opens(path).finds_it_accessible()
