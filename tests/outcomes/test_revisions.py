"""A revised figure is seen, with its reason, on its indicator's page and by everybody who relied on the earlier one."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from missions.outcomes.actions import collecting
from missions.outcomes.actions.collecting import Given
from missions.outcomes.models import Indicator, Measurement
from missions.outcomes.revisions import revised_since, revisions_of
from missions.people.models import User
from missions.stewardship.access import stand
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of, make_council, make_indicator, make_lead, make_measurement, make_mission
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
YEAR = dt.date(2024, 4, 1)
FIRST = dt.datetime(2025, 6, 1, 9, tzinfo=dt.UTC)
FROZEN = dt.datetime(2025, 9, 1, 9, tzinfo=dt.UTC)
LATER = dt.datetime(2025, 12, 1, 9, tzinfo=dt.UTC)
AS_AT = dt.date(2025, 8, 31)
REASON = "They counted conversions twice."


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def lead(mission: Mission) -> User:
    return make_lead(mission)


@pytest.fixture
def homes(mission: Mission) -> Indicator:
    return make_indicator(mission, slug="homes", name="Homes")


@pytest.fixture
def figure(homes: Indicator) -> Measurement:
    return make_measurement(homes, make_council("AAA", name="Ayton"), "12", period_start=YEAR, recorded_at=FIRST)


def revise(figure: Measurement, by: User, value: str = "9", reason: str = REASON) -> Measurement:
    standing = stand(by, figure.indicator.mission.slug, on=dt.date(2025, 12, 1))
    given = Given(value=Decimal(value))
    return collecting.revise(by=by, standing=standing, measurement=figure, given=given, reason=reason, now=LATER)


def test_the_page_of_an_indicator_lists_revisions_with_reasons(figure: Measurement, lead: User) -> None:
    assert "What was revised" not in Client().get(figure.indicator.get_absolute_url()).content.decode()
    revise(figure, lead)
    page = Client().get(figure.indicator.get_absolute_url()).content.decode()
    assert REASON in page
    assert "From 12 to 9" in page


def test_a_report_that_holds_the_earlier_figure_lists_the_correction(figure: Measurement, lead: User, mission: Mission) -> None:
    plan = {
        "status": "submitted",
        "as_at": AS_AT,
        "confidence": "green",
        "confidence_reason": "-",
        "submitted_at": FROZEN,
        "sha256": "0",
    }
    before, after = (
        making.make_report(mission, lead, **plan, known_at=known_at, next_review_on=dt.date(2026, 1, 1))
        for known_at in (FROZEN, LATER + dt.timedelta(days=1))
    )
    revise(figure, lead)
    client = client_of(lead)
    assert REASON in client.get(f"{before.get_absolute_url()}corrected/").content.decode()
    assert REASON not in client.get(f"{after.get_absolute_url()}corrected/").content.decode()


def test_a_decision_that_rests_on_the_earlier_figure_lists_the_correction(
    figure: Measurement, lead: User, mission: Mission
) -> None:
    evidence = making.make_frozen_evidence(as_at=AS_AT, known_at=FROZEN)
    taken = {"status": "taken", "decided_by": lead, "decided_at": FROZEN, "outcome": "scale", "rationale": "It works."}
    decision = making.make_decision(mission, lead, lead, evidence=evidence, **taken)
    revise(figure, lead)
    assert REASON in client_of(lead).get(decision.get_absolute_url()).content.decode()


def test_what_nobody_could_rely_on_is_no_correction(homes: Indicator, figure: Measurement, lead: User, mission: Mission) -> None:
    council = make_council("BBB")
    after_freezing = make_measurement(homes, council, "1", period_start=YEAR, recorded_at=FROZEN + dt.timedelta(days=1))
    still_running = make_measurement(homes, council, "1", period_start=dt.date(2025, 4, 1), recorded_at=FIRST)
    for item in (after_freezing, still_running):
        revise(item, lead)
    assert revised_since(mission.pk, as_at=AS_AT, known_at=FROZEN).rows == []
    revise(revise(figure, lead), lead, "8", "They counted once more.")
    found = revised_since(mission.pk, as_at=AS_AT, known_at=FROZEN).rows
    assert sorted(row.change for row in found) == ["From 12 to 9", "From 9 to 8"]


def test_figures_revised_together_are_one_line(homes: Indicator, lead: User, figure: Measurement) -> None:
    other = make_measurement(homes, make_council("BBB"), "5", period_start=YEAR, recorded_at=FIRST)
    for item in (figure, other):
        revise(item, lead)
    assert [row.name for row in revisions_of(homes).rows] == ["2 figures"]


def test_many_revisions_cost_as_many_queries_as_one(homes: Indicator, lead: User, figure: Measurement) -> None:
    revise(figure, lead)
    few = queries_of(Client(), homes.get_absolute_url())
    for number in range(30):
        item = make_measurement(homes, make_council(), "5", period_start=YEAR, recorded_at=FIRST)
        revise(item, lead, reason=f"Reason {number} of many.")
    assert queries_of(Client(), homes.get_absolute_url()) == few
    found = revisions_of(homes)
    assert (len(found.rows), found.more) == (20, 11)
