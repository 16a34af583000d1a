"""How values of councils come to one figure: each rule against numbers worked by hand; incremental and rebuilt agree."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from missions.outcomes.models import Category, Indicator, Measurement, Rollup
from missions.outcomes.rollups import rebuild, refresh
from missions.outcomes.tasks import rebuild_rollups
from missions.register.models import Organisation
from missions.stewardship.models import EligibleType, Mission
from tests.making import make_council, make_indicator, make_measurement, make_mission

pytestmark = pytest.mark.django_db
YEAR = dt.date(2025, 4, 1)


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def councils() -> list[Organisation]:
    """Populations 100,000, 300,000 and 200,000; the last one is in London."""
    return [
        make_council("AAA", population=100_000),
        make_council("BBB", population=300_000),
        make_council("CCC", population=200_000, region="London"),
    ]


def figure(indicator: Indicator, kind: str = "all", value: str = "", period: dt.date = YEAR) -> Rollup:
    rebuild([indicator])
    return Rollup.objects.select_related("indicator").get(
        indicator=indicator, group_kind=kind, group_value=value, period_start=period
    )


def test_missing_is_missing_and_zero_is_a_number(mission: Mission, councils: list[Organisation]) -> None:
    """Mean of 0 and 10 is 5 over two councils; the third said nothing."""
    indicator = make_indicator(mission, over_councils="mean")
    make_measurement(indicator, councils[0], "0")
    make_measurement(indicator, councils[1], "10")
    found = figure(indicator)
    assert (found.value, found.reported, found.eligible) == (Decimal(5), 2, 3)


def test_a_sum_may_hold_losses(mission: Mission, councils: list[Organisation]) -> None:
    indicator = make_indicator(mission)
    for council, value in zip(councils, ("10.5", "-4", "0"), strict=True):
        make_measurement(indicator, council, value)
    assert (figure(indicator).value, figure(indicator).reported) == (Decimal("6.5"), 3)


def test_a_mean_weighted_by_population(mission: Mission, councils: list[Organisation]) -> None:
    """(10 × 100,000 + 30 × 300,000) ÷ 400,000 = 25; a council of unknown population has no weight and isn't counted as known."""
    indicator = make_indicator(mission, over_councils="population-mean")
    make_measurement(indicator, councils[0], "10")
    make_measurement(indicator, councils[1], "30")
    make_measurement(indicator, make_council("DDD", population=None), "1000")
    found = figure(indicator)
    assert (found.value, found.reported, found.eligible, found.population) == (Decimal(25), 2, 4, 400_000)


def test_a_ratio_is_the_ratio_of_sums(mission: Mission, councils: list[Organisation]) -> None:
    """1 of 1 and 50 of 99 are 51%, not the mean of 100% and 50.5%; a share without its counts is not known."""
    indicator = make_indicator(mission, over_councils="ratio", unit="%")
    make_measurement(indicator, councils[0], "100", numerator=Decimal(1), denominator=Decimal(1))
    make_measurement(indicator, councils[1], "50.5051", numerator=Decimal(50), denominator=Decimal(99))
    make_measurement(indicator, councils[2], "90")
    found = figure(indicator)
    assert (found.value, found.reported) == (Decimal(51), 2)


def test_a_zero_denominator_is_not_applicable(mission: Mission, councils: list[Organisation]) -> None:
    indicator = make_indicator(mission, over_councils="ratio", unit="%")
    make_measurement(indicator, councils[0], "0", numerator=Decimal(0), denominator=Decimal(0))
    assert (figure(indicator).value, figure(indicator).why_no_value) == (None, "Not applicable")


def test_what_cannot_be_added_up_has_no_figure_but_its_coverage(mission: Mission, councils: list[Organisation]) -> None:
    indicator = make_indicator(mission, over_councils="none")
    make_measurement(indicator, councils[0], "7")
    found = figure(indicator)
    assert (found.value, found.reported, found.why_no_value) == (None, 1, "Can’t be added up over councils")


@pytest.mark.parametrize(("least", "value"), [("0.666", Decimal(12)), ("0.667", None)])
def test_below_the_least_coverage_there_is_no_figure(
    mission: Mission, councils: list[Organisation], least: str, value: Decimal | None
) -> None:
    """Two of three councils are 66.67%."""
    indicator = make_indicator(mission, least_coverage=Decimal(least))
    make_measurement(indicator, councils[0], "5")
    make_measurement(indicator, councils[1], "7")
    found = figure(indicator)
    assert (found.value, found.reported, found.eligible) == (value, 2, 3)
    assert found.why_no_value == ("" if value else "Too few councils are known")


@pytest.mark.parametrize(
    ("state", "not_applicable"), [("suppressed", 0), ("refused", 0), ("not-collected", 0), ("not-applicable", 1)]
)
def test_a_reason_is_no_number(mission: Mission, councils: list[Organisation], state: str, not_applicable: int) -> None:
    indicator = make_indicator(mission)
    make_measurement(indicator, councils[0], "5")
    given = {"indicator": indicator, "organisation": councils[1], "period_start": YEAR, "recorded_at": timezone.now()}
    Measurement.objects.create(**given, value_state=state)
    found = figure(indicator)
    assert (found.value, found.reported, found.not_applicable) == (Decimal(5), 1, not_applicable)


def test_by_type_and_by_region(mission: Mission, councils: list[Organisation]) -> None:
    indicator = make_indicator(mission)
    for council, value in zip(councils, ("1", "2", "4"), strict=True):
        make_measurement(indicator, council, value)
    assert figure(indicator, "region", "South East").value == 3
    assert figure(indicator, "region", "London").value == 4
    assert figure(indicator, "council-type", "district").value == 7


def test_drafts_and_corrected_values_do_not_count(mission: Mission, councils: list[Organisation]) -> None:
    indicator = make_indicator(mission)
    wrong = make_measurement(indicator, councils[0], "100")
    make_measurement(indicator, councils[0], "10", supersedes=wrong, correction_reason="A typing error")
    make_measurement(indicator, councils[1], "7", status="draft")
    assert (figure(indicator).value, figure(indicator).reported) == (Decimal(10), 1)


def test_only_councils_of_the_population_on_the_day_count(mission: Mission, councils: list[Organisation]) -> None:
    indicator = make_indicator(mission)
    make_measurement(indicator, councils[0], "1")
    make_measurement(indicator, make_council(ends_on=YEAR), "20")
    make_measurement(indicator, make_council(starts_on=YEAR + dt.timedelta(days=1)), "300")
    make_measurement(indicator, make_council(council_type="county"), "4000")
    assert (figure(indicator).value, figure(indicator).eligible) == (Decimal(1), 3)


def test_a_type_with_two_spans_counts_its_councils_once(mission: Mission, councils: list[Organisation]) -> None:
    EligibleType.objects.create(mission=mission, nation="England", council_type="district", starts_on=dt.date(2020, 1, 1))
    indicator = make_indicator(mission)
    make_measurement(indicator, councils[0], "5")
    assert (figure(indicator).value, figure(indicator).eligible) == (Decimal(5), 3)


def as_rows() -> set[tuple[object, ...]]:
    fields = (
        "indicator",
        "period_start",
        "group_kind",
        "group_value",
        "value",
        "reported",
        "not_applicable",
        "eligible",
        "population",
    )
    return set(Rollup.objects.values_list(*fields))


@pytest.mark.parametrize("seed", range(4))
def test_incremental_and_rebuilt_agree_after_random_histories(mission: Mission, councils: list[Organisation], seed: int) -> None:
    chance = random.Random(seed)
    rules = ("sum", "mean", "population-mean", "ratio", "none")
    indicators = [make_indicator(mission, over_councils=rule, least_coverage=Decimal("0.4")) for rule in rules]
    present: dict[tuple[int, int, dt.date], Measurement] = {}
    for _ in range(60):
        indicator, council = chance.choice(indicators), chance.choice(councils)
        period = dt.date(2020 + chance.randrange(3), 4, 1)
        before = present.get((indicator.pk, council.pk, period))
        state = chance.choice(("number", "number", "suppressed", "not-applicable"))
        item = Measurement.objects.create(
            indicator=indicator,
            organisation=council,
            period_start=period,
            value_state=state,
            value=chance.randrange(-50, 50) if state == "number" else None,
            numerator=chance.choice((None, 3)),
            denominator=chance.choice((0, 5)),
            status=chance.choice(("verified", "verified", "draft")),
            recorded_at=timezone.now(),
            supersedes=before,
            correction_reason="Changed" if before else "",
        )
        present[indicator.pk, council.pk, period] = item
        refresh(indicator, [period])
    incremental = as_rows()
    rebuild_rollups()
    assert incremental == as_rows()
    assert incremental


def test_one_changed_value_takes_few_queries_however_long_the_history(mission: Mission, councils: list[Organisation]) -> None:
    indicator = make_indicator(mission)
    for year in range(2000, 2026):
        make_measurement(indicator, councils[0], "1", period_start=dt.date(year, 4, 1))
    rebuild([indicator])
    make_measurement(indicator, councils[1], "2")
    with CaptureQueriesContext(connection) as captured:
        refresh(indicator, [YEAR])
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) == 5
    assert Rollup.objects.get(indicator=indicator, period_start=YEAR, group_kind="all").value == 3
    assert Rollup.objects.filter(indicator=indicator, group_kind="all").count() == 26


def test_a_refresh_of_nothing_does_nothing(mission: Mission) -> None:
    assert refresh(make_indicator(mission), []) == 0


@pytest.mark.parametrize(("rule", "value"), [("sum", 40), ("mean", 20), ("population-mean", 25), ("ratio", 40), ("none", None)])
def test_each_category_follows_the_rule_over_councils(
    mission: Mission, councils: list[Organisation], rule: str, value: int | None
) -> None:
    """10 and 30 of councils with 100,000 and 300,000 people; 1 of 5 and 3 of 5. What is broken down doesn't count in the whole."""
    indicator = make_indicator(mission, over_councils=rule)
    Category.objects.create(indicator=indicator, slug="big", name="Big sites")
    for council, number, above in ((councils[0], "10", 1), (councils[1], "30", 3)):
        make_measurement(indicator, council, number, category="big", numerator=above, denominator=5)
    make_measurement(indicator, councils[2], "7", numerator=1, denominator=2)
    found = figure(indicator, "category", "big")
    assert (found.value, found.reported, found.eligible, found.population) == (value, 2, 3, 400_000)
    assert (figure(indicator).reported, figure(indicator).population) == (1, 200_000)
