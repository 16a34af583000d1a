"""What people type about a change of an award’s terms, and how the change reads."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from funding.fields import PoundsField
from funding.models import Award, MilestoneKind, Variation
from funding.terms import MilestoneTerms, Terms
from missions.core.fields import LONGEST_TEXT, DayField
from missions.core.formats import day, pounds
from missions.core.periods import FinancialYear

WHOLE_DAY = {"incomplete": "Enter day, month and year."}


class VariationForm(forms.Form):
    """Other terms: amounts by year, dates, conditions, milestones that nobody has reported yet, one more milestone; and why."""

    reason = forms.CharField(
        label="Why should the terms change?",
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why: the reason is kept with the earlier terms."},
    )

    def __init__(self, *args: Any, terms: Terms, years: Iterable[int], fixed: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms, self.years = terms, sorted({*years, *terms.years})
        self.changeable = [item for item in terms.milestones if item.number not in set(fixed)]
        for year in self.years:
            self._add(f"year_{year}", terms.years.get(year), _pounds(f"Pounds in {FinancialYear(year)}", required=False))
        for name, label in (("starts_on", "When does the work start?"), ("ends_on", "What is its last day?")):
            field = DayField(label=label, error_messages={"required": "Enter the day.", **WHOLE_DAY})
            self._add(name, getattr(terms, name), field)
        box = forms.Textarea({"rows": 4})
        conditions = forms.CharField(label="Conditions of this award", required=False, max_length=LONGEST_TEXT, widget=box)
        self._add("conditions", terms.conditions, conditions)
        for item in self.changeable:
            due_on = DayField(
                label=f"Milestone {item.number} is due on", error_messages={"required": "Enter the day.", **WHOLE_DAY}
            )
            self._add(f"due_{item.number}", item.due_on, due_on)
            self._add(f"amount_{item.number}", item.amount, _pounds(f"Paid for milestone {item.number}"))
        self.fields["new_title"] = forms.CharField(
            label="One more milestone: what has to be reached?", max_length=200, required=False
        )
        self.fields["new_due"] = DayField(label="By when?", required=False, error_messages=WHOLE_DAY)
        self.fields["new_amount"] = _pounds("Paid for the new milestone", required=False)

    def _add(self, name: str, initial: Any, field: forms.Field) -> None:
        field.initial = initial
        self.fields[name] = field

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields as the page shows them, under their headings."""
        yield "Amount by financial year", [self[f"year_{year}"] for year in self.years]
        yield "Dates and conditions", [self[name] for name in ("starts_on", "ends_on", "conditions")]
        for item in self.changeable:
            yield f"Milestone {item.number}: {item.title}", [self[f"due_{item.number}"], self[f"amount_{item.number}"]]
        yield "A new milestone", [self[name] for name in ("new_title", "new_due", "new_amount")]
        yield "The reason", [self["reason"]]

    def clean(self) -> dict[str, Any]:
        """A new milestone is whole or absent."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("new_title") and not data.get("new_due") and "new_due" not in self.errors:
            self.add_error("new_due", "Enter by when the new milestone has to be reached.")
        if data.get("new_title") and data.get("new_amount") is None and "new_amount" not in self.errors:
            self.add_error("new_amount", "Enter what is paid for the new milestone, 0 if nothing is.")
        if not data.get("new_title") and (data.get("new_due") or data.get("new_amount")):
            self.add_error("new_title", "Enter what has to be reached for the new milestone.")
        return data

    @property
    def asked(self) -> Terms:
        """The terms as they would be."""
        data = self.cleaned_data
        changed = {
            item.number: replace(item, due_on=data[f"due_{item.number}"], amount=data[f"amount_{item.number}"])
            for item in self.changeable
        }
        milestones = [changed.get(item.number, item) for item in self.terms.milestones]
        if data["new_title"]:
            number = max((item.number for item in milestones), default=0) + 1
            kind = MilestoneKind.DELIVERY.value
            milestones.append(MilestoneTerms(number, data["new_title"], kind, data["new_due"], data["new_amount"]))
        years = {year: data[f"year_{year}"] or Decimal(0) for year in self.years}
        return Terms(years, data["starts_on"], data["ends_on"], data["conditions"], tuple(milestones))


def _pounds(label: str, *, required: bool = True) -> PoundsField:
    return PoundsField(label=label, min_value=Decimal(0), required=required)


def fixed_milestones(award: Award) -> list[int]:
    """Those that were reported: their amount and date stay."""
    return list(award.milestones.exclude(status="planned").values_list("number", flat=True))


def changes_of(item: Variation) -> list[tuple[str, str, str]]:
    """What a variation changes: (what, before, after), as people read it."""
    before, after = Terms.from_json(item.before), Terms.from_json(item.after)
    rows = [("Amount", pounds(before.amount), pounds(after.amount))]
    for year in sorted({*before.years, *after.years}):
        nothing = Decimal(0)
        rows.append(
            (f"In {FinancialYear(year)}", pounds(before.years.get(year, nothing)), pounds(after.years.get(year, nothing)))
        )
    rows += [
        ("Work starts", day(before.starts_on), day(after.starts_on)),
        ("Work ends", day(before.ends_on), day(after.ends_on)),
        ("Conditions", before.conditions or "None of its own", after.conditions or "None of its own"),
    ]
    earlier, later = ({item.number: item for item in terms.milestones} for terms in (before, after))
    for number in sorted({*earlier, *later}):
        rows.append((f"Milestone {number}", _milestone(earlier.get(number)), _milestone(later.get(number))))
    return rows


def _milestone(item: MilestoneTerms | None) -> str:
    return "None" if item is None else f"{item.title}, due {day(item.due_on)}, {pounds(item.amount)}"
