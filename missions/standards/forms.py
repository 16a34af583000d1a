"""Forms about standards."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

from missions.core.fields import DayField
from missions.standards.access import Subject
from missions.standards.checking.opening import LARGEST_FILE
from missions.standards.models import NUMBER, PASS_STAGES, StandardVersion
from missions.standards.schemas import LARGEST_SCHEMA, BadSchema, SchemaKind, read_schema

LONGEST_PASTE = 1_000_000
CHUNK = 1 << 20


class PassStageForm(forms.Form):
    """What a passed test shows of a council."""

    pass_stage = forms.ChoiceField(
        label="Which stage does a passed test show?",
        help_text="A council whose file passes is recorded at this stage, as verified. Passes recorded so far stay as they are.",
        choices=PASS_STAGES,
        widget=forms.RadioSelect,
    )


class VersionForm(forms.Form):
    """A version with its schema, as a file or as text."""

    says_optional = False  # one of the two is needed

    number = forms.CharField(
        label="Number",
        max_length=40,
        validators=[NUMBER],
        help_text="For example, 1.2 or 1.2.0. Raise the first number when files that fitted before no longer do.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"required": "Enter the number of the version."},
    )
    kind = forms.ChoiceField(
        label="How is the schema written?",
        choices=SchemaKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the schema is written."},
    )
    schema_file = forms.FileField(
        label="The schema as a file",
        required=False,
        help_text=f"A JSON file, at most {LARGEST_SCHEMA // 1_000} kB. It may not point to other addresses: nothing is fetched.",
        widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={"empty": "The file is empty."},
    )
    schema_text = forms.CharField(
        label="Or the schema as text",
        required=False,
        strip=False,
        max_length=LARGEST_SCHEMA,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    change_log = forms.CharField(
        label="What changed, in words",
        max_length=5_000,
        help_text="For councils and suppliers: what is new since the version before, and what they have to do.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what changed."},
    )

    def clean(self) -> dict[str, Any]:
        """One schema, which can be read."""
        said = super().clean() or self.cleaned_data
        file = said.pop("schema_file", None)
        text = said.pop("schema_text", "")
        if "schema_file" in self.errors or "schema_text" in self.errors:
            return said
        where = "schema_file" if file else "schema_text"
        try:
            text = file.read(LARGEST_SCHEMA + 1).decode("utf-8-sig") if file else text
        except UnicodeDecodeError:
            self.add_error(where, "The file isn’t written in UTF-8. Save it as UTF-8 and choose it again.")
            return said
        if not text.strip():
            self.add_error("schema_file", "Choose a file with the schema, or paste it as text.")
        elif said.get("kind"):
            try:
                read_schema(text, said["kind"])
            except BadSchema as error:
                self.add_error(where, str(error))
        said["schema"] = text
        return said


class PublishForm(forms.Form):
    """From when it holds."""

    starts_on = DayField(
        label="From which day does it hold?",
        help_text="Today or later. Councils and suppliers need time: 12 weeks are usual.",
        error_messages={"required": "Enter the day from which it holds.", "incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_starts_on(self) -> dt.date:
        """Not in the past: nobody could have followed it."""
        day: dt.date = self.cleaned_data["starts_on"]
        if day < self.on:
            raise ValidationError("A version can’t have held in the past. Choose today or a later day.")
        return day


class WithdrawForm(forms.Form):
    """Why it holds no more."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=400,
        help_text="Everybody can read it.",
        error_messages={"required": "Say why it is withdrawn."},
    )


class TestForm(forms.Form):
    """A file, or its text, with whose it is and the version to test it against."""

    __test__ = False
    says_optional = False  # one of the two is needed

    subject = forms.ChoiceField(
        label="Whose data is it?",
        help_text="A council’s own file, or what a product puts out.",
        error_messages={"required": "Choose whose data it is."},
    )
    version = forms.ChoiceField(label="Test it against", error_messages={"required": "Choose a version."})
    file = forms.FileField(
        label="The file",
        required=False,
        help_text=f"CSV or JSON in UTF-8, at most {LARGEST_FILE // 1_000_000} MB. No spreadsheets and no packed files.",
        error_messages={"empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".csv,.json,.geojson,.txt"}),
    )
    text = forms.CharField(
        label="Or paste its text",
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        help_text="A few rows with their headings are enough for a first try.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def __init__(
        self, *args: Any, subjects: Sequence[Subject], versions: Sequence[tuple[StandardVersion, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subjects, self.versions = {item.key: item for item in subjects}, {str(item.pk): item for item, _ in versions}
        whose, against = self.fields["subject"], self.fields["version"]
        if not isinstance(whose, forms.ChoiceField) or not isinstance(against, forms.ChoiceField):
            raise TypeError("Both are choices.")
        whose.choices = [(item.key, item.label) for item in subjects]
        against.choices = [(str(item.pk), f"Version {item.number} ({state.lower()}), {_files(item)}") for item, state in versions]
        if len(subjects) == 1:
            whose.initial = subjects[0].key

    def clean(self) -> dict[str, Any]:
        """One of the two, and not too large."""
        said = super().clean() or self.cleaned_data
        file, text = said.get("file"), said.get("text", "")
        if "file" in self.errors or "text" in self.errors:
            return said
        if file is None and not text.strip():
            self.add_error("file", "Choose a file, or paste its text.")
        elif file is not None and file.size > LARGEST_FILE:
            self.add_error("file", f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Split it and test the parts.")
        return said

    @property
    def name(self) -> str:
        """What the file is called."""
        file: File[bytes] | None = self.cleaned_data.get("file")
        return (file.name or "file") if file is not None else "Pasted text"

    def chunks(self) -> Iterable[bytes]:
        """Its content in pieces, so that it never lies in memory as a whole."""
        file: File[bytes] | None = self.cleaned_data.get("file")
        if file is not None:
            return file.chunks(CHUNK)
        sent = self.cleaned_data["text"].encode()
        return (sent[at : at + CHUNK] for at in range(0, len(sent), CHUNK))


def _files(version: StandardVersion) -> str:
    return "for CSV files" if version.kind == SchemaKind.TABLE else "for JSON files"
