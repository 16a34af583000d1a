"""What people type about subsidies."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from funding import evidence_files
from funding.actions.subsidy import Declared
from funding.models.subsidy import RouteKind
from missions.core.fields import DayField
from missions.register.models import Organisation

LINES = 5


class ConfirmForm(forms.Form):
    """What an enterprise was given by anybody, and its word that it stays within the limit."""

    confirmed = forms.BooleanField(
        label="I confirm this for the supplier and every enterprise in its group",
        error_messages={"required": "Tick the box to confirm, or don’t send this form and write to the mission team."},
    )

    def __init__(self, *args: Any, count: int = LINES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(count, 60)
        for number in range(1, self.count + 1):
            self.fields[f"authority_{number}"] = forms.CharField(label="Who gave it", max_length=200, required=False)
            self.fields[f"amount_{number}"] = forms.DecimalField(
                label="Pounds",
                required=False,
                min_value=Decimal("0.01"),
                max_digits=13,
                decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
                error_messages={"invalid": f"Line {number}: enter pounds as a number, for example 20000 or 20000.50."},
            )
            self.fields[f"given_on_{number}"] = DayField(label="Day on which it was given", required=False)

    @property
    def rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """The fields of each line."""
        for number in range(1, self.count + 1):
            yield number, [self[f"{name}_{number}"] for name in ("authority", "amount", "given_on")]

    def clean(self) -> dict[str, Any]:
        """Lines are whole or empty."""
        data: dict[str, Any] = super().clean() or {}
        missing = {"authority": "say who gave it", "amount": "enter the pounds", "given_on": "enter the day"}
        for number in range(1, self.count + 1):
            names = [f"{name}_{number}" for name in missing]
            if any(name in self.errors for name in names) or not any(data.get(name) for name in names):
                continue
            for name, what in zip(names, missing.values(), strict=True):
                if not data.get(name):
                    self.add_error(name, f"Line {number}: {what}.")
        return data

    @property
    def declared(self) -> list[Declared]:
        """What was named."""
        data = self.cleaned_data
        numbers = [number for number in range(1, self.count + 1) if data[f"authority_{number}"]]
        return [Declared(data[f"authority_{n}"], data[f"amount_{n}"], data[f"given_on_{n}"]) for n in numbers]


class PaperForm(ConfirmForm):
    """The same as it came on paper or by e-mail, kept by the team."""

    document = forms.FileField(
        label="The supplier’s written confirmation",
        help_text=f"As it was sent. {evidence_files.IN_WORDS}, at most {evidence_files.LARGEST // 1_000_000} MB.",
        error_messages={"required": "Add the supplier’s written confirmation.", "empty": "The file is empty."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].label = "The supplier confirms this in the document, for itself and its group"

    def clean_document(self) -> "UploadedFile[Any]":
        """Of a kind that is taken."""
        file: UploadedFile[Any] = self.cleaned_data["document"]
        if (file.size or 0) > evidence_files.LARGEST:
            raise forms.ValidationError(f"The file is larger than {evidence_files.LARGEST // 1_000_000} MB. Send a smaller one.")
        sentence = evidence_files.why_not(file.name or "", file.read())
        file.seek(0)
        if sentence is not None:
            raise forms.ValidationError(sentence)
        return file


class RouteForm(forms.Form):
    """Another route by which an award is lawful."""

    kind = forms.ChoiceField(
        label="Which route?",
        choices=RouteKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the route."},
    )
    reference = forms.CharField(
        label="Reference",
        max_length=200,
        help_text="Of the assessment, the scheme or the contract, so that others can find it.",
        error_messages={"required": "Enter the reference."},
    )
    reason = forms.CharField(
        label="Why does this route apply?",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why this route applies."},
    )


class PublicationForm(forms.Form):
    """The entry in the public database."""

    reference = forms.CharField(
        label="Number of the entry", max_length=60, error_messages={"required": "Enter the number of the entry."}
    )
    published_on = DayField(label="Day on which it was published", error_messages={"required": "Enter the day."})


class GroupForm(forms.Form):
    """A supplier belongs to a group from a day on."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Supplier",
        empty_label="Choose",
        error_messages={"required": "Choose the supplier.", "invalid_choice": "Choose a supplier of the list."},
    )
    group = forms.CharField(
        label="Name of the group", max_length=200, error_messages={"required": "Enter the name of the group."}
    )
    starts_on = DayField(label="From which day?", error_messages={"required": "Enter the first day."})
    source = forms.CharField(
        label="How do we know?",
        max_length=300,
        help_text="For example the register of persons with significant control.",
        error_messages={"required": "Say how we know."},
    )

    def __init__(self, *args: Any, suppliers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"]).queryset = suppliers
