"""Which table a file is, and what it holds about one indicator: the published layouts by their headers, and our own plain one.

The plain layout has the columns organisation, period, value and, where they apply, numerator, denominator, category and note. Words for
having no number stand in the value: not collected, not applicable, refused, suppressed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from missions.core.importing import Column, NotATable, Problem, Row
from missions.core.period_cells import period_start
from missions.core.periods import Frequency
from missions.core.reading import Unreadable, is_nothing, number
from missions.outcomes.importers import DWELLING_TABLE, MAJOR_TABLE, NON_MAJOR_TABLE, QUALITY_TABLE, Layout, Reading, read_layout
from missions.outcomes.indicators import DATA_QUALITY
from missions.outcomes.models import Indicator, OverCouncils, ValueState
from missions.outcomes.rows import MeasurementRow

PUBLISHED = (DWELLING_TABLE, MAJOR_TABLE, NON_MAJOR_TABLE)
STATES = {
    "not collected": ValueState.NOT_COLLECTED, "we don’t hold this": ValueState.NOT_COLLECTED, "not held": ValueState.NOT_COLLECTED,
    "not applicable": ValueState.NOT_APPLICABLE, "n/a": ValueState.NOT_APPLICABLE, "refused": ValueState.REFUSED,
    "suppressed": ValueState.SUPPRESSED, "~": ValueState.SUPPRESSED,
}  # fmt: skip


@dataclass
class Found:
    """What a file holds about one indicator. `total` counts its lines about that indicator, `empty` those without a figure."""

    rows: list[MeasurementRow] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    empty: int = 0

    @property
    def total(self) -> int:
        """Lines of the file that are about the indicator."""
        return len(self.rows) + len({(item.sheet, item.line) for item in self.refused}) + self.empty


def read_measurements(content: bytes, indicator: Indicator) -> Found:
    """The file's rows for one indicator. Raises `NotATable` naming what is missing from the plain layout when no layout fits."""
    for layout in PUBLISHED:
        try:
            return _of_one(read_layout(content, layout), indicator)
        except NotATable:
            continue
    try:
        reading = read_layout(content, QUALITY_TABLE)
    except NotATable:
        return _plain(content, indicator)
    return _of_data_sets(reading, indicator)


def _of_one(reading: Reading, indicator: Indicator) -> Found:
    """A published table about one thing: every row goes to the indicator that was named."""
    rows = [_bounded(replace(row, indicator=indicator.slug), indicator) for row in reading.rows]
    return _gathered(rows, [*reading.problems, *reading.not_councils], reading.empty)


def _of_data_sets(reading: Reading, indicator: Indicator) -> Found:
    """The table of data quality holds many data sets: the rows of the one that the indicator is about, else all, each a category."""
    about = next((measure for measure, slug in DATA_QUALITY.items() if slug == indicator.slug), None)
    rows = [
        _bounded(replace(row, indicator=indicator.slug, category=""), indicator) for row in reading.rows if row.category == about
    ]
    if about is None:
        rows = [_bounded(replace(row, indicator=indicator.slug), indicator) for row in reading.rows]
    return _gathered(rows, reading.problems, 0 if about else reading.empty)


def _plain(content: bytes, indicator: Indicator) -> Found:
    categories = {slug: slug for slug in indicator.categories.values_list("slug", flat=True)}
    layout = Layout(plain_columns(indicator, categories), lambda row: _measured(row, indicator))
    reading = read_layout(content, layout)
    return _gathered([_checked(row, indicator) for row in reading.rows], reading.problems, 0)


def _gathered(rows: Sequence[MeasurementRow | Problem], problems: Sequence[Problem], empty: int) -> Found:
    refused = [*problems, *(item for item in rows if isinstance(item, Problem))]
    return Found([item for item in rows if isinstance(item, MeasurementRow)], sorted(refused, key=lambda item: item.line), empty)


def plain_columns(indicator: Indicator, categories: dict[str, str]) -> list[Column]:
    """The columns of the plain layout, read in the indicator's own unit and frequency."""
    return [
        Column("organisation", required=True),
        Column("period", period_start(Frequency(indicator.frequency)), required=True),
        Column("value", _value_in(indicator.unit)),
        Column("numerator", number, optional_header=True),
        Column("denominator", number, optional_header=True),
        Column("category", _category(categories), optional_header=True),
        Column("note", optional_header=True),
    ]


def _value_in(unit: str) -> Callable[[str], Decimal | ValueState]:
    """A number in the indicator's unit, or the word for having none. An empty cell means that nothing was collected."""

    def read(cell: str) -> Decimal | ValueState:
        state = STATES.get(cell.strip().lower().replace("'", "’"))
        if state is not None or is_nothing(cell):
            return state or ValueState.NOT_COLLECTED
        if "%" in cell and unit != "%":
            raise Unreadable(f"This is a percentage; the indicator is in {unit}. Type the number of {unit}.")
        if "£" in cell and unit not in {"£", "GBP", "pounds"}:
            raise Unreadable(f"This is an amount of money; the indicator is in {unit}.")
        value = number(cell)
        return ValueState.NOT_COLLECTED if value is None else value

    return read


def _category(known: dict[str, str]) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if not cell or cell in known:
            return cell
        raise Unreadable(
            f"Type one of: {', '.join(known)}; or leave it empty."
            if known
            else "This indicator has no categories. Leave it empty."
        )

    return read


def _measured(row: Row, indicator: Indicator) -> MeasurementRow:
    value = row["value"]
    above, below = row["numerator"], row["denominator"]
    if indicator.over_councils == OverCouncils.RATIO and isinstance(value, ValueState) and above is not None and below:
        value = (100 * above / below).quantize(Decimal("0.0001"))
    elif below == 0:
        value = ValueState.NOT_APPLICABLE
    is_number = isinstance(value, Decimal)
    return MeasurementRow(
        indicator.slug,
        row["organisation"],
        row["period"],
        value if is_number else None,
        ValueState.NUMBER.value if is_number else str(value.value),
        above,
        below,
        row["category"] or "",
        row["note"],
        is_published=False,
    )


def why_out_of_bounds(indicator: Indicator, value: Decimal | None) -> str | None:
    """Why a value can't be, in words; None where it can."""
    if value is not None and indicator.lowest is not None and value < indicator.lowest:
        return f"This can’t be less than {indicator.written(indicator.lowest)}."
    if value is not None and indicator.highest is not None and value > indicator.highest:
        return f"This can’t be more than {indicator.written(indicator.highest)}."
    return None


def why_impossible(indicator: Indicator, value: Decimal | None, above: Decimal | None, below: Decimal | None) -> str | None:
    """As above; and a share must be that of its numerator in its denominator, to half a point."""
    if value is None or indicator.over_councils != OverCouncils.RATIO:
        return why_out_of_bounds(indicator, value)
    if above is None or below is None:
        return "Give the numerator and the denominator too: this figure is a share of one in the other."
    if below <= 0 or above < 0:
        return "A numerator can’t be less than zero, and a denominator must be more."
    if abs(value - 100 * above / below) > Decimal("0.51"):
        return f"{above:f} of {below:f} is {100 * above / below:.1f}%, which isn’t the value given."
    return why_out_of_bounds(indicator, value)


def _bounded(row: MeasurementRow, indicator: Indicator) -> MeasurementRow | Problem:
    return _unless(row, why_out_of_bounds(indicator, row.value))


def _checked(row: MeasurementRow, indicator: Indicator) -> MeasurementRow | Problem:
    return _unless(row, why_impossible(indicator, row.value, row.numerator, row.denominator))


def _unless(row: MeasurementRow, why: str | None) -> MeasurementRow | Problem:
    return row if why is None else Problem(row.line, "value", "" if row.value is None else f"{row.value:f}", why)
