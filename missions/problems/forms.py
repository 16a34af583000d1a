"""Forms about pain points."""

from typing import Any, cast

from django import forms

from missions.problems.lifecycle import PAIN_POINT
from missions.problems.models import PainPoint


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
