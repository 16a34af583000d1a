"""The form of a lever."""

from typing import Any

from django import forms

from missions.stewardship.lever_actions import Wording
from missions.stewardship.models import Lever, LeverStage, LeverStyle


class LeverForm(forms.Form):
    """What a lever is called, what it does and where it stands in the map."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name."})
    style = forms.ChoiceField(
        label="How it acts",
        choices=LeverStyle.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it acts."},
    )
    stage = forms.ChoiceField(
        label="At which stage it fits",
        choices=LeverStage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the stage at which it fits."},
    )
    description = forms.CharField(label="What it does", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, lever: Lever | None = None, **kwargs: Any) -> None:
        names = ("name", "style", "stage", "description")
        kwargs.setdefault("initial", {name: getattr(lever, name) for name in names} if lever is not None else {})
        super().__init__(*args, **kwargs)

    def wording(self) -> Wording:
        """What was typed, once it is valid."""
        return Wording(**self.cleaned_data)
