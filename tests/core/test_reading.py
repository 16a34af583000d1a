"""Cells as councils really send them."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from missions.core.reading import Unreadable, day, decimal_degrees, is_nothing, list_of, money, number, one_of, text, whole, words


@pytest.mark.parametrize("cell", ["", " ", "n/a", "N/A", "-", "–", "..", "none", "not known", "NULL"])
def test_nothing_is_said_in_many_ways_and_is_never_zero(cell: str) -> None:
    assert is_nothing(cell)
    assert (number(cell), whole(cell), day(cell)) == (None, None, None)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0", "0"), ("1,234", "1234"), ("£1,234.50", "1234.50"), ("12%", "12"), (" 7 ", "7"), ("-3.5", "-3.5"), ("1 234", "1234"),
        ("1\u00a0234", "1234"), ("£ 12", "12"), ("12.0", "12.0"),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(cell: str, value: str) -> None:
    assert number(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["twelve", "1.2.3", "NaN", "Infinity", "1e99", "12 homes", "=1+1"])
def test_what_is_no_number_says_what_to_type(cell: str) -> None:
    with pytest.raises(Unreadable, match="number"):
        number(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2024-04-01", (2024, 4, 1)), ("2024-04-01 00:00:00", (2024, 4, 1)), ("2024-04-01T09:30:00Z", (2024, 4, 1)),
        ("1/4/2024", (2024, 4, 1)), ("01.04.2024", (2024, 4, 1)), ("31-12-2024", (2024, 12, 31)), ("45383", (2024, 4, 1)),
        ("45383.5", (2024, 4, 1)), ("29/02/2024", (2024, 2, 29)),
    ],
)  # fmt: skip
def test_days_as_people_type_them(cell: str, value: tuple[int, int, int]) -> None:
    assert day(cell) == dt.date(*value)


@pytest.mark.parametrize("cell", ["2024-13-01", "30/2/2024", "29/02/2023", "soon", "1/4/24", "2024"])
def test_a_day_that_does_not_exist_says_what_to_type(cell: str) -> None:
    with pytest.raises(Unreadable, match="2024-04-01 or 1/4/2024"):
        day(cell)


@pytest.mark.parametrize(
    ("cell", "said"), [("", "in pounds"), ("0", "more than zero"), ("-5", "more than zero"), ("1.005", "two decimals")]
)
def test_money_is_more_than_nothing_to_the_penny(cell: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        money(cell)


def test_money_keeps_its_pence() -> None:
    assert str(money("£1,234.5")) == "1234.50"


@pytest.mark.parametrize(("cell", "value"), [("12.0", 12), ("1,000", 1000), ("0", 0)])
def test_whole_numbers_from_a_spreadsheet(cell: str, value: int) -> None:
    assert whole(cell) == value


@pytest.mark.parametrize("cell", ["12.5", "-1"])
def test_what_is_no_whole_number(cell: str) -> None:
    with pytest.raises(Unreadable, match="whole number"):
        whole(cell)


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (words, "  Ayton \n Council\t", "Ayton Council"),
        (text, " two\n\nparts ", "two\n\nparts"),
        (decimal_degrees, "-0.12", -0.12),
        (list_of("|"), "a | b||c ", ["a", "b", "c"]),
        (one_of({"Yes": True, "No": False}), " yes ", True),
    ],
)
def test_other_kinds_of_cell(read: Callable[[str], Any], cell: str, value: Any) -> None:
    assert read(cell) == value


def test_a_word_that_is_not_known_is_told_with_those_that_are() -> None:
    with pytest.raises(Unreadable, match="Type one of: Yes, No"):
        one_of({"Yes": 1, "No": 0, "": 2})("maybe")
