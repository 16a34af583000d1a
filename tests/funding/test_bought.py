"""What an award bought: its councils beside the others, before it and now."""

import datetime as dt

import pytest

from funding.bought import FUNDED, OURS, UNFUNDED, what_it_bought
from funding.models import Award
from missions.interventions.models import Intervention, InterventionKind, Iteration
from missions.outcomes.models import OverCouncils
from missions.outcomes.rollups import rebuild
from missions.register.models import Organisation, Succession
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 1)
GIVEN = dt.date(2025, 6, 1)


@pytest.fixture
def mission() -> Mission:
    return making.make_mission("planning")


@pytest.fixture
def standard(mission: Mission) -> Intervention:
    return making.make_intervention(mission, slug="standard", name="The standard")


@pytest.fixture
def iteration(mission: Mission, standard: Intervention) -> Iteration:
    return making.make_iteration(mission, serves=standard)


@pytest.fixture
def award(mission: Mission, iteration: Iteration) -> Award:
    """To Ayton with Beeton; Ceeford had another award, Deeton and Eeton had none."""
    award = making.make_award(
        mission, making.make_council("AYT", name="Ayton"), reference="A1", awarded_on=GIVEN, iteration=iteration
    )
    award.partners.set([making.make_council("BEE", name="Beeton")])
    making.make_award(mission, making.make_council("CEE", name="Ceeford"), awarded_on=dt.date(2024, 1, 1))
    making.make_council("DEE", name="Deeton")
    making.make_council("EEE", name="Eeton")
    return award


def council(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def reached(award: Award) -> dict[str, tuple[int, int, int, int]]:
    rows = what_it_bought(award, on=TODAY).adopted[0].rows
    return {row.group: (row.before, row.councils_before, row.now, row.councils_now) for row in rows}


def test_adoption_of_three_groups_before_the_award_and_now(award: Award, standard: Intervention) -> None:
    making.make_event(standard, council("AYT"), "live", happened_on=GIVEN)  # on the day itself: not before it
    making.make_event(standard, council("BEE"), "live", happened_on=GIVEN - dt.timedelta(days=1))
    making.make_event(standard, council("CEE"), "piloting", happened_on=dt.date(2024, 1, 1))
    making.make_event(standard, council("DEE"), "live", happened_on=dt.date(2026, 1, 1))
    assert reached(award) == {OURS: (1, 2, 2, 2), FUNDED: (0, 1, 0, 1), UNFUNDED: (0, 2, 1, 2)}


def test_groups_add_up_to_the_population(award: Award, standard: Intervention) -> None:
    making.make_event(standard, council("AYT"))
    assert sum(row[3] for row in reached(award).values()) == Organisation.objects.councils().count() == 5


def test_a_partner_of_another_award_is_not_without_one(award: Award, mission: Mission, standard: Intervention) -> None:
    making.make_event(standard, council("AYT"))
    making.make_award(mission, council("CEE"), awarded_on=GIVEN).partners.add(council("DEE"))
    assert reached(award)[FUNDED][3] == 2


def test_a_successor_counts_where_its_predecessors_did(award: Award, standard: Intervention) -> None:
    new = making.make_council("NEW", name="Newton", starts_on=dt.date(2026, 4, 1))
    for code in ("AYT", "DEE"):
        Organisation.objects.filter(code=code).update(ends_on=dt.date(2026, 4, 1))
        Succession.objects.create(predecessor=council(code), successor=new, vests_on=dt.date(2026, 4, 1))
    making.make_event(standard, new, "live", happened_on=dt.date(2026, 5, 1))
    assert reached(award) == {OURS: (0, 2, 1, 2), FUNDED: (0, 1, 0, 1), UNFUNDED: (0, 2, 0, 1)}


def test_a_fund_that_nobody_adopts_is_left_out(
    award: Award, mission: Mission, standard: Intervention, iteration: Iteration
) -> None:
    making.make_event(standard, council("AYT"))
    fund = making.make_intervention(mission, slug="the-fund", kind=InterventionKind.COUNCIL_FUNDING)
    iteration.serves.create(intervention=fund, basis="judgement")
    assert [row.intervention.slug for row in what_it_bought(award, on=TODAY).adopted] == ["standard"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (OverCouncils.SUM, ["20", "10", "35"]),
        (OverCouncils.MEAN, ["20", "10", "35"]),
        (OverCouncils.POPULATION_MEAN, ["18", "10", "35"]),
        (OverCouncils.RATIO, ["25", "not known", "not known"]),
    ],
)
def test_outcomes_by_the_rule_of_the_indicator_with_their_coverage(
    award: Award, mission: Mission, rule: str, expected: list[str]
) -> None:
    Organisation.objects.filter(code="AYT").update(population=300_000)
    Organisation.objects.filter(code="BEE").update(population=200_000)
    indicator = making.make_indicator(mission, over_councils=rule)
    values = {"AYT": "10", "BEE": "30", "CEE": "10", "DEE": "35"}
    shares = {"AYT": (1, 10), "BEE": (4, 10)}
    for code, value in values.items():
        above, below = shares.get(code, (None, None))
        making.make_measurement(indicator, council(code), value, numerator=above, denominator=below)
    rebuild([indicator])
    found = what_it_bought(award, on=TODAY).outcomes[0]
    assert found.latest.label == "2025/26"
    assert found.before is None
    assert [latest.text for _, _, latest in found.rows] == expected
    assert found.rows[2][2].councils == 2


def test_the_period_before_is_the_last_that_had_ended_on_the_day_of_the_award(award: Award, mission: Mission) -> None:
    indicator = making.make_indicator(mission)
    for year, value in ((2023, "1"), (2024, "2"), (2025, "3"), (2026, "4")):
        making.make_measurement(indicator, council("AYT"), value, period_start=dt.date(year, 4, 1))
    rebuild([indicator])
    found = what_it_bought(award, on=TODAY).outcomes[0]
    assert (found.before.label if found.before else "", found.latest.label) == ("2024/25", "2025/26")
    assert found.rows[0][1] is not None
    assert (found.rows[0][1].text, found.rows[0][2].text) == ("2", "3")


def test_missing_is_never_zero(award: Award, mission: Mission) -> None:
    indicator = making.make_indicator(mission)
    making.make_measurement(indicator, council("AYT"), "0")
    rebuild([indicator])
    ours, funded, unfunded = (row[2] for row in what_it_bought(award, on=TODAY).outcomes[0].rows)
    assert (ours.text, ours.reported, ours.councils) == ("0", 1, 2)
    assert (funded.text, funded.reported, unfunded.text) == ("not known", 0, "not known")


def page(reference: str = "A1") -> str:
    response = client_of(None).get(f"/missions/planning/awards/{reference}/bought/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_says_it_in_words_with_the_caveat(award: Award, mission: Mission, standard: Intervention) -> None:
    making.make_event(standard, council("AYT"), "live", happened_on=dt.date(2025, 7, 1))
    indicator = making.make_indicator(mission, unit="homes")
    making.make_measurement(indicator, council("DEE"), "12")
    rebuild([indicator])
    text = page()
    assert "This is a comparison, not proof." in text
    assert "0 of 2 of this award’s councils before it, 1 of 2 now." in text
    assert "Of councils without an award, 0 of 2 before, 0 of 2 now." in text
    assert "1 of 2 reported" in text
    assert "Councils that had adopted" in text


def test_a_council_of_another_type_is_told_apart(award: Award, standard: Intervention) -> None:
    making.make_event(standard, council("AYT"))
    Organisation.objects.filter(code="BEE").update(council_type="county")
    assert "1 of the award’s 2 councils isn’t counted" in page()


def test_an_award_to_a_company_says_that_nothing_can_be_compared(mission: Mission) -> None:
    making.make_award(mission, making.make_supplier(), reference="C1")
    assert "This award went to no council" in page("C1")


def test_before_anything_is_recorded(award: Award) -> None:
    assert "Nothing has been recorded yet that this award could be compared by" in page()


def test_an_award_that_was_not_made_has_no_such_page(mission: Mission) -> None:
    making.make_award(mission, making.make_council(), reference="D1", status="draft")
    assert client_of(None).get("/missions/planning/awards/D1/bought/").status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_number_of_councils(
    award: Award, mission: Mission, standard: Intervention
) -> None:
    indicator = making.make_indicator(mission)
    making.make_measurement(indicator, council("AYT"), "1")
    making.make_event(standard, council("AYT"))
    rebuild([indicator])
    client = client_of(making.make_lead(mission))
    few = queries_of(client, "/missions/planning/awards/A1/bought/")
    for _ in range(50):
        other = making.make_council()
        award.partners.add(other)
        making.make_event(standard, other)
        making.make_measurement(indicator, other, "2")
    rebuild([indicator])
    assert queries_of(client, "/missions/planning/awards/A1/bought/") == few <= 16
