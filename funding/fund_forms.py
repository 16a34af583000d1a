"""What people type about funds."""

from typing import Any

from django import forms
from django.utils.text import slugify

from funding.fields import PoundsField
from funding.models import Fund
from missions.core.fields import LONGEST_TEXT, DayField
from missions.core.periods import FinancialYear

# Addresses under /funds/ that are no fund.
TAKEN = ("new",)
SECTION_31 = "Local Government Act 2003, section 31"


class FundForm(forms.Form):
    """A fund: its name, its legal power, its conditions."""

    name = forms.CharField(label="Name of the fund", max_length=200, error_messages={"required": "Enter the name of the fund."})
    legal_power = forms.CharField(
        label="Legal power",
        max_length=200,
        help_text=f"The Act and section under which it pays. For councils usually {SECTION_31}.",
        error_messages={"required": "Enter the legal power under which the fund pays."},
    )
    is_section_31 = forms.BooleanField(
        label="It pays councils under section 31 of the Local Government Act 2003",
        required=False,
        help_text="Then only councils are paid, and each award needs a determination and a finance certifier.",
    )
    conditions = forms.CharField(
        label="Conditions of every award",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text="They stand in every award letter. An award may add its own.",
    )
    documentation_url = forms.URLField(
        label="Where it was published",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address, for example https://www.gov.uk/fund."},
    )

    @classmethod
    def of(cls, fund: Fund) -> dict[str, Any]:
        """What the form shows for a fund."""
        return {name: getattr(fund, name) for name in cls.base_fields}


class NewFundForm(FundForm):
    """A fund that doesn’t exist yet: its short name in addresses follows from its name."""

    def clean_name(self) -> str:
        """It must leave something for the address."""
        name: str = self.cleaned_data["name"]
        self.slug = slugify(name.replace("_", " "))[:80].strip("-")
        if not self.slug:
            raise forms.ValidationError("Enter a name with letters or numbers.")
        if self.slug in TAKEN:
            self.slug = f"fund-{self.slug}"
        return name


class BudgetForm(forms.Form):
    """The budget of one financial year, as it was published."""

    start_year = forms.TypedChoiceField(
        label="For which financial year?", coerce=int, error_messages={"required": "Choose the financial year."}
    )
    budget = PoundsField(label="Budget in pounds", help_text="For example 250,000.")
    published_on = DayField(
        label="When was it published?",
        help_text="For example, 27 3 2026.",
        error_messages={"required": "Enter the day on which it was published.", "incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, this_year: FinancialYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [FinancialYear(this_year.start_year + step) for step in range(-2, 6)]
        self.fields["start_year"].choices = [(year.start_year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["start_year"].initial = this_year.start_year
