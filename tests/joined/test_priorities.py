"""Pages of priorities: the order, its parts, what is missing, trying weights; and judging, which writes a row of audit."""

import datetime as dt
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from missions.adoption.rollups import refresh
from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.interventions.models import Intervention
from missions.interventions.plan_actions import judge_intervention
from missions.people.models import User
from missions.problems.actions import judge_pain_point
from missions.problems.judging import Estimate
from missions.problems.models import PainPoint, PainPointJudgement, Supporter
from missions.problems.priorities import of_points, population_of, said_about
from missions.register.models import Succession
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    client_of,
    give,
    make_council,
    make_event,
    make_evidence,
    make_intervention,
    make_lead,
    make_mission,
    make_pain_point,
    make_user,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
KNOWN = Estimate("We counted.", 3, "seen", Decimal(2))


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def lead(mission: Mission) -> User:
    return make_lead(mission)


@pytest.fixture
def standing(mission: Mission, lead: User) -> Standing:
    return stand(lead, "planning", on=TODAY)


def text_of(user: User, name: str = "priorities", query: str = "") -> str:
    answer = client_of(user).get(reverse(name, args=["planning"]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def known_point(standing: Standing, title: str, councils: int, estimate: Estimate = KNOWN) -> PainPoint:
    point = make_pain_point(standing.mission, title=title)
    for _ in range(councils):
        make_evidence(standing.mission, pain_point=point, organisation=make_council(), severity=4)
    assert standing.user is not None
    judge_pain_point(by=standing.user, standing=standing, pain_point=point, estimate=estimate)
    return point


def places(page: str, *titles: str) -> list[str]:
    return sorted(titles, key=page.index)


def test_more_councils_come_first_and_trying_weights_turns_the_order(standing: Standing, lead: User) -> None:
    known_point(standing, "Few say it and it is quick", 1, Estimate("Quick.", 3, "seen", Decimal(1)))
    known_point(standing, "Many say it and it is long", 8, Estimate("Long.", 3, "seen", Decimal(4)))
    few, many = "Few say it and it is quick", "Many say it and it is long"
    assert places(text_of(lead), few, many) == [many, few]
    tried = text_of(lead, query="?impact=1&reach=1&confidence=1&effort=10")
    assert places(tried, few, many) == [few, many]
    # Both orders stand side by side, and both scores.
    assert "(up 1)" in tried
    assert "(down 1)" in tried
    assert tried.count("with yours") == 2


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?impact=0&reach=0&confidence=0&effort=0", "Give at least one of them a weight above 0."),
        ("?impact=11&reach=1&confidence=1&effort=1", "Enter a whole number from 0 to 10 for impact."),
        ("?impact=1", "Enter a whole number from 0 to 10 for reach."),
        ("?impact=%3Cb%3E&reach=1e9&confidence=-1&effort=%00", "Enter a whole number from 0 to 10 for effort."),
    ],
)
def test_weights_that_are_none_are_told_and_the_stated_order_stays(
    standing: Standing, lead: User, query: str, sentence: str
) -> None:
    known_point(standing, "It hurts", 1)
    page = text_of(lead, query=query)
    assert sentence in page
    assert "with yours" not in page


def test_without_all_four_there_is_no_score_and_the_page_says_what_is_missing(standing: Standing, lead: User) -> None:
    point = make_pain_point(standing.mission, title="Nobody counted")
    page = text_of(lead)
    assert "Missing: impact, reach, confidence and effort." in page
    assert "1 pain point without a score" in page
    judge_pain_point(by=lead, standing=standing, pain_point=point, estimate=KNOWN)
    assert "Missing: reach." in text_of(lead)


def test_resolved_pain_points_and_stopped_interventions_are_left_out(standing: Standing, lead: User) -> None:
    make_pain_point(standing.mission, title="Over and done", status="resolved")
    make_intervention(standing.mission, name="Given up", status="stopped", status_reason="No use.")
    assert "Over and done" not in text_of(lead)
    assert "Given up" not in text_of(lead, "priorities_of_interventions")


def test_who_stands_behind_it_counts_and_a_merged_council_counts_as_its_successor(mission: Mission) -> None:
    point = make_pain_point(mission)
    said, behind = make_council(), make_council()
    old = make_council(ends_on=dt.date(2025, 4, 1))
    new = make_council(starts_on=dt.date(2025, 4, 1))
    Succession.objects.create(predecessor=old, successor=new, vests_on=dt.date(2025, 4, 1), status="taken-effect")
    evidence = make_evidence(mission, pain_point=point, organisation=said)
    Supporter.objects.create(evidence=evidence, user=make_user(), organisation=behind)
    for council in (old, new):
        make_evidence(mission, pain_point=point, organisation=council)
    found, _ = of_points([point], said_about([point.pk]), population_of(mission, TODAY))[point.pk]
    assert (found.councils, found.councils_exist, found.people) == (3, 3, 300_000)


def test_an_intervention_takes_the_worst_of_its_pain_points_and_the_adoption_that_is_counted(
    standing: Standing, lead: User
) -> None:
    councils = [make_council() for _ in range(4)]
    item = make_intervention(standing.mission, slug="standard", name="The standard")
    for severity, council in ((2, councils[0]), (5, councils[1])):
        point = make_pain_point(standing.mission, reference=f"PP-10{severity}")
        make_evidence(standing.mission, pain_point=point, organisation=council, severity=severity)
        item.addresses.create(pain_point=point, basis="judgement")
    make_event(item, councils[2])
    refresh([item], on=TODAY)
    page = text_of(lead, "priorities_of_interventions")
    assert "2 open pain points are linked to it. It takes the impact of the worst, PP-105." in page
    assert "2 of 4 councils (50.0%)." in page
    assert "Adopted by 1 of 4 councils." in page
    # Impact 5 of 5; reach the mean of one half (of councils, people and districts alike) and one quarter.
    assert "Impact: 100.0" in page
    assert "Reach: 37.5" in page


def test_judging_is_kept_with_its_reason_and_the_one_before_in_the_audit(standing: Standing, lead: User) -> None:
    point = make_pain_point(standing.mission)
    for impact in (2, 4):
        judge_pain_point(by=lead, standing=standing, pain_point=point, estimate=Estimate("Seen.", impact))
    assert (point.judgement.impact, point.judgement.judged_by) == (4, lead)
    row = AuditRow.objects.filter(action="pain-point.judge").latest("pk")
    assert [row.detail[when]["impact"] for when in ("before", "after")] == [2, 4]


def test_judging_says_why_and_judges_something(standing: Standing, lead: User) -> None:
    point, item = make_pain_point(standing.mission), make_intervention(standing.mission)
    with pytest.raises(NotNow, match="Say why"):
        judge_pain_point(by=lead, standing=standing, pain_point=point, estimate=Estimate(" ", 3))
    with pytest.raises(NotNow, match="at least one"):
        judge_intervention(by=lead, standing=standing, intervention=item, estimate=Estimate("Because."))


def test_only_curators_judge(mission: Mission) -> None:
    observer = give(make_user(), "observer", mission)
    with pytest.raises(NotAllowed):
        judge_pain_point(
            by=observer, standing=stand(observer, "planning", on=TODAY), pain_point=make_pain_point(mission), estimate=KNOWN
        )


def test_without_its_audit_row_nothing_is_judged(standing: Standing, lead: User) -> None:
    point = make_pain_point(standing.mission)
    with patch("missions.problems.actions.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        judge_pain_point(by=lead, standing=standing, pain_point=point, estimate=KNOWN)
    assert not PainPointJudgement.objects.exists()


@pytest.mark.parametrize(
    "values", [{"impact": 0}, {"impact": 6}, {"confidence": "sure"}, {"effort_months": Decimal(0)}, {"reason": ""}]
)
def test_the_database_holds_what_a_judgement_may_be(mission: Mission, lead: User, values: dict[str, object]) -> None:
    good: dict[str, object] = {"pain_point": make_pain_point(mission), "judged_by": lead, "reason": "Seen."}
    with pytest.raises(IntegrityError), transaction.atomic():
        PainPointJudgement.objects.create(**{**good, **values})


@pytest.mark.parametrize(
    ("months", "sentence"),
    [
        ("lots", "Enter a number of months"),
        ("0", "Enter 0.1 months or more"),
        ("1e9", "Enter 9,999 months or fewer"),
        ("", "at least one"),
    ],
)
def test_a_judgement_that_isnt_one_is_told(mission: Mission, lead: User, months: str, sentence: str) -> None:
    point = make_pain_point(mission)
    answer = client_of(lead).post(
        reverse("problems:judge", args=["planning", point.reference]), {"effort_months": months, "reason": "<b>Why</b>"}
    )
    page = answer.content.decode()
    assert sentence in page
    assert "&lt;b&gt;Why" in page
    assert not PainPointJudgement.objects.exists()


@pytest.mark.parametrize("name", ["priorities", "priorities_of_interventions"])
def test_the_number_of_queries_doesnt_grow(standing: Standing, lead: User, name: str) -> None:
    def more(times: int) -> None:
        for _ in range(times):
            point = known_point(standing, "It hurts", 2)
            item = make_intervention(standing.mission, pain_point=point)
            make_event(item, make_council())
            judge_intervention(by=lead, standing=standing, intervention=item, estimate=KNOWN)

    client = client_of(lead)
    more(1)
    first = queries_of(client, reverse(name, args=["planning"]))
    more(10)
    refresh(list(Intervention.objects.all()), on=TODAY)
    assert queries_of(client, reverse(name, args=["planning"])) <= first <= 12
