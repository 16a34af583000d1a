"""One council's figures across a vesting day: worked by hand, and Buckinghamshire's and Canterbury's as the published tables say."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from missions.outcomes.imports import store_indicators
from missions.outcomes.indicators import DATA_QUALITY, DWELLINGS, INDICATORS
from missions.outcomes.layouts import read_measurements
from missions.outcomes.models import Indicator, Measurement
from missions.outcomes.rollups import rebuild
from missions.outcomes.same_members import same_members
from missions.outcomes.series import series_of
from missions.outcomes.storing import store_measurements
from missions.register.finding import Finder
from missions.register.models import Identifier, Organisation, Succession
from missions.stewardship.models import Mission
from tests.making import client_of, make_council, make_indicator, make_measurement, make_mission
from tests.outcomes.test_pages import words
from tests.queries import queries_of
from tests.shared import DATA, lines, needs_records

pytestmark = pytest.mark.django_db
BEFORE, AFTER = dt.date(2018, 4, 1), dt.date(2020, 4, 1)


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def merged() -> Organisation:
    """A (100,000 people) and B (300,000) become AB on 1 April 2020."""
    new = make_council("AB", name="Abton", starts_on=AFTER)
    for code, people in (("A", 100_000), ("B", 300_000)):
        old = make_council(code, name=f"Old {code}", population=people, ends_on=AFTER)
        Succession.objects.create(predecessor=old, successor=new, vests_on=AFTER)
    return new


def told(indicator: Indicator, council: Organisation) -> list[tuple[int, str, bool]]:
    return [(row.period.starts_on.year, row.text, row.is_constructed) for row in series_of(indicator, council).rows]


def measure(indicator: Indicator, *given: tuple[str, str, int | None]) -> None:
    for code, value, above in given:
        council = Organisation.objects.get(code=code)
        counts = {"numerator": above, "denominator": 100 if above is not None else None}
        make_measurement(indicator, council, value, period_start=AFTER if code == "AB" else BEFORE, **counts)


def test_a_county_among_the_councils_that_were_replaced_is_not_waited_for(mission: Mission, merged: Organisation) -> None:
    county = make_council("C", name="Old County", council_type="county", ends_on=AFTER)
    Succession.objects.create(predecessor=county, successor=merged, vests_on=AFTER)
    indicator = make_indicator(mission, over_councils="sum")
    measure(indicator, ("A", "10", None), ("B", "30", None))
    assert told(indicator, merged) == [(2018, "40", True)]
    assert "Old County isn’t" in series_of(indicator, merged).sentence


@pytest.mark.parametrize(("rule", "text"), [("sum", "40"), ("population-mean", "25"), ("ratio", "45")])
def test_a_merged_council_s_past_is_put_together_by_the_indicator_s_rule(
    mission: Mission, merged: Organisation, rule: str, text: str
) -> None:
    """10 + 30; (10 × 100,000 + 30 × 300,000) ÷ 400,000; 70 + 20 of 200."""
    indicator = make_indicator(mission, over_councils=rule)
    measure(indicator, ("A", "10", 70), ("B", "30", 20), ("AB", "50", 50))
    assert told(indicator, merged) == [(2020, "50", False), (2018, text, True)]


@pytest.mark.parametrize("rule", ["mean", "none"])
def test_what_cannot_be_added_up_is_not_constructed_and_the_page_says_so(
    mission: Mission, merged: Organisation, rule: str
) -> None:
    indicator = make_indicator(mission, slug="level", over_councils=rule)
    measure(indicator, ("A", "10", None), ("B", "30", None), ("AB", "50", None))
    assert told(indicator, merged) == [(2020, "50", False)]
    page = words(client_of(None).get(reverse("outcomes:series", args=["planning", "level", "AB"])).content.decode())
    assert "replaced Old A and Old B on 1 April 2020. This indicator can’t be added up" in page


def test_a_missing_part_leaves_the_whole_unknown(mission: Mission, merged: Organisation) -> None:
    indicator = make_indicator(mission)
    measure(indicator, ("A", "10", None))
    assert [(row.text, row.note) for row in series_of(indicator, merged).rows] == [
        ("Not known", "1 of 2 earlier councils gave a number that can be used")
    ]


def test_a_split_council_s_figures_are_not_shared_out(mission: Mission, merged: Organisation) -> None:
    Succession.objects.create(
        predecessor=Organisation.objects.get(code="B"), successor=make_council("C", starts_on=AFTER), vests_on=AFTER
    )
    indicator = make_indicator(mission)
    measure(indicator, ("A", "10", None), ("B", "30", None))
    assert told(indicator, merged) == []
    assert "Old B went into more than one council" in series_of(indicator, merged).sentence


def test_a_council_s_own_figure_of_an_earlier_time_counts_first(mission: Mission, merged: Organisation) -> None:
    indicator = make_indicator(mission)
    measure(indicator, ("A", "10", None), ("B", "30", None))
    make_measurement(indicator, merged, "41", period_start=BEFORE)
    assert told(indicator, merged) == [(2018, "41", False)]


def test_the_page_marks_what_is_constructed_in_constant_queries(mission: Mission, merged: Organisation) -> None:
    indicator = make_indicator(mission, slug="homes")
    measure(indicator, ("A", "10", None), ("B", "30", None), ("AB", "50", None))
    client, url = client_of(None), reverse("outcomes:series", args=["planning", "homes", "AB"])
    before = queries_of(client, url)
    page = words(client.get(url).content.decode())
    assert "2018/19 40 Constructed From 2 earlier councils" in page
    assert "2020/21 50 As given for 2020/21" in page
    for year in range(2000, 2015):
        for code in ("A", "B"):
            make_measurement(indicator, Organisation.objects.get(code=code), "1", period_start=dt.date(year, 4, 1))
    assert queries_of(client, url) == before <= 12


def stored(mission: Mission, slug: str, file: str, codes: dict[str, str], scheme: str) -> Indicator:
    """The indicator with what a published table says about some councils."""
    store_indicators(mission, [row for row in INDICATORS if row.slug == slug])
    indicator = Indicator.objects.get(slug=slug)
    for number, (code, name) in enumerate(codes.items()):
        short = code if len(code) < 12 else f"P{number}"
        Identifier.objects.create(organisation=make_council(short, name=name), scheme=scheme, value=code)
    found = read_measurements((DATA / "05_outcomes" / file).read_bytes(), indicator)
    known = [row for row in found.rows if row.organisation.removeprefix("gss:") in codes]
    store_measurements(mission, known, Finder(), now=timezone.now())
    rebuild([indicator])
    return indicator


@needs_records
def test_buckinghamshire_s_homes_before_2020_are_those_of_its_four_districts(mission: Mission) -> None:
    old = ("E07000004", "E07000005", "E07000006", "E07000007")
    indicator = stored(mission, DWELLINGS, "net_additional_dwellings.csv", dict.fromkeys((*old, "E06000060"), "B"), "gss")
    new = Organisation.objects.get(code="E06000060")
    for code in old:
        Succession.objects.create(predecessor=Organisation.objects.get(code=code), successor=new, vests_on=AFTER)
    wanted: dict[int, list[Decimal]] = {}
    for line in lines("05_outcomes/net_additional_dwellings.csv"):
        if line["geography_code"] in old and line["value"]:
            wanted.setdefault(int(line["date"][:4]), []).append(Decimal(line["value"]))
    found = {row.period.starts_on.year: row for row in series_of(indicator, new).rows if row.is_constructed}
    assert {year: row.text for year, row in found.items()} == {
        year: f"{sum(values):,.0f}" for year, values in wanted.items() if len(values) == 4
    }
    assert (found[2018].text, found[2019].text) == ("3,306", "2,323")


@needs_records
def test_levels_of_data_quality_are_as_published_and_same_members_as_plain_counting_says(mission: Mission) -> None:
    """Canterbury's conservation areas went 4, 4, 1, 4, 4: nothing is smoothed. The mean is over those known on every day."""
    by_council: dict[str, dict[str, Decimal]] = {}
    for line in lines("05_outcomes/odp_data_quality.csv"):
        if line["measure"] == "conservation-area" and line["level"]:
            by_council.setdefault(line["organisation"], {})[line["report-date"]] = Decimal(line["level"])
    days = sorted({day for levels in by_council.values() for day in levels})
    slug = DATA_QUALITY["conservation-area"]
    indicator = stored(mission, slug, "odp_data_quality.csv", {code: code for code in by_council}, "planning-data")
    canterbury = Measurement.objects.shown().filter(indicator=indicator, organisation__name="local-authority:CAT")
    assert list(canterbury.order_by("period_start").values_list("value", flat=True)) == [4, 4, 1, 4, 4]
    always = [levels for levels in by_council.values() if len(levels) == len(days)]
    found = same_members(indicator)
    assert found is not None
    assert found.councils == len(always)
    assert [text for _, text in found.rows] == [f"{sum(levels[day] for levels in always) / len(always):.2f}" for day in days]
