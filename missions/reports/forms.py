"""Forms about reports."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from missions.core.fields import LONGEST_TEXT, DayField
from missions.reports.models import Confidence, Section


class ReportForm(forms.Form):
    """What the author writes. Rating and next review may wait until the report is submitted."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter a title."})
    as_at = DayField(
        label="On which day should the figures stand?",
        help_text="For example, 31 8 2026. All figures are taken as at that day when you submit.",
        error_messages={"required": "Enter the day of the figures.", "incomplete": "Enter day, month and year."},
    )
    narrative = forms.CharField(
        label="What we did, and what it means",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 10}),
        help_text="The figures are added for you. Say what moved, why, and what you need from the director.",
    )
    confidence = forms.ChoiceField(
        label="Delivery confidence",
        choices=Confidence.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="Needed before you submit.",
    )
    confidence_reason = forms.CharField(
        label="Why this rating?",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Needed before you submit. A rating without a reason isn’t valid.",
    )
    next_review_on = DayField(
        label="When is it reviewed next?",
        required=False,
        help_text="Needed before you submit. For example, 27 3 2027.",
        error_messages={"incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        texts = (kwargs.get("initial") or {}).get("texts") or {}
        for section in Section:
            self.fields[f"text_{section.value}"] = forms.CharField(
                label=section.label,
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea({"rows": 4}),
                initial=texts.get(section.value, ""),
            )

    def clean(self) -> dict[str, Any]:
        """What is said in each section is one thing; a section without words is left out."""
        data = super().clean() or self.cleaned_data
        said = {section.value: data.pop(f"text_{section.value}", "") for section in Section}
        data["texts"] = {name: text for name, text in said.items() if text}
        return data

    def clean_as_at(self) -> dt.date:
        """A day that has come."""
        day: dt.date = self.cleaned_data["as_at"]
        if day > self.on:
            raise ValidationError("The day of the figures can’t be in the future.")
        return day

    def clean_next_review_on(self) -> dt.date | None:
        """A day still to come."""
        day: dt.date | None = self.cleaned_data["next_review_on"]
        if day is not None and day <= self.on:
            raise ValidationError("The next review must be after today.")
        return day


class AnswerForm(forms.Form):
    """Sign it off, or return it with comments."""

    answer = forms.ChoiceField(
        label="What is your answer?",
        choices=(
            ("sign-off", "Sign it off: anyone can then read it"),
            ("return", "Return it with comments: the lead writes a new version"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose to sign it off or to return it."},
    )
    comments = forms.CharField(
        label="Comments",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text="Needed when you return it. Only the people on the mission read them.",
    )

    def clean(self) -> dict[str, Any]:
        """A returned report says what should change."""
        data = super().clean() or self.cleaned_data
        if data.get("answer") == "return" and not data.get("comments"):
            self.add_error("comments", "Say what should change.")
        return data
