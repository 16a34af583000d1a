"""No float touches money, and rounding is stated once."""

import ast
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from funding.models import FundYear
from missions.core.money import to_pence
from tests import making

BASE = Path(settings.BASE_DIR)
SOURCES = [path for path in sorted((BASE / "funding").rglob("*.py")) if "migrations" not in path.parts]
ROUNDING = {"quantize", "round", "Round", "ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_DOWN", "ROUND_UP"}
# The check that a line of a claim is days × rate, to the penny: PostgreSQL rounds numerics as `to_pence` does.
CHECKED_BY_THE_DATABASE = {"funding/models/claims.py: Round"}


def names_in(source: str) -> Iterator[str]:
    """What a module names, and each float that it writes down."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield "float"


def found_in(wanted: set[str]) -> set[str]:
    return {f"{path.relative_to(BASE)}: {name}" for path in SOURCES for name in names_in(path.read_text()) if name in wanted}


def test_the_search_can_find() -> None:
    assert {"float", "quantize"} <= set(names_in("a = 0.1\nb = float(a)\nc = d.quantize(e)"))
    assert len(SOURCES) > 50


def test_no_float_is_written_anywhere_in_this_area() -> None:
    assert found_in({"float", "FloatField", "float64"}) == set()


def test_rounding_is_stated_once() -> None:
    assert found_in(ROUNDING) == CHECKED_BY_THE_DATABASE
    stated = [name for name in names_in((BASE / "missions/core/money.py").read_text()) if name in ROUNDING]
    assert stated == ["quantize", "ROUND_HALF_UP"]


@pytest.mark.parametrize(
    ("amount", "pence"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("-0.005", "-0.01"), ("1.115", "1.12"), ("99999999999.994", "99999999999.99")],
)
def test_halves_go_away_from_zero(amount: str, pence: str) -> None:
    assert to_pence(Decimal(amount)) == Decimal(pence)


@pytest.mark.django_db
def test_the_database_keeps_exact_numbers_only() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns"
            " WHERE table_name LIKE 'funding%' AND (data_type IN ('real', 'double precision', 'money')"
            " OR data_type = 'numeric' AND numeric_scale <> 2)"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_a_float_is_refused_where_money_is_stored() -> None:
    award = making.make_award(making.make_mission(), making.make_council())
    with pytest.raises(TypeError, match="never a float"):
        FundYear.objects.create(fund=award.fund, start_year=2026, budget=0.1 + 0.2)
