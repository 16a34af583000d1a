"""What is asked of the leverage page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms

MOST = 8
DEFAULT = 3


@dataclass(frozen=True)
class Asked:
    """How many suppliers at most, counted by councils or by people, and which products are ready."""

    most: int = DEFAULT
    weight: str = "councils"
    ready: frozenset[str] = frozenset()


class LeverageForm(forms.Form):
    """Nothing here changes anything: what was chosen stands in the address, which can be shared."""

    most = forms.IntegerField(
        label="How many suppliers could you fund?",
        min_value=1,
        max_value=MOST,
        initial=DEFAULT,
        help_text=f"From 1 to {MOST}.",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Enter a whole number from 1 to {MOST}."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )
    weight = forms.ChoiceField(
        label="What should count?",
        choices=[("councils", "Each council the same"), ("people", "Councils by how many people live there")],
        initial="councils",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should count.", "invalid_choice": "Choose what should count."},
    )
    ready = forms.MultipleChoiceField(
        label="Which products follow the standard already?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, products: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["ready"]).choices = [(name, name) for name in products]

    def asked(self) -> Asked:
        """What was chosen; three suppliers by councils while nothing, or nothing valid, was."""
        if not self.is_valid():
            return Asked()
        return Asked(self.cleaned_data["most"], self.cleaned_data["weight"], frozenset(self.cleaned_data["ready"]))
