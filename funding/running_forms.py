"""What people type about milestones that are reached, payments, and awards that pass to others."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms

from funding.fields import PoundsField, SentFileField
from funding.models import Milestone, MilestoneKind
from funding.novation import Holder
from missions.core.fields import LONGEST_TEXT, DayField
from missions.core.formats import pounds
from missions.register.models import Organisation
from missions.stakeholders.forms import organisation_named

WHOLE_DAY = {"incomplete": "Enter day, month and year."}
PARTS = 4
OTHER = "other"


class ReportForm(forms.Form):
    """How a milestone was reached, and what shows it."""

    report = forms.CharField(
        label="How was it reached?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Say how it was reached."},
    )
    file = SentFileField(label="A file that shows it", required=False)
    evidence_url = forms.URLField(
        label="Or the web address where it is shown",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address, for example https://www.dorset.gov.uk/data."},
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.milestone = milestone

    def clean(self) -> dict[str, Any]:
        """Evidence is sent where the milestone asks for it."""
        data: dict[str, Any] = super().clean() or {}
        if (
            self.milestone.kind == MilestoneKind.EVIDENCE
            and not self.errors
            and not (data.get("file") or data.get("evidence_url"))
        ):
            self.add_error("file", "This milestone asks for evidence. Add a file, or the address where it is shown.")
        return data


class ReasonForm(forms.Form):
    """Why something is refused."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why: those who asked for it read it."},
    )


class PaymentForm(forms.Form):
    """A payment to ask for: of a milestone that is met, or of something else that the team checked."""

    of = forms.ChoiceField(label="What is paid?", widget=forms.RadioSelect, error_messages={"required": "Choose what is paid."})
    what = forms.CharField(label="If it is something else: what?", max_length=200, required=False)
    amount = PoundsField(label="Amount in pounds", required=False, help_text="Leave it empty to pay a milestone’s whole amount.")

    def __init__(self, *args: Any, met: Sequence[Milestone], holders: Sequence[Holder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.met = {str(item.number): item for item in met}
        choices = [(number, f"Milestone {item} ({pounds(item.amount)})") for number, item in self.met.items()]
        cast(forms.ChoiceField, self.fields["of"]).choices = [*choices, (OTHER, "Something else that the team checked")]
        self.holders = {str(holder.organisation.pk): holder.organisation for holder in holders}
        if len(self.holders) > 1:
            self.fields["payee"] = forms.ChoiceField(
                label="Who is paid?",
                choices=[(key, found.name) for key, found in self.holders.items()],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose which of the organisations that hold this award is paid."},
            )

    def clean(self) -> dict[str, Any]:
        """Something else says what and how much."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("of") == OTHER:
            if not data.get("what", "").strip():
                self.add_error("what", "Say what is paid.")
            if data.get("amount") is None and "amount" not in self.errors:
                self.add_error("amount", "Enter the amount in pounds.")
        return data

    @property
    def asked(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        item = self.met.get(data["of"])
        payee: Organisation | None = self.holders.get(data.get("payee", ""))
        if item is None:
            return {"milestone": None, "what": data["what"].strip(), "amount": data["amount"], "payee": payee}
        amount = item.amount if data["amount"] is None else data["amount"]
        return {"milestone": item, "what": f"Milestone {item}"[:200], "amount": amount, "payee": payee}


class NovationForm(forms.Form):
    """From which day an award lies with others, in parts that add up to what is handed over."""

    on = DayField(
        label="From which day on?",
        help_text="For example, 1 4 2027.",
        error_messages={"required": "Enter the first day.", **WHOLE_DAY},
    )
    reason = forms.CharField(
        label="Why does it pass?",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text="For example which order of Parliament.",
        error_messages={"required": "Say why, for example which order of Parliament."},
    )

    def __init__(self, *args: Any, holders: Sequence[Holder], day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.holders = {str(holder.organisation.pk): holder.organisation for holder in holders}
        giver = forms.ChoiceField(
            label="Who hands it over?",
            choices=[(str(h.organisation.pk), f"{h.organisation.name}, {pounds(h.amount)}") for h in holders],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose who hands it over."},
        )
        if len(holders) == 1:
            giver.initial = next(iter(self.holders))
        self.fields = {"giver": giver, **self.fields}
        for number in range(1, PARTS + 1):
            self.fields[f"to_{number}"] = forms.CharField(
                label=f"Organisation {number} that takes over: name or code",
                max_length=200,
                required=number == 1,
                error_messages={"required": "Enter who takes it over."},
            )
            self.fields[f"part_{number}"] = PoundsField(label=f"Its part {number} in pounds", required=number == 1)
        self.order_fields(["giver", "on", *(f"{name}_{n}" for n in range(1, PARTS + 1) for name in ("to", "part")), "reason"])

    def clean(self) -> dict[str, Any]:
        """Parts are whole or empty, and name organisations of the register."""
        data: dict[str, Any] = super().clean() or {}
        self.parts: list[tuple[Organisation, Decimal]] = []
        for number in range(1, PARTS + 1):
            name, amount = data.get(f"to_{number}"), data.get(f"part_{number}")
            if f"to_{number}" in self.errors or f"part_{number}" in self.errors or not (name or amount):
                continue
            if not name or not amount:
                self.add_error(f"part_{number}" if name else f"to_{number}", f"Part {number}: enter both who and how much.")
                continue
            try:
                self.parts.append((organisation_named(name, on=data.get("on") or self.day), amount))
            except forms.ValidationError as error:
                self.add_error(f"to_{number}", error)
        return data
