"""Small values: how they are written, rounded, exported, kept and found."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import resolve, reverse

from missions.core import formats
from missions.core.access import require
from missions.core.exporting import safe_cell
from missions.core.fields import DayField
from missions.core.files import keep
from missions.core.importing import Tally
from missions.core.models import StoredFile
from missions.core.money import to_pence
from missions.core.refusals import NotAllowed, Refusal
from missions.core.registries import Registry

UTC = dt.UTC


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.pounds(Decimal("1234.00")), "£1,234"),
        (formats.pounds(Decimal("1234.5")), "£1,234.50"),
        (formats.pounds(Decimal("-0.01")), "−£0.01"),
        (formats.pounds(0), "£0"),
        (formats.pounds(None), "not known"),
        (formats.short_pounds(Decimal("59579483")), "£59.6 million"),
        (formats.short_pounds(Decimal("999999.99")), "£999,999.99"),
        (formats.short_pounds(Decimal("10250000")), "£10.3 million"),
        (formats.thousands(1234567), "1,234,567"),
        (formats.thousands(Decimal("-1.25"), 1), "−1.2"),
        (formats.thousands(0), "0"),
        (formats.thousands(None), "not known"),
        (formats.percent(115, 296), "39%"),
        (formats.percent(0, 10), "0%"),
        (formats.percent(0, 0), "not applicable"),
        (formats.percent(None, 10), "not applicable"),
        (formats.day(dt.date(2024, 4, 1)), "1 April 2024"),
        (formats.day(dt.datetime(2026, 6, 30, 23, 30, tzinfo=UTC)), "1 July 2026"),
        (formats.day(None), "not known"),
        (formats.moment(dt.datetime(2024, 4, 1, 16, 30, tzinfo=UTC)), "1 April 2024 at 5:30pm"),
        (formats.moment(dt.datetime(2024, 1, 1, 12, 0, tzinfo=UTC)), "1 January 2024 at midday"),
        (formats.moment(dt.datetime(2024, 1, 1, 0, 0, tzinfo=UTC)), "1 January 2024 at midnight"),
        (formats.moment(dt.datetime(2024, 1, 1, 0, 5, tzinfo=UTC)), "1 January 2024 at 12:05am"),
        (formats.days_between(dt.date(2024, 3, 30), dt.date(2024, 3, 31)), "1 day"),
        (formats.days_between(dt.date(2024, 3, 30), dt.date(2027, 3, 31)), "1,096 days"),
        (formats.days_between(dt.date(2024, 3, 30), dt.date(2024, 3, 30)), "less than a day"),
    ],
)
def test_numbers_money_and_days_as_they_are_written_here(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("amount", "pence"), [("0.005", "0.01"), ("0.015", "0.02"), ("2.675", "2.68"), ("-0.005", "-0.01"), ("1", "1.00")]
)
def test_halves_of_a_penny_are_rounded_away_from_zero(amount: str, pence: str) -> None:
    assert str(to_pence(Decimal(amount))) == pence


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0"])
def test_text_that_a_spreadsheet_could_run_is_made_harmless(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    ("value", "cell"), [(-5, "-5"), (Decimal("-1.50"), "-1.50"), ("+3", "+3"), (None, ""), (0, "0"), ("Ayton", "Ayton")]
)
def test_numbers_and_plain_text_stay_as_they_are(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_what_is_exported_reads_back_in_one_cell() -> None:
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell('=HYPERLINK("x";"y, z")')])
    assert next(csv.reader(io.StringIO(out.getvalue()))) == ['\'=HYPERLINK("x";"y, z")']


def test_a_registry_keeps_order_and_takes_each_name_once() -> None:
    registry: Registry[int] = Registry()
    registry.declare("b", 2)
    registry.declare("a", 1)
    with pytest.raises(ValueError, match="b is declared twice"):
        registry.declare("b", 3)
    assert (list(registry), registry.names(), "a" in registry, "c" in registry, registry["b"]) == (
        [2, 1],
        ["b", "a"],
        True,
        False,
        2,
    )


def test_tallies_add_up() -> None:
    both = Tally(created=1, updated=2) + Tally(created=3, unchanged=4, ended=5)
    assert (both.created, both.updated, both.unchanged, both.ended) == (4, 2, 4, 5)


@pytest.mark.parametrize("reference", ["PP-001", "dpif-round-4.1", "Some_thing.2", "a"])
def test_published_references_go_into_addresses_as_they_stand(reference: str) -> None:
    url = reverse("problems:pain_point", kwargs={"mission": "m", "reference": reference})
    assert url == f"/missions/m/pain-points/{reference}/"
    assert resolve(url).kwargs["reference"] == reference


def test_a_right_that_is_missing_is_refused_with_its_sentence() -> None:
    require(None)
    with pytest.raises(NotAllowed) as refusal:
        require("Only the lead can do this.")
    assert isinstance(refusal.value, Refusal)
    assert refusal.value.sentence == "Only the lead can do this."


@pytest.mark.django_db
def test_the_same_content_is_kept_once_and_exactly() -> None:
    content = b"\xef\xbb\xbfa,b\r\n1,2\r\n"
    first, second = keep("a.csv", content), keep("b.csv", content)
    assert first.pk == second.pk
    assert bytes(StoredFile.objects.get().content) == content


@pytest.mark.parametrize(
    ("typed", "day"), [(["27", "3", "2027"], dt.date(2027, 3, 27)), (["1", "04", "2024"], dt.date(2024, 4, 1))]
)
def test_a_day_in_three_boxes(typed: list[str], day: dt.date) -> None:
    assert DayField().clean(typed) == day


@pytest.mark.parametrize("typed", [["30", "2", "2027"], ["x", "3", "2027"], ["1", "1", "24"], ["1", "", "2024"]])
def test_a_day_that_does_not_exist_is_told(typed: list[str]) -> None:
    with pytest.raises(Exception, match=r"date that exists|Enter a complete value|Enter a year"):
        DayField().clean(typed)
