"""Which table a file is; the plain layout and its refusals; the command's JSON against plain counting of the published files."""

import datetime as dt
import io
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from openpyxl import Workbook

from missions.core.importing import NotATable
from missions.core.period_cells import period_start
from missions.core.periods import Frequency
from missions.core.reading import Unreadable
from missions.outcomes.layouts import read_measurements
from missions.outcomes.models import Category, Indicator, Measurement, PeriodLock, Rollup
from missions.register.models import Identifier
from missions.stewardship.models import Mission
from tests.making import make_council, make_indicator, make_lead, make_measurement, make_mission, make_user
from tests.shared import DATA, lines, needs_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def homes(mission: Mission) -> Indicator:
    make_council("AAA", name="Ayton")
    make_council("BBB", name="Beeford", ends_on=dt.date(2023, 4, 1))
    return make_indicator(mission, slug="homes", lowest=Decimal(-500))


def table(*rows: str, header: str = "organisation,period,value") -> bytes:
    return "\n".join([header, *rows]).encode()


def run(tmp_path: Path, content: bytes, *options: str, name: str = "figures.csv") -> dict[str, Any]:
    path = tmp_path / name
    path.write_bytes(content)
    out = io.StringIO()
    call_command("import_measurements", str(path), "--indicator", "homes", "--json", *options, stdout=out)
    return json.loads(out.getvalue())  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("frequency", "cell", "first"),
    [
        ("month", "2024-03", dt.date(2024, 3, 1)),
        ("month", "March 2024", dt.date(2024, 3, 1)),
        ("quarter", "2022/23 Q4", dt.date(2023, 1, 1)),
        ("financial-year", "1999-2000", dt.date(1999, 4, 1)),
        ("financial-year", "2023/24", dt.date(2023, 4, 1)),
        ("year", "2024", dt.date(2024, 1, 1)),
        ("dated", "5/3/2024", dt.date(2024, 3, 5)),
        ("financial-year", "2024-04-01", dt.date(2024, 4, 1)),
    ],
)
def test_periods_as_people_write_them(frequency: str, cell: str, first: dt.date) -> None:
    assert period_start(Frequency(frequency))(cell) == first


@pytest.mark.parametrize(
    ("frequency", "cell"),
    [("financial-year", "2023-25"), ("financial-year", "2024-01-01"), ("month", "2024-13"), ("quarter", "2024")],
)
def test_a_period_of_another_kind_is_refused(frequency: str, cell: str) -> None:
    with pytest.raises(Unreadable):
        period_start(Frequency(frequency))(cell)


def test_rows_are_stored_once_and_a_changed_one_corrects(homes: Indicator, tmp_path: Path) -> None:
    first = run(tmp_path, table("AAA,2023-24,12"))
    assert (first["created"], first["updated"], first["unchanged"], first["total"]) == (1, 0, 0, 1)
    again = run(tmp_path, table("Ayton,2023/24,12"))
    assert (again["created"], again["unchanged"]) == (0, 1)
    changed = run(tmp_path, table("AAA,2023-24,13"))
    assert (changed["created"], changed["updated"]) == (0, 1)
    assert Measurement.objects.known_at().get().value == 13
    assert Rollup.objects.of_all_councils().get(indicator=homes).value == 13


def test_a_dry_run_changes_nothing(homes: Indicator, tmp_path: Path) -> None:
    assert run(tmp_path, table("AAA,2023-24,12"), "--dry-run")["created"] == 1
    assert not Measurement.objects.exists()


def test_every_wrong_row_is_refused_with_its_place_and_the_rest_is_stored(homes: Indicator, tmp_path: Path) -> None:
    rows = [
        "AAA,2023-24,0",
        "ZZZ,2023-24,1",
        "AAA,2024,1",
        "AAA,2022-23,12%",
        "AAA,2021-22,many",
        "AAA,2023-24,1",
        "AAA,2020-21,-501",
        "BBB,2023-24,4",
    ]
    result = run(tmp_path, table(*rows))
    assert [(item["line"], item["column"]) for item in result["refused"]] == [
        (3, "organisation"), (4, "period"), (5, "value"), (6, "value"), (7, "organisation"), (8, "value"), (9, "organisation"),
    ]  # fmt: skip
    assert (result["created"], result["total"]) == (1, 8)
    assert "percentage" in result["refused"][2]["reason"]
    assert "line 2" in result["refused"][4]["reason"]
    assert "31 March 2023" in result["refused"][6]["reason"]
    assert Measurement.objects.get().value == 0


def test_words_for_having_no_number_are_kept_apart(homes: Indicator, tmp_path: Path) -> None:
    rows = ["AAA,2023-24,refused", "AAA,2022-23,not applicable", "AAA,2021-22,", "AAA,2020-21,we don't hold this"]
    assert run(tmp_path, table(*rows))["created"] == 4
    states = list(Measurement.objects.order_by("-period_start").values_list("value_state", flat=True))
    assert states == ["refused", "not-applicable", "not-collected", "not-collected"]


def test_a_share_needs_parts_that_agree_with_it(mission: Mission) -> None:
    share = make_indicator(mission, slug="share", unit="%", over_councils="ratio")
    header = "organisation,period,value,numerator,denominator"
    content = table(
        "AAA,2023-24,75,3,4", "AAA,2022-23,75%,1,4", "AAA,2021-22,75,,", "AAA,2020-21,,3,4", "AAA,2019-20,,0,0", header=header
    )
    found = read_measurements(content, share)
    assert [(row.line, row.value, row.state) for row in found.rows] == [
        (2, Decimal(75), "number"), (5, Decimal(75), "number"), (6, None, "not-applicable"),
    ]  # fmt: skip
    assert [item.line for item in found.refused] == [3, 4]


def test_a_category_must_be_one_of_the_indicators_own(homes: Indicator, tmp_path: Path) -> None:
    Category.objects.create(indicator=homes, slug="flats", name="Flats")
    header = "organisation,period,value,category"
    result = run(tmp_path, table("AAA,2023-24,10,", "AAA,2023-24,4,flats", "AAA,2023-24,6,castles", header=header))
    assert result["created"] == 2
    assert [item["column"] for item in result["refused"]] == ["category"]
    assert Rollup.objects.of_all_councils().get(indicator=homes).value == 10


def test_a_locked_period_refuses_a_change_and_lets_the_same_figure_pass(homes: Indicator, tmp_path: Path) -> None:
    run(tmp_path, table("AAA,2023-24,12"))
    PeriodLock.objects.create(indicator=homes, period_start=dt.date(2023, 4, 1), locked_by=make_user())
    assert run(tmp_path, table("AAA,2023-24,12"))["unchanged"] == 1
    result = run(tmp_path, table("AAA,2023-24,13"))
    assert (result["updated"], [item["line"] for item in result["refused"]]) == (0, [2])
    assert "locked" in result["refused"][0]["reason"]


def test_a_submitted_figure_gives_way_to_the_imported_one_by_name(homes: Indicator, tmp_path: Path) -> None:
    council = Identifier.objects.get(value="AAA").organisation
    waiting = make_measurement(homes, council, "12", period_start=dt.date(2023, 4, 1), status="submitted")
    run(tmp_path, table("AAA,2023-24,12"))
    assert Measurement.objects.known_at().get().supersedes == waiting


def test_spreadsheets_are_read_like_csv(homes: Indicator, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Organisation", "Period", "Value"], ["AAA", "2023-24", 1234.5]):
        sheet.append(row)
    book.save(tmp_path / "made.xlsx")
    assert run(tmp_path, (tmp_path / "made.xlsx").read_bytes(), name="figures.csv")["created"] == 1
    assert Measurement.objects.get().value == Decimal("1234.5")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0rest"])
def test_a_file_that_is_no_such_table_is_an_error_and_nothing_is_stored(homes: Indicator, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CommandError):
        run(tmp_path, content)
    assert not Measurement.objects.exists()


def test_what_is_missing_is_named_from_the_plain_layout(homes: Indicator) -> None:
    with pytest.raises(NotATable, match="period"):
        read_measurements(b"organisation,value\nAAA,1\n", homes)


def test_an_indicator_is_named_or_refused(homes: Indicator, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_bytes(table("AAA,2023-24,1"))
    with pytest.raises(CommandError, match="Known: homes"):
        call_command("import_measurements", str(tmp_path / "f.csv"), "--indicator", "houses")
    make_indicator(make_mission("care"), slug="homes")
    with pytest.raises(CommandError, match="--mission"):
        call_command("import_measurements", str(tmp_path / "f.csv"), "--indicator", "homes")


@needs_records
def test_the_published_table_of_dwellings_comes_out_as_plain_counting_says(mission: Mission, tmp_path: Path) -> None:
    make_indicator(mission, slug="homes")
    rows = lines("05_outcomes/net_additional_dwellings.csv")
    known = sorted({row["geography_code"] for row in rows if row["geography_code"][:3] in {"E06", "E07", "E08", "E09"}})[:40]
    for code in known:
        council = make_council()
        Identifier.objects.create(organisation=council, scheme="gss", value=code)
    kinds = Counter(
        "area" if row["geography_code"][:3] not in {"E06", "E07", "E08", "E09"}
        else "empty" if not row["value"]
        else "known" if row["geography_code"] in known
        else "unknown"
        for row in rows
    )  # fmt: skip
    path = DATA / "05_outcomes" / "net_additional_dwellings.csv"
    result = run(tmp_path, path.read_bytes())
    assert result["created"] == kinds["known"] == Measurement.objects.count()
    assert result["empty"] == kinds["empty"]
    assert len(result["refused"]) == kinds["area"] + kinds["unknown"]
    assert result["total"] == len(rows)
    again = run(tmp_path, path.read_bytes())
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, kinds["known"])


@needs_records
def test_the_table_of_data_quality_goes_whole_to_one_indicator_by_data_set(mission: Mission, tmp_path: Path) -> None:
    indicator = make_indicator(mission, slug="homes", frequency="dated", over_councils="mean")
    rows = lines("05_outcomes/odp_data_quality.csv")
    for code in {row["organisation"] for row in rows}:
        Identifier.objects.create(organisation=make_council(), scheme="planning-data", value=code)
    levels = [row for row in rows if row["level"]]
    result = run(tmp_path, (DATA / "05_outcomes" / "odp_data_quality.csv").read_bytes())
    assert (result["created"], result["empty"], result["total"]) == (len(levels), len(rows) - len(levels), len(rows))
    assert result["refused"] == []
    assert set(indicator.categories.values_list("slug", flat=True)) == {row["measure"] for row in levels}
    day = max(row["report-date"] for row in levels)
    trees = [Decimal(row["level"]) for row in levels if (row["measure"], row["report-date"]) == ("tree", day)]
    found = Rollup.objects.get(indicator=indicator, period_start=day, group_kind="category", group_value="tree")
    assert found.reported == len(trees)
    assert Measurement.objects.filter(category="tree", period_start=day).aggregate(all=Sum("value"))["all"] == sum(trees)


def test_figures_are_imported_on_a_page_after_a_preview(homes: Indicator, mission: Mission, client: Any, settings: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from missions.core import jobs
    from missions.core.models import Job

    client.force_login(make_lead(mission))
    url = "/missions/planning/outcomes/homes/import/"
    sent = client.post(url, {"file": SimpleUploadedFile("f.csv", table("AAA,2023-24,12", "ZZZ,2023-24,1"))})
    job = Job.objects.get()
    jobs.run(job.pk, now=job.created_at)
    page = client.get(sent["Location"]).content.decode()
    assert "1 mistake in the file" in page
    assert not Measurement.objects.exists()
    client.post(sent["Location"], {"choice": "leave-out"})
    jobs.run(job.pk, now=job.created_at)
    assert Measurement.objects.get().value == 12
    assert "Wrong rows, left out" in client.get(sent["Location"]).content.decode()
