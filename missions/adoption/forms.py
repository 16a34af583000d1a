"""Forms about adoption."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from missions.adoption.actions import SHOW_IT, lacks_evidence
from missions.adoption.models import Verdict
from missions.adoption.stages import Stage
from missions.core.fields import DayField
from missions.problems.models import Barrier
from missions.register.models import Organisation
from missions.stewardship.access import CURATORS, Standing


class StageForm(forms.Form):
    """A council's stage and the day on which it reached it."""

    stage = forms.ChoiceField(
        label="Where does the council stand?",
        help_text="Aware: knows of it. Committed: has decided to use it. Piloting: sets it up or tries it. Live: uses it for real work. "
        "Embedded: it is how the work is normally done.",
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where the council stands."},
    )
    happened_on = DayField(
        label="Since when?",
        help_text="For example, 27 3 2026.",
        error_messages={"required": "Enter the day on which it reached that stage.", "incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, council: Organisation, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council, self.on = council, on

    def clean_happened_on(self) -> dt.date:
        """A day that has come, in the life of the council."""
        day: dt.date = self.cleaned_data["happened_on"]
        if day > self.on:
            raise ValidationError("The day can’t be in the future. Record the stage once it is reached.")
        if not self.council.holds_on(day):
            raise ValidationError(f"{self.council.name} did not exist on that day.")
        return day


class BlockersForm(forms.Form):
    """What is in a council's way."""

    barriers = forms.MultipleChoiceField(
        label="Is something in the way?",
        help_text="Leave it empty if it is moving. Once it is live, what was in the way ends by itself. "
        "Only the people on the mission see what you say here.",
        choices=Barrier.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    barrier_note = forms.CharField(
        label="What would help?", max_length=400, required=False, help_text="One sentence is enough. You don’t have to say it."
    )


class RecordForm(StageForm, BlockersForm):
    """A new stage with what shows it, and what keeps the council from going on."""

    evidence_url = forms.URLField(
        label="A link that shows it",
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text="For example, the page that uses it.",
        error_messages={"invalid": "Enter a full address, like https://www.example.gov.uk/page."},
    )
    note = forms.CharField(
        label="Or what shows it, in a few words", max_length=400, required=False, help_text="Everybody can read it."
    )

    field_order = ("stage", "happened_on", "evidence_url", "note", "barriers", "barrier_note")

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, on=standing.on, **kwargs)
        self.standing = standing
        if not standing.holds(*CURATORS):
            self.fields[
                "evidence_url"
            ].help_text = "For example, the page that uses it. A link or a few words: one of them is needed."

    def clean(self) -> dict[str, Any]:
        """A council says what shows its step."""
        said = super().clean() or self.cleaned_data
        evidence = said.get("evidence_url", ""), said.get("note", "")
        if "stage" in said and "evidence_url" not in self.errors and lacks_evidence(self.standing, said["stage"], *evidence):
            self.add_error("evidence_url", SHOW_IT)
        return said


class ReviewForm(forms.Form):
    """What the team makes of a report."""

    verdict = forms.ChoiceField(
        label="What do you make of it?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you verify or return it."},
    )
    reason = forms.CharField(
        label="If you return it: why?",
        max_length=300,
        required=False,
        help_text="The person who reported it gets this by e-mail.",
    )

    def clean(self) -> dict[str, Any]:
        """A return says why."""
        said = super().clean() or self.cleaned_data
        if said.get("verdict") == Verdict.RETURNED and not said.get("reason", "").strip():
            self.add_error("reason", "Say why you return it, so that the council can put it right.")
        return said


class CorrectForm(StageForm):
    """What a record should have said."""

    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=300,
        help_text="The first record is kept beside it, with this reason.",
        error_messages={"required": "Say why it is corrected."},
    )
