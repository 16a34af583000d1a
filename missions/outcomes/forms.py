"""Forms about figures: asking for them, giving them, revising them, and where an indicator should go."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from missions.core.fields import DayField
from missions.core.period_cells import EXAMPLES, period_start
from missions.core.periods import Frequency
from missions.core.reading import Unreadable, list_of
from missions.outcomes.actions.collecting import Given
from missions.outcomes.layouts import why_impossible
from missions.outcomes.lists import plain_number
from missions.outcomes.models import Indicator, Level, Measurement, OverCouncils, ValueState

LONGEST_NOTE = 300
PLACES = 4


def _number(label: str) -> forms.DecimalField:
    """A number that may be left out, because there may be none."""
    return forms.DecimalField(
        label=label,
        max_digits=18,
        decimal_places=PLACES,
        required=False,
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages={"invalid": "Enter a number, for example 1234.5."},
    )


class CollectionForm(forms.Form):
    """Which period, by when, from whom."""

    period = forms.CharField(label="Which period?", max_length=40, error_messages={"required": "Enter the period."})
    due_on = DayField(
        label="By when shall councils answer?",
        help_text="The last day, for example 27 3 2027. Four weeks are usual.",
        error_messages={"required": "Enter the last day to answer."},
    )
    codes = forms.CharField(
        label="Which councils?",
        required=False,
        max_length=4_000,
        help_text="Leave it empty to ask every council of the mission. For some only, enter their codes with commas between them.",
    )
    message = forms.CharField(
        label="What should they know?",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="For example what counts and what doesn’t. They see the definition anyway.",
    )

    def __init__(self, *args: Any, indicator: Indicator, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frequency, self.on = Frequency(indicator.frequency), on
        self.fields["period"].help_text = f"Enter {EXAMPLES[self.frequency]}."

    def clean_period(self) -> dt.date:
        """The first day of the period."""
        try:
            return period_start(self.frequency)(self.cleaned_data["period"])
        except Unreadable as error:
            raise ValidationError(str(error)) from error

    def clean_due_on(self) -> dt.date:
        """Not in the past."""
        day: dt.date = self.cleaned_data["due_on"]
        if day < self.on:
            raise ValidationError("Enter a day that isn’t over yet.")
        return day

    def clean_codes(self) -> list[str]:
        """Codes as a list."""
        return list_of(",")(self.cleaned_data["codes"])


class FigureForm(forms.Form):
    """One council's figure: a number, or why there is none."""

    state = forms.ChoiceField(
        label="What can you tell us?",
        widget=forms.RadioSelect,
        choices=[
            (ValueState.NUMBER, "The figure"),
            (ValueState.NOT_COLLECTED, "We don’t hold this"),
            (ValueState.NOT_APPLICABLE, "It doesn’t apply to us"),
            (ValueState.REFUSED, "We hold it and don’t want to give it"),
        ],
        initial=ValueState.NUMBER,
        error_messages={"required": "Choose one."},
    )
    note = forms.CharField(
        label="Anything we should know",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="For example how you counted. The mission team reads it; with the figure it can be published.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.is_share = indicator.over_councils == OverCouncils.RATIO
        if self.is_share:
            numbers: dict[str, forms.Field] = {
                "numerator": _number("How many, of all that count"),
                "denominator": _number("All that count"),
            }
        else:
            numbers = {"value": _number("Figure" if indicator.unit == "%" else f"Figure ({indicator.unit})")}
        self.fields = {"state": self.fields["state"], **numbers, **{k: v for k, v in self.fields.items() if k != "state"}}

    @staticmethod
    def of(item: Measurement | None) -> dict[str, Any]:
        """What a figure's form starts with."""
        if item is None:
            return {}
        numbers = {name: plain_number(getattr(item, name)) for name in ("value", "numerator", "denominator")}
        return {**numbers, "state": item.value_state, "note": item.note}

    def clean(self) -> dict[str, Any]:
        """A number is there exactly when it is said to be, and can be."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("state") != ValueState.NUMBER or self.errors:
            return data
        names = ("numerator", "denominator") if self.is_share else ("value",)
        for name in names:
            if data.get(name) is None:
                self.add_error(name, "Enter a number, or choose why you can’t. Zero is a number.")
        if not self.errors:
            if self.is_share and data["denominator"] > 0:
                data["value"] = (100 * data["numerator"] / data["denominator"]).quantize(Decimal("0.0001"))
            why = "The whole must be more than zero. If there were none, choose “It doesn’t apply to us”."
            impossible: str | None = why if self.is_share and data["denominator"] <= 0 else None
            impossible = impossible or why_impossible(
                self.indicator, data["value"], data.get("numerator"), data.get("denominator")
            )
            if impossible:
                self.add_error(names[-1], impossible)
        return data

    def given(self) -> Given:
        """What was said."""
        data = self.cleaned_data
        if data["state"] != ValueState.NUMBER:
            return Given(state=data["state"], note=data["note"])
        return Given(data["state"], data["value"], data.get("numerator"), data.get("denominator"), data["note"])


class ReviseForm(FigureForm):
    """A correction says why."""

    reason = forms.CharField(
        label="Why does it change?",
        max_length=300,
        min_length=5,
        help_text="Whoever relied on the earlier figure reads this.",
        error_messages={"required": "Say why the figure changes.", "min_length": "Say why in a few words."},
    )


class QuestionForm(forms.Form):
    """What the team asks about a figure."""

    question = forms.CharField(
        label="What do you want to know?",
        max_length=300,
        help_text="The council reads it beside their figure and gets an e-mail.",
        error_messages={"required": "Enter your question."},
    )


class LevelForm(forms.Form):
    """A baseline or a target."""

    kind = forms.ChoiceField(label="What do you set?", choices=Level.Kind.choices, widget=forms.RadioSelect)
    value = forms.DecimalField(
        label="Value",
        max_digits=18,
        decimal_places=PLACES,
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages={"required": "Enter the value.", "invalid": "Enter a number, for example 1234.5."},
    )
    for_day = DayField(
        label="For which day?",
        help_text="A baseline: when it was so. A target: when it should be reached. For example 31 3 2027.",
        error_messages={"required": "Enter the day."},
    )
    reason = forms.CharField(
        label="Why does it change?",
        max_length=300,
        required=False,
        help_text="Needed when one was set before. The earlier one is kept and shown.",
    )

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["value"].label = "Value" if indicator.unit == "%" else f"Value ({indicator.unit})"

    def clean(self) -> dict[str, Any]:
        """A change says why."""
        data: dict[str, Any] = super().clean() or {}
        before = Level.objects.known_at().filter(indicator=self.indicator, kind=data.get("kind", ""))
        if before.exists() and len((data.get("reason") or "").strip()) < 5:
            self.add_error("reason", "Say why it changes: people have been working to the earlier one.")
        return data
