"""Forms of a submission: what hurts, and what to do where others said something like it."""

from typing import Any

from django import forms

from codesign.actions.taking_part import Submission
from missions.problems.models import Disclosure, HowOften

# Kept while somebody types; longer texts are cut, since nothing that long can be sent.
LONGEST_KEPT = 4_000


class SubmissionForm(forms.Form):
    """What hurts. Three questions need an answer; the rest helps."""

    text = forms.CharField(
        label="What hurts?",
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="In your own words. A sentence is enough.",
        error_messages={"required": "Say what hurts."},
    )
    severity = forms.TypedChoiceField(
        label="How bad is it?",
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (1, "A nuisance"),
            (2, "It costs time now and then"),
            (3, "It costs time every week"),
            (4, "It holds up the service"),
            (5, "It stops the service or does harm"),
        ],
        error_messages={"required": "Choose how bad it is."},
    )
    disclosure = forms.ChoiceField(
        label="Who may read it?",
        choices=Disclosure.choices,
        widget=forms.RadioSelect,
        help_text="We keep to this on every page and in every file. Information laws may still require us to release it.",
        error_messages={"required": "Choose who may read it."},
    )
    sensitive_because = forms.CharField(
        label="If only the mission team may read it: what makes it commercially sensitive?",
        max_length=400,
        required=False,
        help_text="For example, it names a supplier’s price. It helps us to withhold it if somebody asks for it under information laws.",
    )
    who_it_hurts = forms.CharField(label="Who does it hurt?", max_length=300, required=False)
    how_often = forms.ChoiceField(label="How often?", choices=[("", "Choose"), *HowOften.choices], required=False)
    hours_a_month = forms.DecimalField(
        label="Hours lost in a month",
        min_value=0,
        max_value=9_999,
        decimal_places=1,
        required=False,
        help_text="A rough guess is fine.",
    )
    system_in_use = forms.CharField(label="Which system do you use?", max_length=200, required=False)
    shown_by = forms.CharField(
        label="What shows it?",
        max_length=1_000,
        required=False,
        help_text="For example a figure, or the address of a report.",
    )

    def clean(self) -> dict[str, Any]:
        """Keeping it from other councils needs a reason."""
        values = super().clean() or {}
        if values.get("disclosure") != Disclosure.TEAM:
            values["sensitive_because"] = ""
        elif not values.get("sensitive_because") and "sensitive_because" not in self.errors:
            self.add_error("sensitive_because", "Say what makes it commercially sensitive, or choose who else may read it.")
        return values

    def submission(self, how_it_differs: str = "") -> Submission:
        """The answers as a submission."""
        return Submission(**self.cleaned_data, how_it_differs=how_it_differs)

    def typed(self) -> dict[str, str]:
        """What was typed so far, right or wrong, to go on with later."""
        return {name: str(self.data.get(name, ""))[:LONGEST_KEPT] for name in self.fields}


class DiffersForm(forms.Form):
    """How one’s submission differs from those that are like it."""

    how_it_differs = forms.CharField(
        label="How does yours differ?",
        max_length=1_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="A few words help the team to keep them apart.",
    )
