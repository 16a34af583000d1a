"""Forms about what councils run."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms

from missions.core.fields import DayField
from missions.market.actions import Facts
from missions.market.models import CostAnswer, Deployment, MarketAnswerKind, Product
from missions.register.models import Kind, Organisation
from missions.stewardship.forms import PoundsField

COST_CHOICES = [
    (CostAnswer.UNKNOWN, "Not known"),
    (CostAnswer.STATED, "Known: type it below"),
    (CostAnswer.REFUSED, "The council refused to say"),
    (CostAnswer.NONE, "It costs nothing"),
]


def pounds(label: str, help_text: str) -> PoundsField:
    """An amount that may stay empty."""
    return PoundsField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=Decimal("0.01"),
        max_digits=13,
        decimal_places=2,
        error_messages={
            "invalid": "Enter an amount in pounds, for example 25,000.",
            "min_value": "Enter an amount above zero. If it costs nothing, choose that above.",
            "max_decimal_places": "Enter pounds and at most two digits of pence.",
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
    )


def seen_on_field() -> DayField:
    """When somebody saw or heard it."""
    return DayField(
        label="On which day did you see or hear this?",
        help_text="For example, 27 3 2026.",
        error_messages={"required": "Enter the day on which you saw or heard it.", "incomplete": "Enter day, month and year."},
    )


class FactsForm(forms.Form):
    """What is known about one council's use of a product. Everything may stay empty: empty means not known."""

    starts_on = DayField(label="In use since", help_text="Leave it empty if you don’t know.", required=False)
    contract_starts_on = DayField(label="First day of the contract", required=False)
    contract_last_day = DayField(
        label="Last day of the contract", help_text="It tells when the council can switch.", required=False
    )
    cost_answer = forms.ChoiceField(
        label="What it costs", choices=COST_CHOICES, widget=forms.RadioSelect, initial=CostAnswer.UNKNOWN
    )
    annual_cost = pounds("Cost a year", "In pounds, for example 25,000.")
    contract_value = pounds("Value of the whole contract", "In pounds, as the notice states it.")
    source = forms.CharField(
        label="How do we know?",
        max_length=200,
        help_text="For example, “Told by the council’s planning manager” or the title of a notice.",
        error_messages={"required": "Say how we know."},
    )
    source_url = forms.URLField(
        label="Address of the source",
        max_length=1_000,
        required=False,
        assume_scheme="https",
        help_text="If it stands on a public page.",
        error_messages={"invalid": "Enter an address that starts with https://."},
    )

    def __init__(self, *args: Any, on: dt.date, deployment: Deployment | None = None, **kwargs: Any) -> None:
        if deployment is not None:
            kwargs.setdefault("initial", said(deployment))
        super().__init__(*args, **kwargs)
        self.on = on

    def clean(self) -> dict[str, Any]:
        """Days in their order; an amount and “known” go together."""
        typed: dict[str, Any] = super().clean() or {}
        first, last = typed.get("contract_starts_on"), typed.get("contract_last_day")
        if first and last and last < first:
            self.add_error("contract_last_day", "The last day must be the first day or later.")
        if typed.get("starts_on") and typed["starts_on"] > self.on:
            self.add_error("starts_on", "The day can’t be in the future.")
        amounts = [name for name in ("annual_cost", "contract_value") if typed.get(name) is not None]
        is_stated = typed.get("cost_answer") == CostAnswer.STATED
        wrong = {"annual_cost", "contract_value"} & set(self.errors)
        if is_stated and not amounts and not wrong:
            self.add_error("annual_cost", "Enter the cost a year or the value of the contract, or choose another answer.")
        if amounts and not is_stated and "cost_answer" in typed:
            self.add_error("cost_answer", "Choose “Known”, or take the amount out.")
        return typed

    def facts(self) -> Facts:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        last = typed["contract_last_day"]
        return Facts(
            starts_on=typed["starts_on"],
            contract_starts_on=typed["contract_starts_on"],
            contract_ends_on=last + dt.timedelta(days=1) if last else None,
            contract_value=typed["contract_value"],
            annual_cost=typed["annual_cost"],
            cost_answer=typed["cost_answer"],
            source=typed["source"],
            source_url=typed["source_url"],
        )


class RecordForm(FactsForm):
    """A product that a council runs."""

    product = forms.ModelChoiceField(
        Product.objects.none(),
        label="Product",
        required=False,
        empty_label="One that isn’t in this list",
        help_text="If it isn’t in the list, choose its supplier and type its name below.",
    )
    supplier = forms.ModelChoiceField(
        Organisation.objects.filter(kind=Kind.SUPPLIER).order_by("name", "pk"),
        label="Supplier of a product that isn’t in the list",
        required=False,
        empty_label="Not known",
        help_text="An administrator adds suppliers that are missing here in the register.",
    )
    product_name = forms.CharField(label="Name of a product that isn’t in the list", max_length=120, required=False)
    seen_on = seen_on_field()
    field_order = ("product", "supplier", "product_name", "seen_on")

    def __init__(self, *args: Any, service: str, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        products: Any = self.fields["product"]
        products.queryset = Product.objects.filter(service=service).select_related("supplier")
        products.label_from_instance = lambda item: (
            item.name if item.supplier is None or item.name == item.supplier.name else f"{item.name}, {item.supplier.name}"
        )

    def clean(self) -> dict[str, Any]:
        """A product from the list, or the name of a new one."""
        typed = super().clean()
        if not typed.get("product") and not typed.get("product_name") and "product" not in self.errors:
            self.add_error("product", "Choose the product, or type its name below.")
        return typed


class EndForm(forms.Form):
    """When a council stopped using a product, and how we know."""

    ends_on = DayField(
        label="First day without it",
        help_text="For example, 1 4 2026.",
        error_messages={"required": "Enter the first day without it.", "incomplete": "Enter day, month and year."},
    )
    reason = forms.CharField(
        label="How do we know?",
        max_length=400,
        help_text="It is kept beside the record, for everybody to see.",
        error_messages={"required": "Say how we know that it ended."},
    )


class AnswerForm(forms.Form):
    """What a council answered without naming a product."""

    kind = forms.ChoiceField(
        label="What did the council say?",
        choices=MarketAnswerKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it said."},
    )
    seen_on = seen_on_field()
    source = forms.CharField(
        label="How do we know?",
        max_length=200,
        help_text="For example, “Reply to a freedom of information request”.",
        error_messages={"required": "Say how we know."},
    )


def said(deployment: Deployment) -> dict[str, Any]:
    """What a record says, as its form shows it."""
    names = ("starts_on", "contract_starts_on", "cost_answer", "annual_cost", "contract_value", "source", "source_url")
    return {**{name: getattr(deployment, name) for name in names}, "contract_last_day": deployment.contract_last_day}
