"""Form fields that Django lacks: a day in three boxes, as GOV.UK asks for one."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# Several pages; the search can't take in texts without an end.
LONGEST_TEXT = 20_000
EARLIEST_YEAR, LATEST_YEAR = 1800, 2099


class DayInput(forms.MultiWidget):
    """Day, month and year as three numbers."""

    template_name = "components/day_input.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric"}
        super().__init__(
            {"day": forms.TextInput(number), "month": forms.TextInput(number), "year": forms.TextInput(number)}, attrs
        )

    def decompress(self, value: Any) -> list[Any]:
        """A date as its three parts."""
        return [value.day, value.month, value.year] if isinstance(value, dt.date) else [None, None, None]


class DayField(forms.MultiValueField):
    """A day that exists, typed in three boxes."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        parts = (forms.CharField(max_length=2), forms.CharField(max_length=2), forms.CharField(max_length=4))
        super().__init__(parts, require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> dt.date | None:
        """The three parts as a date."""
        if not data_list or not any(data_list):
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            found = dt.date(year, month, day)
        except (ValueError, TypeError):
            raise ValidationError("Enter a date that exists, for example 27 3 2027.", code="invalid") from None
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            raise ValidationError(
                f"Enter a date that exists between {EARLIEST_YEAR} and {LATEST_YEAR}, for example 27 3 2027.", code="invalid"
            )
        return found
