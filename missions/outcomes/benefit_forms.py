"""The form of one cost or benefit, with its amounts by year."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from missions.core.fields import DayField
from missions.core.period_cells import financial_year
from missions.core.periods import FinancialYear
from missions.core.reading import Unreadable, number
from missions.interventions.models import Intervention
from missions.outcomes.actions.benefits import LineValues
from missions.outcomes.models import BenefitAmount, BenefitLine

EXAMPLE = "2026-27 250000"
LARGEST = Decimal("99999999999.99")
PENCE = Decimal("0.01")
MOST_LINES = 100


def _required(sentence: str) -> dict[str, str]:
    return {"required": sentence}


# More than the most lines of the longest amounts.
LONGEST_AMOUNTS = 8_000


class YearlyAmounts(forms.CharField):
    """One year on each line, then its amount: easy to type and to paste from a spreadsheet."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """{first calendar year of the financial year: amount}; every wrong line is named."""
        found: dict[int, Decimal] = {}
        wrong: list[str] = []
        lines = [line for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Enter at most {MOST_LINES} years.")
        for position, line in enumerate(lines, start=1):
            try:
                year, amount = _year_and_amount(line)
            except Unreadable as error:
                wrong.append(f"Line {position}, “{line.strip()[:40]}”: {error}")
                continue
            if year in found:
                wrong.append(f"Line {position}: {FinancialYear(year)} is there twice. Keep one of the two lines.")
            found[year] = amount
        if wrong:
            raise ValidationError(wrong)
        return found


def _year_and_amount(line: str) -> tuple[int, Decimal]:
    parts = line.strip().replace("\t", " ").split(" ", 1)
    if len(parts) != 2:
        raise Unreadable(f"Enter a year and an amount, for example {EXAMPLE}.")
    try:
        year = financial_year(parts[0]).year
    except Unreadable:
        raise Unreadable(f"Enter a financial year first, for example {EXAMPLE}.") from None
    amount = number(parts[1])
    if amount is None or amount < 0 or amount > LARGEST or amount != amount.quantize(PENCE):
        raise Unreadable("Enter an amount in pounds of zero or more, with at most two decimals.")
    if not 2000 <= year <= 2200:
        raise Unreadable("Enter a year between 2000-01 and 2200-01.")
    return year, amount


class LineForm(forms.Form):
    """What the line is, who stands behind it, how sure it is, and its amounts."""

    name = forms.CharField(
        label="What is it?",
        max_length=200,
        help_text="For example “Officers’ time saved on validation”.",
        error_messages=_required("Enter what it is."),
    )
    kind = forms.ChoiceField(
        label="Is it a cost or a benefit?",
        choices=BenefitLine.Kind.choices,
        widget=forms.RadioSelect,
        error_messages=_required("Choose cost or benefit."),
    )
    category = forms.ChoiceField(
        label="What becomes of it?",
        choices=[
            ("cash-releasing", "Cash-releasing: somebody’s budget gets smaller (or, for a cost, has to pay)"),
            ("non-cash-releasing", "Non-cash-releasing: time or capacity for other work, budgets stay"),
            ("societal", "Societal: people, businesses or the environment are better or worse off"),
        ],
        widget=forms.RadioSelect,
        error_messages=_required("Choose what becomes of it."),
    )
    bearer = forms.CharField(
        label="Who pays, or who benefits?",
        max_length=200,
        help_text="For example “Councils’ planning services”.",
        error_messages=_required("Enter who pays or who benefits."),
    )
    budget_holder = forms.CharField(
        label="Which post holds the budget and agrees?",
        max_length=200,
        required=False,
        help_text="Needed for a cash-releasing benefit. The post, not the person’s name.",
    )
    agreed_on = DayField(label="When did they agree?", required=False, help_text="For example 27 3 2026.")
    intervention = forms.ModelChoiceField(
        label="Does it come from one intervention?",
        queryset=Intervention.objects.none(),
        required=False,
        empty_label="From the mission as a whole",
    )
    source = forms.CharField(
        label="Where do the amounts come from?",
        max_length=400,
        help_text="For example a survey, a contract or a published study, with its date.",
        error_messages=_required("Enter where the amounts come from."),
    )
    price_base_year = forms.CharField(
        label="In the prices of which financial year?",
        max_length=10,
        help_text="For example 2026-27. All lines of a mission are in the same prices, without later inflation.",
        error_messages=_required("Enter a financial year."),
    )
    optimism_percent = forms.DecimalField(
        label="Optimism bias, in %",
        min_value=0,
        max_value=200,
        max_digits=5,
        decimal_places=2,
        help_text="Costs are raised and benefits are lowered by this much. The amounts as entered are kept and shown too.",
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages={
            "required": "Enter a percentage; 0 is one.",
            "invalid": "Enter a percentage, for example 10.",
            "min_value": "Enter a percentage of 0 or more.",
            "max_value": "Enter a percentage of at most 200.",
        },
    )
    mitigation = forms.CharField(
        label="Why this much, and what is done about it?",
        max_length=400,
        help_text="For example “Contract price is fixed, so 5% for changes only”.",
        error_messages=_required("Enter why the optimism bias is this high or low."),
    )
    forecast = YearlyAmounts(
        label="Forecast by year",
        max_length=LONGEST_AMOUNTS,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=f"One year on each line, for example {EXAMPLE}. Leave it empty where it can’t be put in money.",
    )
    actual = YearlyAmounts(
        label="What came out, by year",
        max_length=LONGEST_AMOUNTS,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Only years that are over, in the same prices. Zero is an amount; leave a year out that isn’t known.",
    )

    def __init__(self, *args: Any, interventions: Iterable[Intervention], on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        cast(Any, self.fields["intervention"]).queryset = interventions

    @staticmethod
    def of(line: BenefitLine) -> dict[str, Any]:
        """What the form of a line starts with."""
        names = ("name", "kind", "category", "bearer", "budget_holder", "agreed_on", "intervention", "source", "mitigation")
        amounts = list(line.amounts.all())
        return {
            **{name: getattr(line, name) for name in names},
            "optimism_percent": f"{line.optimism_percent.normalize():f}",
            "price_base_year": _typed(line.price_base_year),
            "forecast": _lines(item for item in amounts if item.nature == BenefitAmount.Nature.FORECAST),
            "actual": _lines(item for item in amounts if item.nature == BenefitAmount.Nature.ACTUAL),
        }

    def clean_price_base_year(self) -> int:
        """The first calendar year of a financial year."""
        try:
            return financial_year(self.cleaned_data["price_base_year"]).year
        except Unreadable:
            raise ValidationError("Enter a financial year, for example 2026-27.") from None

    def clean_agreed_on(self) -> dt.date | None:
        """Nobody has agreed in the future."""
        day: dt.date | None = self.cleaned_data["agreed_on"]
        if day is not None and day > self.on:
            raise ValidationError("Enter a day that isn’t in the future.")
        return day

    def clean_actual(self) -> dict[int, Decimal]:
        """Only years that have begun can have come out."""
        found: dict[int, Decimal] = self.cleaned_data["actual"]
        future = [year for year in found if FinancialYear(year).starts_on > self.on]
        if future:
            raise ValidationError(
                f"{FinancialYear(min(future))} hasn’t begun, so nothing can have come out. Enter it as a forecast."
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Cash needs an agreed budget; a benefit can't be lowered below nothing."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == BenefitLine.Kind.BENEFIT:
            if (data.get("optimism_percent") or 0) > 100:
                self.add_error("optimism_percent", "Enter at most 100 for a benefit: it can’t be lowered below nothing.")
            if data.get("category") == BenefitLine.Category.CASH_RELEASING:
                if not data.get("budget_holder"):
                    self.add_error("budget_holder", "Enter which post agreed to a smaller budget, or choose non-cash-releasing.")
                if not data.get("agreed_on") and "agreed_on" not in self.errors:
                    self.add_error("agreed_on", "Enter the day on which they agreed.")
        return data

    @property
    def values(self) -> LineValues:
        """The line as an action takes it."""
        names = [name for name in self.cleaned_data if name not in {"forecast", "actual"}]
        return LineValues(**{name: self.cleaned_data[name] for name in names})


class WithdrawForm(forms.Form):
    """Why a line doesn't count any more."""

    reason = forms.CharField(
        label="Why doesn’t it count any more?", max_length=300, error_messages=_required("Enter why it doesn’t count any more.")
    )


def _typed(year: int) -> str:
    return str(FinancialYear(year)).replace("/", "-")


def _lines(amounts: Iterable[BenefitAmount]) -> str:
    return "\n".join(f"{_typed(item.year)} {item.amount}" for item in amounts)
