"""Published measurements and their traps; storing them twice; the real tables against plain counting."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import pytest
from django.utils import timezone

from missions.core.period_cells import financial_quarter, financial_year
from missions.core.reading import Unreadable
from missions.outcomes.importers import (
    read_data_quality,
    read_dwellings,
    read_major_decisions,
    read_non_major_decisions,
)
from missions.outcomes.indicators import DATA_QUALITY, DWELLINGS, INDICATORS
from missions.outcomes.models import Measurement, Rollup
from missions.outcomes.rows import MeasurementRow
from missions.outcomes.storing import store_measurements
from missions.register.finding import Finder
from missions.register.models import Identifier
from tests.making import make_council, make_indicator, make_mission
from tests.shared import DATA, lines, needs_records


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2022/23 Q1", dt.date(2022, 4, 1)),
        ("2022/23 Q3", dt.date(2022, 10, 1)),
        ("2022/23 Q4", dt.date(2023, 1, 1)),
    ],
)
def test_financial_quarters_run_from_april(text: str, first: dt.date) -> None:
    assert financial_quarter(text) == first


def test_a_financial_year_starts_in_april() -> None:
    assert financial_year("2018-19") == dt.date(2018, 4, 1)
    with pytest.raises(Unreadable):
        financial_year("2018")


def test_dwellings_of_districts_and_unitaries_only() -> None:
    rows, problems = read_dwellings(
        b"geography_code,date,value,Measure\n"
        b"E06000022,2001-02,270.0,n\n"
        b"E10000008,2001-02,900,n\n"
        b"E11000001,2001-02,900,n\n"
        b"E12000001,2001-02,9000,n\n"
        b"E07000001,2001-02,,n\n"
        b"E09000001,2001-02,-3,n\n"
        b"E08000001,2001-02,0,n\n"
    )
    assert problems == []
    assert [(row.organisation, row.value) for row in rows] == [
        ("gss:E06000022", Decimal(270)),
        ("gss:E09000001", Decimal(-3)),
        ("gss:E08000001", Decimal(0)),
    ]


def test_england_is_a_row_and_not_a_council() -> None:
    head = "area_code,area_name,period,indicator,measure,unit,value\n"
    rows, _ = read_major_decisions(
        f"{head}E92000001,England,2022/23 Q3,i,Percentage,Applications,88\nE06000055,Bedford,2022/23 Q3,i,Percentage,Applications,89\n".encode()
    )
    assert [(row.organisation, row.value) for row in rows] == [("gss:E06000055", Decimal(89))]


def test_non_major_decisions_without_share_are_suppressed_and_without_name_left_out() -> None:
    rows, _ = read_non_major_decisions(
        b"organisation,reference,name,volume,percentage\n"
        b"local-authority:AAA,E1,A,200,95\nlocal-authority:BBB,E2,B,10,~\nlocal-authority:CCC,E3,C,,80\n,E4,D,10,90\n"
    )
    assert [(row.organisation, row.state, row.value, row.numerator, row.denominator) for row in rows] == [
        ("local-authority:AAA", "number", 95, 190, 200),
        ("local-authority:BBB", "suppressed", None, None, None),
        ("local-authority:CCC", "number", 80, None, None),
    ]


def test_levels_of_data_quality_zero_included_and_readiness_left_out() -> None:
    rows, _ = read_data_quality(
        b"report-date,cohort,organisation,organisation-name,measure,level,label\n"
        b"2025-01-22,c,local-authority:AAA,A,conservation-area,0,no data\n"
        b"2025-01-22,c,local-authority:AAA,A,ready_for_ODP_adoption,,yes\n"
        b"2025-01-22,c,local-authority:AAA,A,tree,4,trustworthy\n"
    )
    assert [(row.indicator, row.value) for row in rows] == [("conservation-area-data-quality", Decimal(0))]


@pytest.mark.django_db
def test_a_second_import_creates_nothing_and_a_changed_figure_is_a_correction() -> None:
    mission = make_mission()
    indicator = make_indicator(mission, slug="homes")
    make_council("AAA")

    def store(value: str) -> tuple[int, int, int]:
        rows = [MeasurementRow("homes", "local-authority:AAA", dt.date(2025, 4, 1), Decimal(value))]
        tally = store_measurements(mission, rows, Finder(), now=timezone.now())
        return tally.created, tally.updated, tally.unchanged

    Identifier.objects.update(scheme="planning-data", value="local-authority:AAA")
    assert [store("5"), store("5"), store("7")] == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]
    assert Measurement.objects.known_at().get().correction_reason
    assert Rollup.objects.get(indicator=indicator, group_kind="all").value == 7


@pytest.mark.django_db
def test_a_council_that_the_register_lacks_is_told_with_its_line() -> None:
    mission = make_mission()
    make_indicator(mission, slug="homes")
    rows = [MeasurementRow("homes", "gss:E07000001", dt.date(2025, 4, 1), Decimal(1))]
    tally = store_measurements(mission, rows, Finder(), now=timezone.now())
    assert [(problem.line, problem.value) for problem in tally.refused] == [(2, "gss:E07000001")]


@needs_records
def test_homes_of_england_year_by_year() -> None:
    """Districts and unitaries (E06 to E09) add up to what the nine regions (E12) say, but for rounding and corrections."""
    rows, problems = read_dwellings((DATA / "05_outcomes/net_additional_dwellings.csv").read_bytes())
    found: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[row.period_start.year] += row.value or 0
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    regions: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines("05_outcomes/net_additional_dwellings.csv"):
        year, code = int(line["date"][:4]), line["geography_code"][:3]
        if line["value"] and code in {"E06", "E07", "E08", "E09"}:
            wanted[year] += Decimal(line["value"])
        if line["value"] and code == "E12":
            regions[year] += Decimal(line["value"])
    assert problems == []
    assert dict(found) == dict(wanted)
    assert all(abs(found[year] - regions[year]) <= Decimal("0.01") * regions[year] for year in range(2012, 2024))


@needs_records
def test_the_other_tables_are_read_whole() -> None:
    folder = DATA / "05_outcomes"
    major, _ = read_major_decisions((folder / "planning_major_on_time.csv").read_bytes())
    non_major, _ = read_non_major_decisions((folder / "p153_non_major_speed.csv").read_bytes())
    quality, _ = read_data_quality((folder / "odp_data_quality.csv").read_bytes())
    assert len({row.organisation for row in major}) == 16
    assert len(non_major) == sum(bool(line["organisation"]) for line in lines("05_outcomes/p153_non_major_speed.csv")) == 309
    levels = [line for line in lines("05_outcomes/odp_data_quality.csv") if line["measure"] in DATA_QUALITY and line["level"]]
    assert len(quality) == len(levels)
    assert sum(row.value or 0 for row in quality) == sum(Decimal(line["level"]) for line in levels)


def test_every_imported_indicator_is_declared() -> None:
    assert {DWELLINGS, *DATA_QUALITY.values()} <= {row.slug for row in INDICATORS}
    assert sum(row.is_headline for row in INDICATORS) == 1
