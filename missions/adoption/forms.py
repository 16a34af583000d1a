"""Forms about adoption."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from missions.adoption.stages import Stage
from missions.core.fields import DayField
from missions.register.models import Organisation


class StageForm(forms.Form):
    """A council's stage and the day on which it reached it."""

    stage = forms.ChoiceField(
        label="Where does the council stand?",
        help_text="Aware: knows of it. Committed: has decided to use it. Piloting: sets it up or tries it. Live: uses it for real work. "
        "Embedded: it is how the work is normally done.",
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where the council stands."},
    )
    happened_on = DayField(
        label="Since when?",
        help_text="For example, 27 3 2026.",
        error_messages={"required": "Enter the day on which it reached that stage.", "incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, council: Organisation, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council, self.on = council, on

    def clean_happened_on(self) -> dt.date:
        """A day that has come, in the life of the council."""
        day: dt.date = self.cleaned_data["happened_on"]
        if day > self.on:
            raise ValidationError("The day can’t be in the future. Record the stage once it is reached.")
        if not self.council.holds_on(day):
            raise ValidationError(f"{self.council.name} did not exist on that day.")
        return day


class RecordForm(StageForm):
    """A new stage."""

    note = forms.CharField(
        label="What shows it?", max_length=400, required=False, help_text="For example, the address of a page."
    )


class CorrectForm(StageForm):
    """What a record should have said."""

    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=300,
        help_text="The first record is kept beside it, with this reason.",
        error_messages={"required": "Say why it is corrected."},
    )
