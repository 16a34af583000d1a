"""The form of an iteration: what it tests, with what it is compared, and when it ends."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.db.models import Q

from missions.core.fields import LONGEST_TEXT, DayField
from missions.interventions.iteration_actions import THOUGHTS
from missions.interventions.models import Intervention, Iteration, ScalingMethod
from missions.stewardship.access import Standing
from missions.stewardship.forms import money_field

INCOMPLETE = {"incomplete": "Enter day, month and year."}


class IterationForm(forms.Form):
    """One way to reach more councils, put to the test."""

    name = forms.CharField(label="What is it called?", max_length=200, error_messages={"required": "Enter its name."})
    interventions = forms.ModelMultipleChoiceField(
        Intervention.objects.none(),
        label="Which interventions does it serve?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one intervention."},
    )
    method = forms.ChoiceField(
        label="Which scaling method does it test?",
        choices=[("", "Choose one"), *ScalingMethod.choices],
        help_text="One only: what is learned is about this method.",
        error_messages={"required": "Choose the scaling method."},
    )
    method_in_words = forms.CharField(
        label="What will be done?",
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="In one or two sentences, for example: Councils that have it help three others each.",
    )
    hypothesis = forms.CharField(
        label="What do you think will happen, and why?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what you think will happen. The decision at the end looks back at it."},
    )
    starts_on = DayField(label="First day", required=False, help_text="For example, 27 3 2027.", error_messages=INCOMPLETE)
    last_day = DayField(
        label="Last day",
        required=False,
        help_text="After it, you or the director decide what follows. It can’t start without one.",
        error_messages=INCOMPLETE,
    )
    expected_adopters = forms.IntegerField(
        label="How many councils do you expect to adopt because of it?",
        required=False,
        min_value=0,
        max_value=10_000,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
        error_messages={"invalid": "Enter a whole number, for example 20."},
    )
    expected_by = DayField(label="By when do you expect that?", required=False, error_messages=INCOMPLETE)
    expected_outcome = forms.CharField(
        label="What should change for councils or residents?",
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="For example: They spend two hours a week less on typing.",
    )
    budget = money_field(
        "How much money is set aside for it?",
        "In pounds, awards and other costs together. Above your mandate’s limit the director decides what follows.",
    )

    def __init__(self, *args: Any, standing: Standing, iteration: Iteration | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those that it serves stay to be chosen, even once they are stopped.
        served = Q(served_by__iteration=iteration) if iteration else Q(pk__in=[])
        choices = Intervention.objects.filter(~Q(status="stopped") | served, mission=standing.mission).distinct()
        cast("forms.ModelMultipleChoiceField[Intervention]", self.fields["interventions"]).queryset = choices.order_by("name")

    def clean(self) -> dict[str, Any]:
        """The days in their order; the last day becomes the day after it."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.pop("last_day", None)
        if first and last and last < first:
            self.add_error("last_day", "The last day must not be before the first.")
        if first and (by := data.get("expected_by")) and by < first:
            self.add_error("expected_by", "This day must not be before the first day.")
        data["ends_on"] = last + dt.timedelta(days=1) if last else None
        return data


def planned(iteration: Iteration) -> dict[str, Any]:
    """What the form says of an iteration."""
    fields = ("name", *THOUGHTS, "starts_on", "last_day", "expected_adopters", "expected_by", "budget")
    served = [link.intervention_id for link in iteration.serves.all()]
    return {name: getattr(iteration, name) for name in fields} | {"interventions": served}


def following(iteration: Iteration) -> dict[str, Any]:
    """What the form of the one that follows it begins with: everything but dates."""
    return planned(iteration) | {"name": "", "starts_on": None, "last_day": None, "expected_by": None}
