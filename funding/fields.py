"""Form fields of money and files."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from funding import evidence_files
from funding.actions.documents import SentFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST = Decimal("99999999999.99")


class PoundsField(forms.DecimalField):
    """Exact pounds and pence, as people type them: “£1,234.50” is taken too."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("min_value", Decimal("0.01"))
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}))
        label = options.get("label", "the amount")
        messages = {
            "required": f"{label}: enter pounds.",
            "invalid": f"{label}: enter pounds as a number, for example 12,500 or 12,500.50.",
            "max_decimal_places": f"{label}: enter at most two decimals. There is nothing smaller than a penny.",
            "min_value": f"{label}: enter at least £{options['min_value']:,.2f}.",
        }
        options["error_messages"] = {**messages, **options.get("error_messages", {})}
        super().__init__(max_value=MOST, max_digits=13, decimal_places=2, **options)

    def to_python(self, value: Any) -> Any:
        """Without the pound sign, commas and spaces."""
        return super().to_python(value.replace("£", "").replace(",", "").replace(" ", "") if isinstance(value, str) else value)


class SentFileField(forms.FileField):
    """A file of a kind that is taken, by what is in it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", f"{evidence_files.IN_WORDS}, at most {evidence_files.LARGEST // 1_000_000} MB.")
        messages = {"invalid": "Choose a file.", "required": "Choose a file.", "max_length": "The file’s name is too long."}
        options["error_messages"] = {**messages, **options.get("error_messages", {})}
        super().__init__(
            max_length=255, allow_empty_file=True, widget=forms.FileInput(attrs={"accept": evidence_files.ACCEPT}), **options
        )

    def clean(self, data: Any, initial: Any = None) -> SentFile | None:
        """The file as actions take it; None where none was sent."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > evidence_files.LARGEST:
            raise forms.ValidationError(f"The file is larger than {evidence_files.LARGEST // 1_000_000} MB. Send a smaller one.")
        content = file.read()
        sentence = evidence_files.why_not(file.name or "", content)
        if sentence is not None:
            raise forms.ValidationError(sentence)
        return SentFile(evidence_files.safe_name(file.name or ""), content)
