"""Forms about stakeholders."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from missions.core.fields import DayField
from missions.people.models import User
from missions.register.models import Organisation
from missions.stakeholders.actions import ALREADY, Judgement, Talk
from missions.stakeholders.lifecycle import ENGAGEMENT
from missions.stakeholders.models import LONGEST_NOTE, Contact, ContactKind, ContactOutcome, Stake, StakeRole
from missions.stewardship.access import Standing
from missions.stewardship.models import MissionRole

LEVELS = {1: "1: very little", 2: "2: little", 3: "3: some", 4: "4: much", 5: "5: very much"}
MOST_NAMED = 5


class JudgementForm(forms.Form):
    """What the team thinks of a stakeholder and who looks after it."""

    role = forms.ChoiceField(
        label="What does it have to do with the service?",
        choices=StakeRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it has to do with the service."},
    )
    interest = forms.TypedChoiceField(
        label="How much interest does it have in what the mission does?",
        choices=list(LEVELS.items()),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much interest it has."},
    )
    influence = forms.TypedChoiceField(
        label="How much influence does it have on whether the mission succeeds?",
        choices=list(LEVELS.items()),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much influence it has."},
    )
    why = forms.CharField(
        label="Why does it matter?",
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="One or two sentences about the organisation, not about persons.",
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Who looks after it?",
        required=False,
        empty_label="Nobody yet",
        help_text="Somebody on this mission. They are reminded of the next contact.",
    )
    next_contact_on = DayField(
        label="When is the next contact?",
        required=False,
        help_text="For example, 27 3 2027.",
        error_messages={"incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        kept: User | None = self.initial.get("owner")
        owner.queryset = people_on(standing, kept)

    @classmethod
    def of(cls, stake: Stake) -> dict[str, Any]:
        """What the form shows for a stake."""
        return {name: getattr(stake, name) for name in ("role", "interest", "influence", "why", "owner", "next_contact_on")}

    def clean_next_contact_on(self) -> dt.date | None:
        """Today or later; a day that was agreed before may stay as it is."""
        day: dt.date | None = self.cleaned_data["next_contact_on"]
        if day is not None and day < self.standing.on and day != self.initial.get("next_contact_on"):
            raise ValidationError("The next contact must be today or later.")
        return day

    def judgement(self) -> Judgement:
        """The answers."""
        names = ("role", "interest", "influence", "why", "owner", "next_contact_on")
        return Judgement(**{name: self.cleaned_data[name] for name in names})


class StakeForm(JudgementForm):
    """A new stakeholder: which organisation, and what the team thinks of it."""

    organisation = forms.CharField(
        label="Which organisation?",
        max_length=200,
        help_text="Its name or its code in the register, for example Dorset Council or DST.",
        error_messages={"required": "Enter the name or the code of the organisation."},
    )
    field_order = ("organisation",)

    def clean_organisation(self) -> Organisation:
        """Exactly one organisation of the register that isn't a stakeholder yet."""
        found = organisation_named(self.cleaned_data["organisation"], on=self.standing.on)
        if Stake.objects.filter(mission=self.standing.mission, organisation=found).exists():
            raise ValidationError(ALREADY)
        return found


class ContactForm(forms.Form):
    """A contact that somebody on the team had."""

    happened_on = DayField(
        label="When was it?",
        help_text="For example, 27 3 2026.",
        error_messages={"required": "Enter the day.", "incomplete": "Enter day, month and year."},
    )
    kind = forms.ChoiceField(
        label="How did you meet?",
        choices=ContactKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you met."},
    )
    made_by = forms.ModelChoiceField(
        User.objects.none(),
        label="Who spoke for the team?",
        empty_label=None,
        error_messages={"required": "Choose who spoke for the team."},
    )
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=ContactOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it."},
    )
    note = forms.CharField(
        label="Note",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=f"What was said, up to {LONGEST_NOTE:,} characters. Write about the organisation, not about persons: "
        "the people on this mission read it, and it can be asked for by law.",
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        made_by = cast("forms.ModelChoiceField[User]", self.fields["made_by"])
        made_by.queryset = people_on(standing, self.initial.get("made_by"))

    def clean_happened_on(self) -> dt.date:
        """Not in the future."""
        day: dt.date = self.cleaned_data["happened_on"]
        if day > self.standing.on:
            raise ValidationError("The day must be today or in the past.")
        return day

    def talk(self) -> Talk:
        """The answers."""
        names = ("happened_on", "kind", "made_by", "outcome", "note")
        return Talk(**{name: self.cleaned_data[name] for name in names})


class LogForm(ContactForm):
    """A new contact, and what follows from it."""

    engagement = forms.ChoiceField(label="How far are they engaged now?", required=False)
    next_contact_on = DayField(
        label="When is the next contact?",
        required=False,
        help_text="Leave it empty if none is planned.",
        error_messages={"incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, stake: Stake, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["engagement"])
        state = ENGAGEMENT.states[stake.engagement]
        field.choices = [
            ("", f"No change: {state.label.lower()}"),
            *((value, ENGAGEMENT.states[value].label) for value in state.moves),
        ]

    def clean_next_contact_on(self) -> dt.date | None:
        """Today or later."""
        day: dt.date | None = self.cleaned_data["next_contact_on"]
        if day is not None and day < self.standing.on:
            raise ValidationError("The next contact must be today or later.")
        return day


class CorrectForm(ContactForm):
    """What an entry should have said, and why it is corrected."""

    reason = forms.CharField(
        label="Why is it corrected?", max_length=300, error_messages={"required": "Say why it is corrected."}
    )

    @classmethod
    def of(cls, contact: Contact) -> dict[str, Any]:
        """What the form shows for an entry."""
        return {name: getattr(contact, name) for name in ("happened_on", "kind", "made_by", "outcome", "note")}


class MoveForm(forms.Form):
    """How far a stakeholder is engaged, and since when."""

    engagement = forms.ChoiceField(
        label="They are now", widget=forms.RadioSelect, error_messages={"required": "Choose how far they are engaged."}
    )
    since = DayField(
        label="Since when?", error_messages={"required": "Enter the day.", "incomplete": "Enter day, month and year."}
    )

    def __init__(self, *args: Any, stake: Stake, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        field = cast(forms.ChoiceField, self.fields["engagement"])
        field.choices = [(value, ENGAGEMENT.states[value].label) for value in ENGAGEMENT.states[stake.engagement].moves]

    def clean_since(self) -> dt.date:
        """Not in the future."""
        day: dt.date = self.cleaned_data["since"]
        if day > self.on:
            raise ValidationError("The day must be today or in the past.")
        return day


def people_on(standing: Standing, kept: User | None = None) -> QuerySet[User]:
    """Everybody with a role on the mission that day, and whoever was chosen before."""
    roles = MissionRole.objects.as_at(standing.on).filter(mission=standing.mission)
    return User.objects.filter(Q(pk__in=roles.values("user")) | Q(pk=kept.pk if kept else None)).order_by("name", "pk")


def organisation_named(text: str, *, on: dt.date) -> Organisation:
    """The one organisation that goes by a typed name or code; of several, the one that exists on that day."""
    text = text.strip()
    found = list(Organisation.objects.called(text).order_by("name", "pk")[: MOST_NAMED + 1])
    if not found:
        raise ValidationError(f"No organisation in the register is called “{text[:80]}”. {_like(text)}")
    there = [item for item in found if item.holds_on(on)] or found
    if len(there) > 1:
        codes = ", ".join(f"{item.code} ({item.name})" for item in there[:MOST_NAMED])
        raise ValidationError(f"Several organisations go by “{text[:80]}”. Type the code of one of them: {codes}.")
    return there[0]


def _like(text: str) -> str:
    names = list(Organisation.objects.matching(text).order_by("name", "pk").values_list("name", flat=True)[:MOST_NAMED])
    if not names:
        return "Look it up in the list of councils and other organisations."
    return f"Did you mean {names[0]}?" if len(names) == 1 else f"Did you mean one of these: {'; '.join(names)}?"
