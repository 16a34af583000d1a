"""What people type about claims and day rates."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from funding import evidence_files
from funding.actions.claims import Line, Written
from funding.models import Award, Claim, DayRate, Fund
from missions.core.fields import DayField
from missions.core.registries import NamedWork
from missions.register.models import Organisation

EMPTY_LINES = 2
MOST_LINES = 40
QUARTER = Decimal("0.25")
LONGEST_PERIOD = dt.timedelta(days=366)


class PeriodForm(forms.Form):
    """From which day to which."""

    starts_on = DayField(label="First day of the work", error_messages={"required": "Enter the first day of the work."})
    last_day = DayField(label="Last day of the work", error_messages={"required": "Enter the last day of the work."})

    def clean(self) -> dict[str, Any]:
        """In order, and no longer than a year."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts_on"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must not be before the first day.")
        elif first and last and last - first > LONGEST_PERIOD:
            self.add_error("last_day", "Claim for at most a year at once.")
        return data

    @property
    def ends_on(self) -> dt.date:
        """The day after the last."""
        return cast(dt.date, self.cleaned_data["last_day"]) + dt.timedelta(days=1)


class BeginForm(PeriodForm):
    """From which award a council claims, and for which days."""

    award = forms.ChoiceField(
        label="Which award pays for it?", widget=forms.RadioSelect, error_messages={"required": "Choose an award."}
    )
    field_order = ("award", "starts_on", "last_day")

    def __init__(self, *args: Any, pairs: Sequence[tuple[Award, Organisation]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {f"{award.pk}-{council.pk}": (award, council) for award, council in pairs}
        field = cast(forms.ChoiceField, self.fields["award"])
        field.choices = [
            (key, f"{award.fund.name}, award {award.reference}, for {council.name}")
            for key, (award, council) in self.pairs.items()
        ]
        if len(self.pairs) == 1:
            field.initial = next(iter(self.pairs))

    @property
    def chosen(self) -> tuple[Award, Organisation]:
        """The award and the council."""
        return self.pairs[self.cleaned_data["award"]]


class ClaimForm(PeriodForm):
    """The whole claim on one page. Lines are numbered fields, so that they need no script."""

    invoice_number = forms.CharField(
        label="Your invoice number",
        max_length=40,
        required=False,
        help_text="The payment names it. Each invoice is claimed once.",
    )
    statement = forms.CharField(
        label="What was the time for?",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In a few sentences. Name roles, not people, and nobody’s pay.",
    )
    evidence = forms.FileField(
        label="Add a file that shows the time",
        required=False,
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": evidence_files.ACCEPT}),
        help_text=f"For example a timesheet. {evidence_files.IN_WORDS}, at most {evidence_files.LARGEST // 1_000_000} MB.",
        error_messages={"invalid": "Choose a file.", "max_length": "The file’s name is too long. Give it a shorter one."},
    )

    def __init__(
        self, *args: Any, claim: Claim, work: Mapping[str, NamedWork], rates: Iterable[DayRate], count: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(count, MOST_LINES)
        works = [("", "Choose"), *((key, found.title) for key, found in work.items())]
        roles = [("", "Choose"), *((str(rate.role_id), rate.role.name) for rate in rates)]
        for number in range(1, self.count + 1):
            self.fields[f"work_{number}"] = forms.ChoiceField(label="Work", choices=works, required=False)
            self.fields[f"role_{number}"] = forms.ChoiceField(label="Role", choices=roles, required=False)
            self.fields[f"days_{number}"] = forms.DecimalField(
                label="Days",
                required=False,
                min_value=QUARTER,
                max_value=Decimal(999),
                max_digits=6,
                decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
                error_messages={"invalid": f"Line {number}: enter days as a number, for example 1.5."},
            )

    @property
    def has_room(self) -> bool:
        """Whether another line fits into a claim."""
        return self.count < MOST_LINES

    @property
    def rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """The fields of each line, as the page shows them."""
        for number in range(1, self.count + 1):
            yield number, [self[f"{name}_{number}"] for name in ("work", "role", "days")]

    def clean(self) -> dict[str, Any]:
        """Lines are whole or empty, in quarter days, and name each work and role once."""
        data = super().clean()
        seen: set[tuple[str, str]] = set()
        for number in range(1, self.count + 1):
            parts = [data.get(f"{name}_{number}") for name in ("work", "role", "days")]
            if not any(parts) or any(f"{name}_{number}" in self.errors for name in ("work", "role", "days")):
                continue
            missing = {"work": "choose the work", "role": "choose the role", "days": "enter how many days"}
            for (name, what), part in zip(missing.items(), parts, strict=True):
                if not part:
                    self.add_error(f"{name}_{number}", f"Line {number}: {what}.")
            self._clean_whole(number, parts, seen)
        return data

    def _clean_whole(self, number: int, parts: list[Any], seen: set[tuple[str, str]]) -> None:
        work, role, days = parts
        if days and days % QUARTER:
            self.add_error(f"days_{number}", f"Line {number}: enter days in quarters, for example 0.25, 0.5 or 1.75.")
        if work and role and (work, role) in seen:
            self.add_error(
                f"role_{number}", f"Line {number}: this work and role stand in another line. Add the days up in one line."
            )
        seen.add((work, role))

    def clean_evidence(self) -> "UploadedFile[Any] | None":
        """Of a kind that is taken, by what is in it."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("evidence")
        if file is None:
            return None
        if (file.size or 0) > evidence_files.LARGEST:
            raise forms.ValidationError(f"The file is larger than {evidence_files.LARGEST // 1_000_000} MB. Send a smaller one.")
        sentence = evidence_files.why_not(file.name or "", file.read())
        file.seek(0)
        if sentence is not None:
            raise forms.ValidationError(sentence)
        return file

    @property
    def written(self) -> Written:
        """What the council says."""
        data = self.cleaned_data
        lines = [
            Line(data[f"work_{number}"], int(data[f"role_{number}"]), data[f"days_{number}"])
            for number in range(1, self.count + 1)
            if data[f"work_{number}"]
        ]
        return Written(data["starts_on"], self.ends_on, data["invoice_number"], data["statement"], lines)


def initial_of(claim: Claim) -> dict[str, Any]:
    """A saved claim as the form shows it."""
    initial: dict[str, Any] = {
        "starts_on": claim.starts_on,
        "last_day": claim.last_day,
        "invoice_number": claim.invoice_number,
        "statement": claim.statement,
    }
    for number, line in enumerate(claim.lines.all(), start=1):
        initial |= {f"work_{number}": line.work, f"role_{number}": line.role_id, f"days_{number}": line.days.normalize()}
    return initial


class CommentForm(forms.Form):
    """What must change before a claim is sent again."""

    comment = forms.CharField(
        label="What must change?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what must change, so that the council can send it again."},
    )


class RateForm(forms.Form):
    """A day rate from a day on."""

    role = forms.CharField(label="Role", max_length=80, error_messages={"required": "Enter the role."})
    amount = forms.DecimalField(
        label="Pounds a day",
        min_value=Decimal("0.01"),
        max_value=Decimal(10_000),
        max_digits=7,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
        error_messages={"required": "Enter the pounds a day.", "invalid": "Enter pounds as a number, for example 320 or 320.50."},
    )
    starts_on = DayField(label="From which day?", error_messages={"required": "Enter the first day."})
    fund = forms.ModelChoiceField(
        Fund.objects.none(), label="For which fund?", required=False, empty_label="All funds of this mission"
    )
    source = forms.CharField(
        label="Where was it agreed?",
        max_length=300,
        help_text="For example the fund’s prospectus or the minutes of a meeting.",
        error_messages={"required": "Say where it was agreed."},
    )

    def __init__(self, *args: Any, funds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Fund]", self.fields["fund"]).queryset = funds
