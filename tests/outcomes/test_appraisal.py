"""Appraisal: the figures of the rules, worked out there and not here."""

import datetime as dt
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from missions.outcomes.appraisal import Flow, appraise, schedule_of

ON = dt.date(2026, 11, 25)
STANDARD = schedule_of("standard", ON)
CASE = "year,category,kind,amount\n0,societal,cost,1000\n" + "".join(f"{year},societal,benefit,250\n" for year in range(1, 7))


@pytest.mark.parametrize(
    ("year", "factor"),
    [
        (0, "1"), (1, ".966184"), (5, ".841973"), (10, ".708919"), (30, ".356278"), (31, ".345901"), (75, ".094214"), (76, ".091916"),
        (125, ".027411"), (126, ".026873"),
    ],
)  # fmt: skip
def test_bands_chain(year: int, factor: str) -> None:
    assert abs(STANDARD.factor(year) - Decimal(factor)) < Decimal("0.000001")


@pytest.mark.parametrize(("last", "total"), [(10, "8.316605"), (30, "18.392045"), (60, "25.375260")])
def test_sums_of_factors(last: int, total: str) -> None:
    found = appraise([Flow(year, "societal", "benefit", Decimal(1)) for year in range(1, last + 1)], STANDARD)
    assert abs(found.npv - Decimal(total)) < Decimal("0.000001")


def run(tmp_path: Path, text: str, *options: str) -> dict[str, object]:
    path, out = tmp_path / "case.csv", StringIO()
    path.write_text(text)
    call_command("appraise", str(path), "--json", *options, stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_the_case_of_the_rules(tmp_path: Path) -> None:
    found = run(tmp_path, CASE)
    assert (found["npv"], found["bcr"], found["vintage"]) == (332.14, 1.3321, "Green Book 2026")
    assert (found["break_even_discounted"], found["break_even_undiscounted"]) == (5, 4)
    by_year = {row["year"]: row["cumulative_discounted"] for row in found["by_year"]}  # type: ignore[attr-defined]
    assert (by_year[4], by_year[5]) == (-81.73, 128.76)


def test_health_rates_are_lower_so_that_later_years_count_more(tmp_path: Path) -> None:
    assert run(tmp_path, CASE, "--schedule", "health")["npv"] == 424.30


def test_financial_years_count_from_the_first(tmp_path: Path) -> None:
    text = "year,category,kind,amount\n2026-27,,cost,£100\n2028-29,societal,benefit,200\n"
    found = run(tmp_path, text)
    assert found["break_even_discounted"] == "2028-29"
    assert found["npv"] == 86.70


def test_what_never_breaks_even_says_so(tmp_path: Path) -> None:
    found = run(tmp_path, "year,category,kind,amount\n0,,cost,100\n1,societal,benefit,50\n")
    assert found["break_even_discounted"] is found["break_even_undiscounted"] is None


def test_a_later_loss_puts_the_break_even_off() -> None:
    flows = [(0, "cost", 100), (1, "benefit", 150), (2, "cost", 100), (3, "benefit", 200)]
    found = appraise([Flow(year, "societal", kind, Decimal(amount)) for year, kind, amount in flows], STANDARD)
    assert found.break_even_undiscounted == 3


@pytest.mark.parametrize(
    "line", ["x,societal,cost,1", "1,savings,benefit,1", "1,societal,gain,1", "1,societal,cost,-1", "1,societal,cost,"]
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(CommandError, match="Line 2"):
        run(tmp_path, f"year,category,kind,amount\n{line}\n")
