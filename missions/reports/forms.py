"""Forms about reports."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from missions.core.fields import LONGEST_TEXT, DayField
from missions.people.models import User
from missions.reports.models import Confidence, Portfolio, Section
from missions.reports.portfolio_actions import SAME_PERSON
from missions.stewardship.models import Mission


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
            ("return", "Return it with comments: a new version follows"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose to sign it off or to return it."},
    )
    comments = forms.CharField(
        label="Comments",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text="Needed when you return it. Only the people who work on it read them.",
    )

    def clean(self) -> dict[str, Any]:
        """A returned report says what should change."""
        data = super().clean() or self.cleaned_data
        if data.get("answer") == "return" and not data.get("comments"):
            self.add_error("comments", "Say what should change.")
        return data


class PortfolioForm(forms.Form):
    """Which missions, who directs them, who writes about them."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name."})
    director = forms.EmailField(
        label="E-mail address of its director",
        help_text="The director signs its reports off.",
        error_messages={"required": "Enter the director’s e-mail address."},
    )
    writer = forms.EmailField(
        label="E-mail address of who writes about it",
        help_text="Somebody of the director’s office: they write the reports and submit them.",
        error_messages={"required": "Enter the writer’s e-mail address."},
    )
    missions = forms.ModelMultipleChoiceField(
        Mission.objects.filter(status__in=("active", "closing")).order_by("name"),
        label="Missions",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one mission."},
    )

    def __init__(self, *args: Any, portfolio: Portfolio | None = None, **kwargs: Any) -> None:
        if portfolio is not None:
            kwargs["initial"] = {
                "name": portfolio.name,
                "director": portfolio.director.email,
                "writer": portfolio.writer.email,
                "missions": list(portfolio.missions.values_list("pk", flat=True)),
            }
        super().__init__(*args, **kwargs)

    def clean_director(self) -> User:
        """Somebody who may sign in."""
        return self._person("director")

    def clean_writer(self) -> User:
        """Somebody who may sign in."""
        return self._person("writer")

    def _person(self, name: str) -> User:
        found = User.objects.filter(email__iexact=self.cleaned_data[name], is_active=True).first()
        if found is None:
            raise ValidationError("Nobody has this e-mail address here. Invite them first, then name them.")
        return found

    def clean(self) -> dict[str, Any]:
        """Two people."""
        data = super().clean() or self.cleaned_data
        if data.get("writer") is not None and data.get("writer") == data.get("director"):
            self.add_error("writer", SAME_PERSON)
        return data
