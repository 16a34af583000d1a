"""Forms about findings."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from missions.core.fields import LONGEST_TEXT, DayField
from missions.market.frozen_figures import CHOICES
from missions.market.models import FindingKind, Strength
from missions.market.models.findings import KIND_HINTS, STRENGTH_MEANINGS


def with_hint(label: str, hint: str) -> str:
    """“Lock-in: leaving a supplier costs councils too much”."""
    return f"{label}: {hint[0].lower()}{hint[1:].rstrip('.')}"


class FindingForm(forms.Form):
    """What fails, how, how firmly we can say so, and why we think so."""

    statement = forms.CharField(
        label="What fails?",
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text="One or two sentences that a director understands. At most 400 characters.",
        error_messages={"required": "Say what fails.", "max_length": "Use at most 400 characters."},
    )
    kind = forms.ChoiceField(
        label="How does the market fail?",
        choices=[(kind.value, with_hint(kind.label, KIND_HINTS[kind])) for kind in FindingKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the market fails."},
    )
    strength = forms.ChoiceField(
        label="How firmly does the evidence carry it?",
        choices=[(strength.value, with_hint(strength.label, STRENGTH_MEANINGS[strength])) for strength in Strength],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how firmly the evidence carries it."},
    )
    reasoning = forms.CharField(
        label="Why do we think so?",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text="What the evidence shows, and what else could explain it.",
    )


class FigureForm(forms.Form):
    """Which figure of the market page, as at which day."""

    name = forms.ChoiceField(
        label="Which figure?",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a figure."},
    )
    as_at = DayField(
        label="As at which day?",
        help_text="The market page shows what it was on any day.",
        error_messages={"required": "Enter the day.", "incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"as_at": on}, **kwargs})
        self.on = on

    def clean_as_at(self) -> dt.date:
        """Today or earlier."""
        day: dt.date = self.cleaned_data["as_at"]
        if day > self.on:
            raise ValidationError("The day can’t be in the future.")
        return day


class DocumentForm(forms.Form):
    """A document that stands elsewhere."""

    title = forms.CharField(
        label="Title of the document",
        max_length=300,
        help_text="With who published it and when, for example “Digital planning survey, LGA, 2024”.",
        error_messages={"required": "Enter the title."},
    )
    url = forms.URLField(
        label="Its address",
        max_length=1_000,
        assume_scheme="https",
        error_messages={"required": "Enter its address.", "invalid": "Enter an address that starts with https://."},
    )

    def clean_url(self) -> str:
        """Over https only."""
        url: str = self.cleaned_data["url"]
        if not url.startswith("https://"):
            raise ValidationError("Enter an address that starts with https://.")
        return url


class WithdrawForm(forms.Form):
    """Why it no longer holds."""

    reason = forms.CharField(
        label="Why does it no longer hold?",
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text="It is kept beside the finding. If the finding was judged, anybody can read it.",
        error_messages={"required": "Say why it no longer holds."},
    )
