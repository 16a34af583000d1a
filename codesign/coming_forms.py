"""Forms for coming to a round: the councils to which it is open, one's address, a colleague's address; and for giving it more time."""

import datetime as dt
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator, validate_email

from codesign.actions.coming import Door
from codesign.forms import CLOSES_AT
from codesign.mailboxes import is_anybodys
from codesign.setup_models import OpenTo
from missions.core import clock
from missions.core.fields import DayField
from missions.register.finding import Finder
from missions.register.models import Organisation

MOST_COUNCILS = 500
is_domain = DomainNameValidator(accept_idna=False)


class DoorsForm(forms.Form):
    """The councils whose people may come by themselves; every wrong line is told at once."""

    councils = forms.CharField(
        label="Whose people may come by themselves?",
        required=False,
        max_length=50_000,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text="One council in each line, by its code or name. Type its e-mail domain after a comma where we don’t know it, "
        "for example: Dorset Council, dorset.example. Leave it empty to let nobody come by themselves.",
    )

    @staticmethod
    def of(doors: Iterable[OpenTo]) -> dict[str, str]:
        """What the form shows for the councils chosen before."""
        return {"councils": "\n".join(f"{door.organisation.name}, {door.domain}" for door in doors)}

    def clean_councils(self) -> list[Door]:
        """Each line as a council with its domain."""
        lines = [(number, line.strip()) for number, line in enumerate(self.cleaned_data["councils"].splitlines(), start=1)]
        lines = [(number, line) for number, line in lines if line]
        if len(lines) > MOST_COUNCILS:
            raise ValidationError(f"Open it to at most {MOST_COUNCILS} councils.")
        finder, problems = Finder(), []
        doors: list[Door] = []
        keys = {
            number: finder.any(line.partition(",")[0].strip()) or finder.any(line.partition(",")[0].strip().upper())
            for number, line in lines
        }
        found = Organisation.objects.councils().in_bulk([key for key in keys.values() if key is not None])
        for number, line in lines:
            try:
                doors.append(_door(line, found.get(keys[number] or 0), doors))
            except ValidationError as error:
                problems.append(ValidationError(f"Line {number}: {error.message}"))
        if problems:
            raise ValidationError(problems)
        return doors


def _door(line: str, council: Organisation | None, before: list[Door]) -> Door:
    name, _, typed = (part.strip() for part in line.partition(","))
    if council is None:
        raise ValidationError(f"No single council is known as “{name[:80]}”. Type its code or full name.")
    domain = (typed or council.email_domain).lower().removeprefix("@")
    if not domain:
        raise ValidationError(f"We don’t know the e-mail domain of {council}. Type it after a comma.")
    try:
        is_domain(domain)
    except ValidationError:
        raise ValidationError(
            f"“{domain[:80]}” is not an e-mail domain. Type what comes after the @, for example dorset.example."
        ) from None
    if council.email_domain and domain != council.email_domain.lower():
        raise ValidationError(f"The e-mail domain of {council} is {council.email_domain}, not {domain}.")
    if is_anybodys(domain):
        raise ValidationError(f"Anybody can have an address at {domain}. Type the council’s own domain.")
    if any(door.domain == domain or door.council == council for door in before):
        raise ValidationError(f"{council} or {domain} stands in another line already.")
    return Door(council, domain)


class AddressForm(forms.Form):
    """One's own address."""

    email = forms.EmailField(
        label="Your work e-mail address",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Enter your work e-mail address.", "invalid": "Enter an address like name@dorset.example."},
    )


class ColleagueForm(forms.Form):
    """A colleague's address."""

    email = forms.CharField(
        label="Your colleague’s e-mail address",
        max_length=254,
        widget=forms.EmailInput({"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": "Enter your colleague’s e-mail address."},
    )

    def clean_email(self) -> str:
        """An address."""
        email: str = self.cleaned_data["email"].strip()
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError("Enter an address like name@dorset.example.") from None
        return email


class ExtendForm(forms.Form):
    """Until when, and why."""

    closes_on = DayField(
        label="New last day",
        help_text="It closes at 5pm on that day.",
        error_messages={"required": "Enter the new last day.", "incomplete": "Enter day, month and year."},
    )
    reason = forms.CharField(
        label="Why does it get more time?",
        max_length=400,
        help_text="Everybody who was invited reads it.",
        error_messages={"required": "Say why it gets more time."},
    )

    def closes_at(self) -> dt.datetime:
        """The new closing time by London's clock."""
        return dt.datetime.combine(self.cleaned_data["closes_on"], CLOSES_AT, tzinfo=clock.LONDON)
