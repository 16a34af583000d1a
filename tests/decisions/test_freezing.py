"""Evidence bundles: what they hold, and that a change of one byte shows."""

import copy
import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from missions.core.registries import evidence
from missions.decisions.bundles import Difference, differences, figures_of, iteration_money, key_figures
from missions.decisions.freezing import canonical, digest, freeze, verify
from missions.outcomes.models import Rollup
from missions.stewardship.models import Mission
from tests import making

DAY = dt.date(2026, 9, 1)


def frozen(mission: Mission, day: dt.date = DAY) -> dict[str, object]:
    return freeze(mission, as_at=day, known_at=timezone.now())


def test_a_change_of_one_byte_shows() -> None:
    content = {"b": [1, "two"], "a": {"total": "59579483.00"}}
    seal = digest(content)
    text = canonical(content)
    assert verify(content, seal)
    for place in range(len(text)):
        changed = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
        try:
            other = json.loads(changed)
        except ValueError:
            continue
        assert not verify(other, seal) or other == content


def test_the_order_of_keys_doesnt_matter() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_every_area_that_holds_evidence_declares_it() -> None:
    assert set(evidence.names()) == {
        "problems", "interventions", "adoption", "outcomes", "effects", "benefits", "funding", "codesign", "decisions",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_bundle_of_an_empty_mission_is_plain_and_says_so() -> None:
    bundle = frozen(making.make_mission())
    assert json.loads(json.dumps(bundle)) == bundle
    assert figures_of(bundle, "adoption")["headline"] is None
    assert figures_of(bundle, "funding")["total"] == "0.00"


@pytest.mark.django_db
def test_adoption_is_as_at_the_day_and_not_recorded_is_not_zero() -> None:
    mission = making.make_mission()
    headline = making.make_intervention(mission, name="Standard", is_headline=True)
    making.make_intervention(mission)
    councils = [making.make_council() for _ in range(3)]
    making.make_event(headline, councils[0], happened_on=dt.date(2026, 1, 1))
    making.make_event(headline, councils[1], happened_on=dt.date(2026, 10, 1))
    figures = figures_of(frozen(mission), "adoption")
    assert (figures["headline"]["adopted"], figures["headline"]["councils"]) == (1, 3)
    assert figures["headline"]["curve"][-1] == {"day": "2026-09-01", "adopted": 1, "exist": 3}
    assert figures["without_records"] == 1
    before = freeze(mission, as_at=dt.date(2025, 1, 1), known_at=timezone.now())
    assert key_figures(before)[0].figure == "not known"


@pytest.mark.django_db
def test_money_is_exact_and_a_joint_award_counts_once() -> None:
    mission = making.make_mission()
    iteration = making.make_iteration(mission)
    council, partner = making.make_council(), making.make_council()
    joint = making.make_award(mission, council, "1000.10", iteration=iteration)
    joint.partners.add(partner, making.make_council())
    making.make_award(mission, partner, "0.20")
    making.make_award(mission, partner, "5.00", awarded_on=dt.date(2026, 10, 1))
    bundle = frozen(mission)
    figures = figures_of(bundle, "funding")
    assert (figures["count"], figures["total"], figures["joint"]) == (2, "1000.30", 1)
    assert [row["total"] for row in figures["by_fund"]] == ["1000.30"]
    assert iteration_money(bundle, iteration.pk) == Decimal("1000.10")


@pytest.mark.django_db
def test_a_period_counts_once_it_has_ended() -> None:
    mission = making.make_mission()
    indicator = making.make_indicator(mission, is_headline=True)
    for year, value in ((2024, 5), (2025, 7)):
        Rollup.objects.create(
            indicator=indicator, period_start=dt.date(year, 4, 1), group_kind="all", value=value, reported=2, eligible=3
        )
    early = figures_of(frozen(mission, dt.date(2026, 3, 30)), "outcomes")["headline"]
    late = figures_of(frozen(mission, dt.date(2026, 3, 31)), "outcomes")["headline"]
    assert (early["latest"]["period"], late["latest"]["period"]) == ("2024/25", "2025/26")
    assert (late["latest"]["text"], late["latest"]["reported"], late["latest"]["eligible"]) == ("7 homes", 2, 3)


@pytest.mark.django_db
def test_rounds_count_who_was_asked_and_what_waits() -> None:
    mission = making.make_mission()
    round_ = making.make_round(mission)
    council = making.make_council()
    participant = making.make_participant(round_, making.make_user(), council)
    participant.answered_at = timezone.now()
    participant.save()
    making.make_contribution(participant)
    making.make_invitation(round_, council)
    making.make_round(mission, status="draft")
    today = timezone.localdate()
    figures = figures_of(freeze(mission, as_at=today, known_at=timezone.now()), "codesign")
    [row] = figures["rounds"]
    assert [row[name] for name in ("invited", "answered", "submissions", "without_response")] == [2, 1, 1, 1]


@pytest.mark.django_db
def test_pain_points_are_counted_by_status() -> None:
    mission = making.make_mission()
    point = making.make_pain_point(mission)
    making.make_pain_point(mission, status="resolved")
    making.make_evidence(mission, pain_point=point)
    making.make_evidence(mission, pain_point=point)
    making.make_evidence(mission, pain_point=making.make_pain_point(mission))
    making.make_evidence(mission)
    figures = figures_of(freeze(mission, as_at=DAY, known_at=timezone.now()), "problems")
    counts = {row["status"]: row["count"] for row in figures["by_status"] if row["count"]}
    assert counts == {"reported": 2, "resolved": 1}
    assert (figures["submissions"], figures["submissions_linked"]) == (4, 3)
    assert [row["title"] for row in figures["most_said"]] == [point.title]


@pytest.mark.django_db
def test_freezing_takes_the_same_few_queries_whatever_the_size() -> None:
    def queries(rows: int) -> int:
        mission = making.make_mission()
        for _ in range(rows):
            intervention = making.make_intervention(mission)
            iteration = making.make_iteration(mission, serves=intervention)
            making.make_event(intervention, making.make_council())
            making.make_award(mission, making.make_council(), iteration=iteration)
            making.make_indicator(mission)
            making.make_round(mission)
            making.make_evidence(mission, pain_point=making.make_pain_point(mission))
        with CaptureQueriesContext(connection) as captured:
            frozen(mission)
        return len(captured)

    assert queries(1) == queries(5) <= 15


def test_differences_name_what_changed_only() -> None:
    then = {"sources": {"funding": {"figures": {"count": 1, "joint": 0, "total": "10.00", "by_iteration": []}}}}
    now = copy.deepcopy(then)
    assert differences(then, now) == []
    now["sources"]["funding"]["figures"]["total"] = "10.01"
    assert differences(then, now) == [
        Difference("Money awarded", "£10 (1 award, 0 of them joint)", "£10.01 (1 award, 0 of them joint)", "+£0.01")
    ]
