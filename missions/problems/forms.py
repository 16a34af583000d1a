"""Forms about pain points."""

from typing import Any, cast

from django import forms

from missions.problems.judging import LEAST_MONTHS, LONGEST_REASON, MOST_MONTHS, Confidence, Estimate, Impact, Judgement
from missions.problems.lifecycle import PAIN_POINT
from missions.problems.models import PainPoint
from missions.problems.prioritising import NAMES


class MoveForm(forms.Form):
    """To which status a pain point moves, and why."""

    status = forms.ChoiceField(
        label="Change its status to", widget=forms.RadioSelect, error_messages={"required": "Choose the new status."}
    )
    reason = forms.CharField(
        label="Reason",
        max_length=400,
        required=False,
        help_text="Needed when it isn’t pursued. Those who reported it will read it.",
    )

    def __init__(self, *args: Any, point: PainPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = PAIN_POINT.states[point.status].moves
        field = cast(forms.ChoiceField, self.fields["status"])
        field.choices = [(value, PAIN_POINT.states[value].label) for value in moves]


NOT_JUDGED = "Not judged"


class JudgementForm(forms.Form):
    """What the team judges of a pain point or an intervention, and why."""

    impact = forms.TypedChoiceField(
        label="Impact",
        choices=[("", NOT_JUDGED), *Impact.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text="Counted from what people said where they said it. What you choose here goes before it.",
    )
    confidence = forms.ChoiceField(
        label="Confidence",
        choices=[("", NOT_JUDGED), *Confidence.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text="On what the impact and the reach rest.",
    )
    effort_months = forms.DecimalField(
        label="Effort in person-months",
        required=False,
        min_value=LEAST_MONTHS,
        max_value=MOST_MONTHS,
        max_digits=5,
        decimal_places=1,
        help_text="All the work that it takes, by everybody, for example 6 or 0.5.",
        error_messages={
            "invalid": "Enter a number of months, for example 6 or 0.5.",
            "min_value": f"Enter {LEAST_MONTHS} months or more.",
            "max_value": f"Enter {MOST_MONTHS:,} months or fewer.",
            "max_digits": f"Enter {MOST_MONTHS:,} months or fewer.",
            "max_whole_digits": f"Enter {MOST_MONTHS:,} months or fewer.",
            "max_decimal_places": "Enter at most one digit after the point.",
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
    )
    reason = forms.CharField(
        label="Why do you judge so?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What you saw, counted or were told. Everybody on the mission will read it.",
        error_messages={"required": "Say why you judge so: what you saw or counted."},
    )
    says_optional = False

    def __init__(self, *args: Any, judgement: Judgement | None, **kwargs: Any) -> None:
        names = ("impact", "confidence", "effort_months", "reason")
        kwargs.setdefault("initial", {name: getattr(judgement, name) for name in names} if judgement is not None else {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Something is judged."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and self.estimate().is_empty:
            self.add_error("impact", "Judge at least one of impact, confidence and effort.")
        return cleaned

    def estimate(self) -> Estimate:
        """What was typed, once it is valid."""
        return Estimate(**self.cleaned_data)


MOST_WEIGHT, STATED = 10, 5


class WeightsForm(forms.Form):
    """How much each of the four counts, for trying: nothing is stored. All the same is what the list is ordered by."""

    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NAMES:
            self.fields[name] = forms.IntegerField(
                label=f"Weight of {name}",
                min_value=0,
                max_value=MOST_WEIGHT,
                initial=STATED,
                required=True,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), f"Enter a whole number from 0 to {MOST_WEIGHT} for {name}."
                ),
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        """One of them counts for something."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error("impact", "Give at least one of them a weight above 0.")
        return cleaned

    def weights(self) -> tuple[int, ...]:
        """In the order of the four, once it is valid."""
        return tuple(self.cleaned_data[name] for name in NAMES)
