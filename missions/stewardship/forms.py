"""Forms about missions and the people on them."""

import datetime as dt
from typing import Any

from django import forms

from missions.core.fields import LONGEST_TEXT, DayField
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.register.models import CouncilType, Kind, Organisation
from missions.stewardship.actions import Description, Terms
from missions.stewardship.lifecycle import MISSION
from missions.stewardship.models import Lever, LeverStyle, Mandate, Mission

LONGEST_GOAL = 300


class MissionForm(forms.Form):
    """What a mission says about itself."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name."})
    service = forms.CharField(
        label="Council service",
        max_length=120,
        help_text="The service whose technology market the mission stewards, for example “Planning”.",
        error_messages={"required": "Enter the council service."},
    )
    problem = forms.CharField(
        label="Problem statement",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        help_text="Why this market fails councils today, in plain words. Everybody will read it.",
        error_messages={"required": "Say what the problem is."},
    )
    vision = forms.CharField(
        label="Vision",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        required=False,
        help_text="What it will be like when the mission has done its work.",
    )
    goals = forms.CharField(
        label="Goals",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        required=False,
        help_text=f"One on each line, at most {LONGEST_GOAL} characters.",
    )
    lead_department = forms.ModelChoiceField(
        Organisation.objects.filter(kind=Kind.DEPARTMENT),
        label="Lead department",
        empty_label="Choose a department",
        error_messages={"required": "Choose the department that leads it."},
    )
    council_types = forms.MultipleChoiceField(
        label="Which councils is it for?",
        choices=CouncilType.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="All its figures are about these councils. It can’t be changed once the mission has started.",
        error_messages={"required": "Choose at least one type of council."},
    )
    review_every_months = forms.IntegerField(
        label="Months between reviews",
        min_value=1,
        max_value=60,
        required=False,
        help_text="How often the director reviews it, for example 3. It is needed before the mission starts.",
        error_messages={
            "invalid": "Enter a whole number of months, for example 3.",
            "min_value": "Enter 1 or more months.",
            "max_value": "Enter 60 months or fewer.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
    )

    def __init__(self, *args: Any, mission: Mission | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", described(mission) if mission is not None else {})
        super().__init__(*args, **kwargs)
        if mission is not None and mission.status != "proposed":
            del self.fields["council_types"]

    def clean_goals(self) -> list[str]:
        """The lines that hold something."""
        goals = [line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]
        for number, goal in enumerate(goals, start=1):
            if len(goal) > LONGEST_GOAL:
                raise forms.ValidationError(f"Goal {number} has {len(goal)} characters. Shorten it to {LONGEST_GOAL} or fewer.")
        return goals

    def description(self) -> Description:
        """What was typed, once it is valid."""
        return Description(**self.cleaned_data)


def described(mission: Mission) -> dict[str, Any]:
    """A mission as the form shows it."""
    return {
        "name": mission.name,
        "service": mission.service,
        "problem": mission.problem,
        "vision": mission.vision,
        "goals": "\n".join(goal.text for goal in mission.goals.all()),
        "lead_department": mission.lead_department_id,
        "council_types": [row.council_type for row in mission.eligible_types.all()],
        "review_every_months": mission.review_every_months,
    }


def money_field(label: str, help_text: str) -> forms.DecimalField:
    """Pounds, with or without pence, a pound sign and commas."""
    return PoundsField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_digits=13,
        decimal_places=2,
        error_messages={
            "invalid": "Enter an amount in pounds, for example 250,000.",
            "min_value": "Enter 0 or more pounds.",
            "max_decimal_places": "Enter pounds and at most two digits of pence.",
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
    )


class PoundsField(forms.DecimalField):
    """“£250,000” as people write it."""

    def to_python(self, value: Any) -> Any:
        """Without the pound sign, commas and spaces."""
        return super().to_python(str(value).replace("£", "").replace(",", "").replace(" ", "") if value is not None else value)


class MandateForm(forms.Form):
    """The levers that a mission may pull, what its lead decides, from when until when."""

    levers = forms.ModelMultipleChoiceField(
        Lever.objects.none(),
        label="Levers that it may pull",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one lever, or name one."},
    )
    lever_name = forms.CharField(
        label="Another lever", max_length=120, required=False, help_text="If one is missing from the list, name it here."
    )
    lever_style = forms.ChoiceField(label="How that lever acts", choices=[("", "Choose"), *LeverStyle.choices], required=False)
    award_limit = money_field(
        "The lead decides awards up to", "In pounds. The director decides above it. Leave it empty for no limit."
    )
    iteration_limit = money_field(
        "The lead decides iterations up to", "In pounds. The director decides above it. Leave it empty for no limit."
    )
    starts_on = DayField(label="First day", error_messages={"required": "Enter the first day."})
    last_day = DayField(label="Last day", error_messages={"required": "Enter the last day: every mandate ends."})

    def __init__(self, *args: Any, mandate: Mandate | None, today: dt.date, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"starts_on": today}
        if mandate is not None:
            initial |= {
                "levers": [lever.pk for lever in mandate.levers.all()],
                "award_limit": mandate.award_limit,
                "iteration_limit": mandate.iteration_limit,
                "last_day": mandate.last_day,
            }
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        kept = initial.get("levers", [])
        self.fields["levers"].queryset = Lever.objects.to_choose(*kept)  # type: ignore[attr-defined]
        # A lever that is named here will do as well.
        self.fields["levers"].required = not (self.data.get("lever_name") or "").strip()
        if not Lever.objects.exists():
            self.fields["levers"].help_text = "There are none in the list yet. Name the first one below."

    def clean(self) -> dict[str, Any]:
        """The last day isn't before the first; a new lever says how it acts."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the first day or later.")
        if cleaned.get("lever_name") and not cleaned.get("lever_style"):
            self.add_error("lever_style", "Choose how the lever acts.")
        return cleaned

    def terms(self) -> Terms:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        return Terms(
            levers=list(typed["levers"]),
            award_limit=typed["award_limit"],
            iteration_limit=typed["iteration_limit"],
            starts_on=typed["starts_on"],
            ends_on=typed["last_day"] + dt.timedelta(days=1),
            new_lever=(typed["lever_name"], typed["lever_style"]) if typed["lever_name"] else None,
        )


class StatusForm(forms.Form):
    """To which status a mission moves."""

    to = forms.ChoiceField(choices=MISSION.choices(), widget=forms.HiddenInput)


ROLE_ERRORS = {"required": "Choose a role."}


class AddPersonForm(forms.Form):
    """Who gets which role on a mission."""

    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        error_messages={
            "required": "Enter their work e-mail address.",
            "invalid": "Enter an e-mail address like name@department.gov.uk.",
        },
    )
    name = forms.CharField(
        label="Full name",
        max_length=150,
        required=False,
        help_text="Needed when they have no account yet: they are then invited by e-mail.",
    )
    role = forms.ChoiceField(label="Role", choices=MissionRoleName.choices, widget=forms.RadioSelect, error_messages=ROLE_ERRORS)

    def clean(self) -> dict[str, Any]:
        """Somebody new needs a name."""
        cleaned: dict[str, Any] = super().clean() or {}
        email = cleaned.get("email")
        if email and not cleaned.get("name") and not User.objects.filter(email=email.lower()).exists():
            self.add_error("name", "Nobody with this address has an account yet. Enter their name to invite them.")
        return cleaned


class HandOverForm(forms.Form):
    """Who leads the mission from today."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Who leads it from today?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who leads it."},
    )

    def __init__(self, *args: Any, among: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.filter(pk__in=among, is_active=True)  # type: ignore[attr-defined]
        self.fields["to"].empty_label = None  # type: ignore[attr-defined]


class PersonRoleForm(forms.Form):
    """A mission and a role on it, for one person."""

    mission = forms.ModelChoiceField(
        Mission.objects.exclude(status="closed"),
        label="Mission",
        empty_label="Choose a mission",
        error_messages={"required": "Choose a mission."},
    )
    role = forms.ChoiceField(label="Role", choices=MissionRoleName.choices, widget=forms.RadioSelect, error_messages=ROLE_ERRORS)
