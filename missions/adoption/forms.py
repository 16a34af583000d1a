"""Forms about adoption."""

from django import forms

from missions.adoption.stages import Stage
from missions.core.fields import DayField


class RecordForm(forms.Form):
    """A council's new stage and the day on which it reached it."""

    stage = forms.ChoiceField(label="Where does the council stand now?", choices=Stage.choices, widget=forms.RadioSelect)
    happened_on = DayField(label="Since when?", help_text="For example, 27 3 2026.")
    note = forms.CharField(
        label="What shows it?", max_length=400, required=False, help_text="For example, the address of a page."
    )
