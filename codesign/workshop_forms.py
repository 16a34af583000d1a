"""The form on which a facilitator writes down what was said at a workshop."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from codesign.actions.running import Invitee
from codesign.actions.workshops import Minutes
from codesign.forms import AddressesForm
from codesign.models import Segment
from missions.core import clock
from missions.core.fields import DayField
from missions.problems.models import Disclosure

MOST_NOTES = 30
LONGEST_NOTE = 2_000


class NotesForm(AddressesForm):
    """Which councils said what, and who confirms it for each."""

    addresses = forms.CharField(
        label="Which councils said it?",
        max_length=20_000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text="One in each line: the e-mail address of who confirms it, a comma, then the council’s code or name.",
        error_messages={"required": "Enter at least one address with its council."},
    )
    texts = forms.CharField(
        label="What did they say?",
        max_length=40_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="One thing in each line, in their words. Each council is asked to confirm each of them.",
        error_messages={"required": "Enter what they said."},
    )
    held_on = DayField(
        label="Day of the workshop",
        help_text="For example, 27 3 2026.",
        error_messages={"required": "Enter the day of the workshop.", "incomplete": "Enter day, month and year."},
    )
    disclosure = forms.ChoiceField(
        label="Who may read it, once it is confirmed?",
        choices=Disclosure.choices,
        initial=Disclosure.COUNCILS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read it."},
    )
    field_order = ("held_on", "addresses", "texts", "disclosure")

    def clean_addresses(self) -> list[Invitee]:
        """Councils only: others speak for themselves."""
        found = super().clean_addresses()
        if any(item.segment != Segment.COUNCIL for item in found):
            raise ValidationError("Enter councils only: suppliers and practitioners speak for themselves.")
        return found

    def clean_texts(self) -> list[str]:
        """Lines that are not empty, few and short enough to be read before a press."""
        lines = [line.strip() for line in self.cleaned_data["texts"].splitlines() if line.strip()]
        if len(lines) > MOST_NOTES:
            raise ValidationError(f"Enter at most {MOST_NOTES} things at once.")
        long = next((number for number, line in enumerate(lines, start=1) if len(line) > LONGEST_NOTE), None)
        if long:
            raise ValidationError(f"Thing {long} is longer than {LONGEST_NOTE:,} characters. Make it shorter.")
        return lines

    def clean_held_on(self) -> dt.date:
        """Not a day to come."""
        day: dt.date = self.cleaned_data["held_on"]
        if day > clock.today():
            raise ValidationError("The day of the workshop can’t be in the future.")
        return day

    def minutes(self) -> Minutes:
        """The answers as the minutes of a workshop."""
        values: dict[str, Any] = self.cleaned_data
        return Minutes(values["texts"], values["disclosure"], values["held_on"])
