"""The form on which a body is added that no register lists."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from missions.register.models import Kind, Nation
from missions.stakeholders.bodies import KINDS, Body, alike, already_there

COMPANY_NUMBER = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}")
LABELS = {Kind.SUPPLIER: "Company or another enterprise", Kind.SECTOR_BODY: "Association or sector body"}


class BodyForm(forms.Form):
    """A body that the register doesn't hold. Names that look alike are shown first, so that nothing is added twice."""

    name = forms.CharField(
        label="What is it called?",
        max_length=200,
        help_text="The name that it uses itself, written in full.",
        error_messages={"required": "Enter its name.", "max_length": "Use at most 200 characters for its name."},
    )
    kind = forms.ChoiceField(
        label="What kind of body is it?",
        choices=[(kind.value, LABELS.get(kind, kind.label)) for kind in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of body it is."},
    )
    company_number = forms.CharField(
        label="Company number",
        max_length=20,
        required=False,
        help_text="If it is a registered company: 8 digits, or 2 letters and 6 digits. It keeps two companies of one name apart.",
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    nation = forms.ChoiceField(
        label="Where is it based?",
        choices=[("", "Not known, or outside the United Kingdom"), *Nation.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    website = forms.URLField(
        label="Website",
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "Enter an address that starts with https://.",
            "max_length": "Use at most 200 characters for the address.",
        },
    )
    is_none_of_these = forms.BooleanField(label="It is none of those above: add it", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.alike: list[Any] = []

    def clean_name(self) -> str:
        """One line without spaces that nobody meant; letters or digits must be in it."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(letter.isalnum() for letter in name):
            raise ValidationError("Enter its name.")
        return name

    def clean_company_number(self) -> str:
        """In capitals, without spaces, with the zeros that people leave out."""
        typed = re.sub(r"\s", "", self.cleaned_data["company_number"]).upper()
        number = typed.zfill(8) if typed.isdigit() else typed
        if number and not COMPANY_NUMBER.fullmatch(number):
            raise ValidationError("Enter a company number of 8 digits, or of 2 letters and 6 digits, for example 01234567.")
        return number

    def clean_website(self) -> str:
        """Only what a browser opens."""
        address = str(self.cleaned_data["website"])
        if address and not address.startswith(("https://", "http://")):
            raise ValidationError("Enter an address that starts with https://.")
        return address

    def clean(self) -> dict[str, Any]:
        """What is there already is refused; what looks alike is shown, and added only when somebody says that it is another."""
        typed: dict[str, Any] = super().clean() or {}
        if self.errors:
            return typed
        if taken := already_there(self.body(), on=self.on):
            is_number = bool(typed["company_number"]) and taken.name.lower() != typed["name"].lower()
            self.add_error(
                "company_number" if is_number else "name", f"{taken.name} is in the register already, as {taken.code}."
            )
            return typed
        self.alike = [] if typed["is_none_of_these"] else list(alike(typed["name"]))
        if self.alike:
            self.fields["is_none_of_these"].widget = forms.CheckboxInput()
            self.add_error("is_none_of_these", "Check whether it is one of those above, then tick the box if it isn’t.")
        return typed

    def body(self) -> Body:
        """What was typed, once it is valid."""
        names = ("name", "kind", "company_number", "nation", "website")
        return Body(**{name: self.cleaned_data[name] for name in names})
