"""What people type about awards: the draft, its milestones and documents, the grants standard, the determination, and each step."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

from django import forms

from funding.award_steps import Step
from funding.fields import PoundsField, SentFileField
from funding.models import Award, AwardPurpose, Determination, Fund, MilestoneKind, Route, SpendKind, StandardCheck, StandardItem
from missions.core.fields import LONGEST_TEXT, DayField
from missions.core.periods import FinancialYear
from missions.interventions.models import Iteration
from missions.register.models import Organisation
from missions.stakeholders.forms import organisation_named
from missions.stewardship.access import Standing

PURPOSES = [(value, label) for value, label in AwardPurpose.choices if value != AwardPurpose.NOT_STATED]
ROUTES = [(value, label) for value, label in Route.choices if value]
LATER_YEARS = 3
MOST_PARTNERS = 40


class AwardForm(forms.Form):
    """The draft of an award. Amounts are typed by financial year; the award is their sum."""

    recipient = forms.CharField(
        label="Who receives it?",
        max_length=200,
        help_text="The name or the code of the organisation in the register, for example Dorset Council or DST.",
        error_messages={"required": "Enter the name or the code of the organisation that receives it."},
    )
    partners = forms.CharField(
        label="Partners who share it",
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Name or code, one on each line. A joint award is one amount, counted once.",
    )
    purpose = forms.ChoiceField(
        label="What is it for?", choices=PURPOSES, widget=forms.RadioSelect, error_messages={"required": "Choose what it is for."}
    )
    iteration = forms.ModelChoiceField(
        Iteration.objects.none(),
        label="Which iteration does it belong to?",
        required=False,
        empty_label="None",
        help_text="Through it the award counts for the interventions that the iteration serves.",
    )
    summary = forms.CharField(
        label="What is the money for, in a sentence or two?",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what the money is for."},
    )
    starts_on = DayField(
        label="When does the work start?", required=False, error_messages={"incomplete": "Enter day, month and year."}
    )
    ends_on = DayField(label="What is its last day?", required=False, error_messages={"incomplete": "Enter day, month and year."})
    route = forms.ChoiceField(label="How was the recipient chosen?", choices=ROUTES, widget=forms.RadioSelect, required=False)
    route_reason = forms.CharField(
        label="If it is a direct award: why?", max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    conditions = forms.CharField(
        label="Conditions of this award",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        help_text="Those of the fund apply too.",
    )

    def __init__(self, *args: Any, standing: Standing, fund: Fund, years: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        cast("forms.ModelChoiceField[Iteration]", self.fields["iteration"]).queryset = Iteration.objects.filter(
            mission=standing.mission
        ).order_by("-starts_on", "name")
        first = FinancialYear.of(standing.on).start_year
        self.years = sorted(years or set(range(first, first + LATER_YEARS)))
        names = []
        for year in self.years:
            names.append(f"year_{year}")
            label = f"Pounds in {FinancialYear(year)}"
            self.fields[names[-1]] = PoundsField(label=label, required=False, min_value=Decimal(0))
        before = ("recipient", "partners", "purpose", "iteration", "summary")
        self.order_fields([*before, *names, "starts_on", "ends_on", "route", "route_reason", "conditions"])

    def clean_recipient(self) -> Organisation:
        """One organisation of the register."""
        return organisation_named(self.cleaned_data["recipient"], on=self.standing.on)

    def clean_partners(self) -> list[Organisation]:
        """One organisation for each line."""
        lines = [line.strip() for line in self.cleaned_data["partners"].splitlines() if line.strip()]
        if len(lines) > MOST_PARTNERS:
            raise forms.ValidationError(f"Name at most {MOST_PARTNERS} partners.")
        return list({found.pk: found for found in (organisation_named(line, on=self.standing.on) for line in lines)}.values())

    def clean(self) -> dict[str, Any]:
        """More than nothing, in order, and a direct award says why."""
        data: dict[str, Any] = super().clean() or {}
        named = [f"year_{year}" for year in self.years]
        if not any(name in self.errors for name in named) and not any(data.get(name) for name in named):
            self.add_error(named[0], "Enter pounds for at least one financial year.")
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "The last day must not be before the first day.")
        if data.get("route") == Route.DIRECT and not data.get("route_reason", "").strip():
            self.add_error("route_reason", "Say why it is a direct award.")
        return data

    def values(self) -> dict[str, Any]:
        """As the actions take them."""
        data = self.cleaned_data
        names = (
            "recipient",
            "partners",
            "purpose",
            "iteration",
            "summary",
            "starts_on",
            "ends_on",
            "route",
            "route_reason",
            "conditions",
        )
        years = {year: data[f"year_{year}"] for year in self.years if data[f"year_{year}"]}
        return {"years": years, **{name: data[name] for name in names}}

    @classmethod
    def of(cls, award: Award) -> dict[str, Any]:
        """What the form shows for a draft. Two queries."""
        names = ("purpose", "iteration", "summary", "starts_on", "ends_on", "route", "route_reason", "conditions")
        partners = "\n".join(partner.code for partner in award.partners.all())
        years = {f"year_{row.start_year}": row.amount for row in award.years.all()}
        return {
            "recipient": award.recipient.code,
            "partners": partners,
            **years,
            **{name: getattr(award, name) for name in names},
        }


class MilestoneForm(forms.Form):
    """Something to reach by a day, and what is paid for it."""

    title = forms.CharField(
        label="What has to be reached?", max_length=200, error_messages={"required": "Enter what has to be reached."}
    )
    kind = forms.ChoiceField(
        label="What shows it?",
        choices=MilestoneKind.choices,
        widget=forms.RadioSelect,
        initial=MilestoneKind.DELIVERY,
        error_messages={"required": "Choose what shows it."},
    )
    due_on = DayField(
        label="By when?",
        help_text="For example, 27 3 2027.",
        error_messages={"required": "Enter the day.", "incomplete": "Enter day, month and year."},
    )
    amount = PoundsField(label="Paid for it in pounds", min_value=Decimal(0), help_text="0 if nothing is paid for it.")


class DocumentForm(forms.Form):
    """A file to keep with the award."""

    title = forms.CharField(label="What is it?", max_length=200, error_messages={"required": "Say what the document is."})
    file = SentFileField(label="The file")


class StepForm(forms.Form):
    """What a step asks: nothing, a reason, or an amount with its reason."""

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.asks == "amount":
            self.fields["amount"] = PoundsField(label="How much is taken back, in pounds?")
        if step.asks:
            self.fields["reason"] = forms.CharField(
                label="Why?",
                max_length=500,
                required=step.asks != "optional",
                widget=forms.Textarea({"rows": 3}),
                help_text="It is kept with the award, and everybody who sees the whole of it reads it.",
                error_messages={"required": "Say why: the reason is kept with the award."},
            )


class StandardForm(forms.Form):
    """The grants standard, item by item: met, or explained why not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in StandardItem:
            self.fields[f"{item.value}_met"] = forms.TypedChoiceField(
                label=item.label,
                choices=[("yes", "Met"), ("no", "Not met: explained below")],
                coerce=lambda value: value == "yes",
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"{item.value}_why"] = forms.CharField(
                label=f"Explanation: {item.label[0].lower()}{item.label[1:]}", max_length=500, required=False
            )

    @property
    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The two fields of each item."""
        for item in StandardItem:
            yield [self[f"{item.value}_met"], self[f"{item.value}_why"]]

    def clean(self) -> dict[str, Any]:
        """What isn’t met is explained."""
        data: dict[str, Any] = super().clean() or {}
        for item in StandardItem:
            if data.get(f"{item.value}_met") is False and not data.get(f"{item.value}_why", "").strip():
                self.add_error(f"{item.value}_why", f"Explain why this isn’t met: {item.label[0].lower()}{item.label[1:]}.")
        return data

    @property
    def items(self) -> dict[str, tuple[bool, str]]:
        """As the action takes them; what isn’t answered yet is left out."""
        data = self.cleaned_data
        return {
            item.value: (data[f"{item.value}_met"], data[f"{item.value}_why"])
            for item in StandardItem
            if data[f"{item.value}_met"] is not None
        }

    @classmethod
    def of(cls, checks: "list[StandardCheck]") -> dict[str, Any]:
        """What the form shows."""
        found: dict[str, Any] = {}
        for check in checks:
            found |= {f"{check.item}_met": "yes" if check.is_met else "no", f"{check.item}_why": check.explanation}
        return found


class DeterminationForm(forms.Form):
    """The determination under section 31 of the Local Government Act 2003."""

    number = forms.CharField(label="Number of the determination", max_length=40, error_messages={"required": "Enter its number."})
    spend_kind = forms.ChoiceField(
        label="Revenue or capital?",
        choices=SpendKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose revenue or capital."},
    )
    is_ring_fenced = forms.BooleanField(label="It is ring-fenced", required=False)
    consent_on = DayField(
        label="When did the Treasury consent?",
        error_messages={"required": "Enter the day of the consent.", "incomplete": "Enter day, month and year."},
    )
    determined_on = DayField(
        label="When was it determined?",
        error_messages={"required": "Enter the day of the determination.", "incomplete": "Enter day, month and year."},
    )
    conditions = forms.CharField(label="Conditions", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}))
    carry_forward = forms.CharField(label="What may be carried into the next year?", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Consent comes first."""
        data: dict[str, Any] = super().clean() or {}
        consent: dt.date | None = data.get("consent_on")
        determined: dt.date | None = data.get("determined_on")
        if consent and determined and determined < consent:
            self.add_error("determined_on", "The determination comes after the Treasury’s consent, or on the same day.")
        return data

    @classmethod
    def of(cls, found: Determination | None) -> dict[str, Any]:
        """What the form shows."""
        return {} if found is None else {name: getattr(found, name) for name in cls.base_fields}
