"""Forms about interventions."""

from typing import Any, cast

from django import forms

from missions.interventions.lifecycle import INTERVENTION
from missions.interventions.models import Intervention

NEEDS_REASON = ("paused", "stopped")


class MoveForm(forms.Form):
    """To which status an intervention moves, and why."""

    status = forms.ChoiceField(
        label="Change its status to", widget=forms.RadioSelect, error_messages={"required": "Choose the new status."}
    )
    reason = forms.CharField(
        label="Reason",
        max_length=400,
        required=False,
        help_text="Needed when it is paused or stopped. Councils and suppliers who rely on it will read it.",
    )

    def __init__(self, *args: Any, intervention: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["status"])
        field.choices = [(move, INTERVENTION.states[move].label) for move in INTERVENTION.states[intervention.status].moves]

    def clean(self) -> dict[str, Any]:
        """Pausing and stopping say why."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("status") in NEEDS_REASON and not cleaned.get("reason"):
            self.add_error("reason", "Say why, so that councils and suppliers who rely on it can read it.")
        return cleaned
