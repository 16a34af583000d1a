"""Forms about people."""

import datetime as dt
from typing import Any

from django import forms

from missions.core.fields import DayField
from missions.people.models import User
from missions.people.roles import COUNCIL_ROLES, SUPPLIER_ROLES, OrganisationRoleName
from missions.register.models import Kind, Organisation

ROLES_OF = {Kind.COUNCIL: COUNCIL_ROLES, Kind.SUPPLIER: SUPPLIER_ROLES}
NO_ROLE = ("", "No role yet")


class OrganisationRoleFields(forms.Form):
    """A role and the council or supplier that it is for."""

    role = forms.ChoiceField(
        label="Role",
        choices=[NO_ROLE, *OrganisationRoleName.choices],
        error_messages={"required": "Choose a role."},
    )
    organisation = forms.CharField(
        label="Council or supplier",
        help_text="Its code, for example BIR or E08000025, or its whole name.",
        max_length=300,
        error_messages={"required": "Enter the code or the name of the council or supplier."},
    )

    def clean_organisation(self) -> Organisation | None:
        """One council or supplier by a code that it goes by, or by its whole name."""
        text = self.cleaned_data["organisation"].strip()
        if not text:
            return None
        among = Organisation.objects.filter(kind__in=list(ROLES_OF))
        found = among.going_by(text).first() or among.filter(name__iexact=text).first()
        if found is None:
            raise forms.ValidationError("No council or supplier goes by that. Look up its code in the list of councils.")
        return found

    def clean(self) -> dict[str, Any]:
        """The role must be one of that kind of organisation."""
        cleaned: dict[str, Any] = super().clean() or {}
        role, organisation = cleaned.get("role"), cleaned.get("organisation")
        if role and organisation and role not in ROLES_OF[Kind(organisation.kind)]:
            self.add_error(
                "role", f"{organisation.name} is a {organisation.get_kind_display().lower()}: choose one of its roles."
            )
        return cleaned


class InviteForm(OrganisationRoleFields):
    """Whom to invite, and what they are from today."""

    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        error_messages={
            "required": "Enter their work e-mail address.",
            "invalid": "Enter an e-mail address like name@council.gov.uk.",
        },
    )
    name = forms.CharField(label="Full name", max_length=150, error_messages={"required": "Enter their full name."})
    field_order = ("email", "name", "role", "organisation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].required = self.fields["organisation"].required = False

    def clean_email(self) -> str:
        """An address that has no account yet."""
        email: str = self.cleaned_data["email"].lower()
        known = User.objects.filter(email=email).first()
        if known is not None:
            state = "has an account already" if known.is_active else "has an account that is closed"
            raise forms.ValidationError(f"This address {state}. Find it in the list of people.")
        return email

    def clean(self) -> dict[str, Any]:
        """A role needs an organisation, and the other way round."""
        cleaned = super().clean()
        if cleaned.get("role") and not cleaned.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", "Say which council or supplier the role is for.")
        if cleaned.get("organisation") and not cleaned.get("role") and "role" not in self.errors:
            self.add_error("role", "Choose what they are for it.")
        return cleaned


class GiveRoleForm(OrganisationRoleFields):
    """A role for a council or a supplier, from a day."""

    starts_on = DayField(label="From", help_text="Today, or another day.", error_messages={"required": "Enter the first day."})

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": today})
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Choose a role"), *OrganisationRoleName.choices]  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """One's own name."""

    name = forms.CharField(
        label="Full name",
        max_length=150,
        help_text="As colleagues on a mission see it.",
        error_messages={"required": "Enter your full name."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
