"""What pieces of evidence carry and how urgent that makes a pain point, from plain values."""

from decimal import Decimal

import pytest

from missions.problems.judging import Confidence, Estimate
from missions.problems.models import PainPointJudgement
from missions.problems.prioritising import Population, Said, carried, priority
from missions.problems.priority_words import impact_of, reach_of, tell

LABELS = {"district": "Districts", "unitary": "Unitaries", "county": "Counties"}
# Eight districts of 100,000 and two unitaries, of one of which nobody knows the population.
POPULATION = Population(
    {**dict.fromkeys(range(8), "district"), 8: "unitary", 9: "unitary"},
    {**dict.fromkeys(range(8), 100_000), 8: 200_000, 9: None},
    {77: 1},
)


def said(evidence: int, *councils: int, severity: int | None = None, hours: str | None = None) -> Said:
    return Said(evidence, frozenset(councils), severity, Decimal(hours) if hours is not None else None)


def test_reach_is_the_mean_of_three_shares() -> None:
    found = carried([said(1, 0), said(2, 8)], POPULATION, LABELS)
    assert (found.councils, found.people, found.without_people) == (2, 300_000, 0)
    assert [(row.label, row.affected, row.exist) for row in found.support] == [("Districts", 1, 8), ("Unitaries", 1, 2)]
    # 2 of 10 councils, 300,000 of 1,000,000 people, and the mean of 1/8 and 1/2.
    assert found.reach == pytest.approx((0.2 + 0.3 + 0.3125) / 3)


def test_the_same_piece_and_the_same_council_count_once() -> None:
    found = carried([said(1, 0, 1), said(1, 0, 1), said(2, 0)], POPULATION, LABELS)
    assert (found.pieces, found.councils) == (2, 2)


def test_a_council_that_has_become_another_counts_as_that_one() -> None:
    assert carried([said(1, 77, 1)], POPULATION, LABELS).councils == 1
    # Who isn't among the councils that the mission is for isn't counted.
    assert carried([said(1, 500)], POPULATION, LABELS).councils == 0


def test_an_unknown_population_is_left_out_and_said() -> None:
    found = carried([said(1, 9)], POPULATION, LABELS)
    assert (found.people, found.without_people) == (None, 1)
    assert found.reach == pytest.approx((0.1 + 0.25) / 2)
    assert "The population of 1 of these councils isn’t known." in reach_of(found)


def test_impact_is_the_mean_of_severity_and_hours_where_they_were_said() -> None:
    both = carried([said(1, 0, severity=4, hours="30"), said(2, 1, severity=5)], POPULATION, LABELS)
    assert both.impact == pytest.approx((4.5 / 5 + 30 / 150) / 2)
    assert carried([said(1, 0, severity=2)], POPULATION, LABELS).impact == pytest.approx(0.4)
    assert carried([said(1, 0, hours="900")], POPULATION, LABELS).impact == 1.0
    # Nothing lost is a figure; nothing said is none.
    assert carried([said(1, 0, hours="0")], POPULATION, LABELS).impact == 0
    assert carried([said(1, 0)], POPULATION, LABELS).impact is None


def test_missing_is_missing_and_says_so() -> None:
    nothing = carried([], POPULATION, LABELS)
    found = priority(impact=nothing.impact, reach=nothing.reach, judgement=None)
    assert found.parts is None
    assert found.missing == ["impact", "reach", "confidence", "effort"]
    told = tell(found, None, impact=impact_of(nothing), reach=reach_of(nothing))
    assert {part.figure for part in told} == {"Not known"}


def judgement(**values: object) -> PainPointJudgement:
    return PainPointJudgement(reason="We counted.", **values)


def test_what_is_judged_is_marked_and_a_judged_impact_goes_before_what_was_counted() -> None:
    found = priority(
        impact=0.2,
        reach=0.1,
        judgement=judgement(impact=4, confidence=Confidence.SEEN, effort_months=Decimal(4)),
    )
    assert found.parts == pytest.approx((0.8, 0.1, 0.8, 0.25))
    assert set(found.judged) == {"impact", "confidence", "effort"}


@pytest.mark.parametrize(("months", "ease"), [("0.1", 1.0), ("1", 1.0), ("2", 0.5), ("40", 0.025)])
def test_ease_is_one_over_the_months(months: str, ease: float) -> None:
    assert priority(impact=None, reach=None, judgement=judgement(effort_months=Decimal(months))).ease == pytest.approx(ease)


def test_an_estimate_of_nothing_is_empty() -> None:
    assert Estimate("Why").is_empty
    assert not Estimate("Why", effort_months=Decimal(1)).is_empty
