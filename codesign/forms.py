"""Forms of rounds, for the team and for those who take part."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from codesign.actions.running import ASKED, Invitee, Plan
from codesign.models import POINTS, REASONS, Item, Purpose, Round, Segment, Statement, Vote, Weighing
from missions.core import clock
from missions.core.fields import DayField
from missions.register.finding import Finder
from missions.register.models import Organisation

CLOSES_AT = dt.time(17)
MOST_STATEMENTS = 30
MOST_ADDRESSES = 500
MOST_ITEMS = 12
WORDS = {"supplier": Segment.SUPPLIER, "practitioner": Segment.PRACTITIONER}


class RoundForm(forms.Form):
    """What a round asks, of whom and until when."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="Those invited see it first, for example “What slows down publishing?”.",
        error_messages={"required": "Enter the title."},
    )
    purpose = forms.ChoiceField(
        label="What is it for?",
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is for."},
    )
    question = forms.CharField(
        label="The question",
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Enter the question."},
    )
    minutes = forms.IntegerField(
        label="How many minutes does it take?",
        min_value=1,
        max_value=240,
        help_text="The invitation says so. Ten is a good number.",
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
        error_messages={"required": "Enter how many minutes it takes."},
    )
    opens_on = DayField(
        label="First day",
        help_text="For example, 27 3 2026.",
        error_messages={"required": "Enter the first day.", "incomplete": "Enter day, month and year."},
    )
    closes_on = DayField(
        label="Last day",
        help_text="It closes at 5pm on that day.",
        error_messages={"required": "Enter the last day.", "incomplete": "Enter day, month and year."},
    )
    asks_what_hurts = forms.ChoiceField(
        label="Do you ask what hurts?",
        choices=[("yes", "Yes: people tell us their pain points, and we answer each"), ("no", "No")],
        required=False,
        initial="yes",
        widget=forms.RadioSelect,
    )
    statements = forms.CharField(
        label="Statements to agree or disagree with",
        required=False,
        max_length=12_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="One in each line. Leave it empty if you don’t ask it.",
    )
    weighing = forms.ChoiceField(
        label="Do you ask what matters most?", choices=Weighing.choices, required=False, widget=forms.RadioSelect
    )
    items = forms.CharField(
        label="What to weigh",
        required=False,
        max_length=6_000,
        widget=forms.Textarea({"rows": 6}),
        help_text="One in each line. Type the reference of a pain point, for example PP-003, "
        "and how much it matters can be compared across rounds.",
    )

    @classmethod
    def of(cls, round_: Round) -> dict[str, Any]:
        """What the form shows for a draft."""
        return {
            **{name: getattr(round_, name) for name in ASKED},
            "opens_on": clock.london_day(round_.opens_at),
            "closes_on": clock.london_day(round_.closes_at),
            "statements": "\n".join(round_.statements.values_list("text", flat=True)),
            "items": "\n".join(
                item.pain_point.reference if item.pain_point else item.text for item in round_.items.select_related("pain_point")
            ),
        }

    def clean_asks_what_hurts(self) -> bool:
        """Asked unless somebody says that it isn’t."""
        return bool(self.cleaned_data["asks_what_hurts"] != "no")

    def clean_statements(self) -> list[str]:
        """Lines that are not empty, each short enough to read at a glance."""
        lines = [line.strip() for line in self.cleaned_data["statements"].splitlines() if line.strip()]
        if len(lines) > MOST_STATEMENTS:
            raise ValidationError(f"Use at most {MOST_STATEMENTS} statements: nobody answers more.")
        long = next((number for number, line in enumerate(lines, start=1) if len(line) > 400), None)
        if long:
            raise ValidationError(f"Line {long} is longer than 400 characters. Make it shorter.")
        return lines

    rejection_reasons = forms.CharField(
        label="Why may a submission be rejected?",
        required=False,
        max_length=3_000,
        initial=REASONS,
        widget=forms.Textarea({"rows": 6}),
        help_text="One reason in each line. They are agreed with the launch and can’t change after it; those who take part can read them.",
    )

    def clean_rejection_reasons(self) -> str:
        """Each short enough to stand in a log; the usual ones where nothing is typed."""
        lines = [line.strip() for line in self.cleaned_data["rejection_reasons"].splitlines() if line.strip()]
        if any(len(line) > 400 for line in lines):
            raise ValidationError("Each reason has at most 400 characters. Make it shorter.")
        return "\n".join(lines) or REASONS

    def clean_items(self) -> list[str]:
        """Few enough to put in order."""
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        if len(lines) > MOST_ITEMS:
            raise ValidationError(f"Use at most {MOST_ITEMS} things: nobody puts more in order.")
        if any(len(line) > 400 for line in lines):
            raise ValidationError("Each thing has at most 400 characters. Make it shorter.")
        return lines

    def clean(self) -> dict[str, Any]:
        """The end comes after the start, and what is weighed is at least two things."""
        values = super().clean() or {}
        if values.get("weighing") and len(values.get("items", [])) < 2 and "items" not in self.errors:
            self.add_error("items", "Name at least two things to weigh, or choose that it isn’t asked.")
        opens, closes = values.get("opens_on"), values.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "The last day must be the first day or later.")
        return values

    def plan(self) -> Plan:
        """The answers as a plan, in moments of London's clock."""
        values = {name: self.cleaned_data[name] for name in (*ASKED, "statements")}
        items = self.cleaned_data["items"] if values["weighing"] else []
        closes_at = dt.datetime.combine(self.cleaned_data["closes_on"], CLOSES_AT, tzinfo=clock.LONDON)
        return Plan(opens_at=clock.start_of(self.cleaned_data["opens_on"]), closes_at=closes_at, items=items, **values)


class AddressesForm(forms.Form):
    """Addresses, each with the body that it speaks for; every wrong line is told at once."""

    addresses = forms.CharField(max_length=50_000, widget=forms.Textarea({"rows": 10, "spellcheck": "false"}))

    @staticmethod
    def starting_with(codes: Sequence[str]) -> str:
        """A line for each of some councils, with its e-mail domain where the register knows it: only the person is left to type."""
        councils = Organisation.objects.councils().filter(code__in=codes[:MOST_ADDRESSES]).order_by("name", "pk")
        return "\n".join(f"{'@' + item.email_domain if item.email_domain else ''}, {item.code}" for item in councils)

    def clean_addresses(self) -> list[Invitee]:
        """Each line as an invitee."""
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        if len(lines) > MOST_ADDRESSES:
            raise ValidationError(f"Invite at most {MOST_ADDRESSES} people at once.")
        finder, problems, found = Finder(), [], []
        for number, line in enumerate(lines, start=1):
            if line:
                try:
                    found.append(self._invitee(line, finder))
                except ValidationError as error:
                    problems.append(ValidationError(f"Line {number}: {error.message}"))
        if problems:
            raise ValidationError(problems)
        councils = Organisation.objects.in_bulk([pk for _, pk, _ in found if pk is not None])
        return [Invitee(email, councils[pk] if pk is not None else None, segment) for email, pk, segment in found]

    def _invitee(self, line: str, finder: Finder) -> tuple[str, int | None, str]:
        email, _, whom = (part.strip() for part in line.partition(","))
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError(f"“{email[:80]}” is not an e-mail address.") from None
        if whom.lower() in WORDS:
            return email.lower(), None, WORDS[whom.lower()]
        pk = finder.reference(whom.upper()) or finder.name(whom)
        if pk is None:
            raise ValidationError(f"No single council is known as “{whom[:80]}”. Type its code or full name after a comma.")
        return email.lower(), pk, Segment.COUNCIL


class InviteForm(AddressesForm):
    """Whom to invite."""

    addresses = forms.CharField(
        label="Whom do you want to invite?",
        max_length=50_000,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text="One in each line: the e-mail address, a comma, then the council’s code or name. "
        "For somebody who doesn’t speak for a council, type supplier or practitioner after the comma.",
        error_messages={"required": "Enter at least one e-mail address."},
    )


class ObjectionForm(forms.Form):
    """What one’s submission is about, if not what it was put under."""

    text = forms.CharField(
        label="What is yours about?",
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="The team reads it and can take your submission out again.",
        error_messages={"required": "Say what your submission is about."},
    )


class VotesForm(forms.Form):
    """One question for each statement; each may be left for later, as its page says once."""

    says_optional = False

    def __init__(self, *args: Any, statements: Iterable[Statement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for statement in statements:
            self.fields[f"statement-{statement.pk}"] = forms.TypedChoiceField(
                label=statement.text,
                choices=Vote.Value.choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[int, int]:
        """Values by statement id, of those that were answered."""
        return {int(name.partition("-")[2]): value for name, value in self.cleaned_data.items() if value is not None}


class PointsForm(forms.Form):
    """How many points each thing is worth, out of all of them."""

    says_optional = False

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[f"item-{item.pk}"] = forms.IntegerField(
                label=item.text,
                min_value=0,
                max_value=POINTS,
                required=False,
                widget=forms.NumberInput({"class": "govuk-input--width-3", "inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        """Not more than there are, and some."""
        values = super().clean() or {}
        spent = sum(value or 0 for value in values.values())
        first = next(iter(self.fields))
        if not self.errors and spent > POINTS:
            self.add_error(first, f"You spent {spent} points and have {POINTS}. Take {spent - POINTS} away.")
        if not self.errors and spent == 0:
            self.add_error(first, "Give points to at least one thing.")
        return values

    def points(self) -> dict[int, int]:
        """Points by item; none where nothing was typed."""
        return {int(name.partition("-")[2]): value or 0 for name, value in self.cleaned_data.items()}
