"""Forms about messages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from missions.notices.models import Rhythm
from missions.stewardship.models import Mission

AS_GENERAL = ("", "As chosen above")


class RhythmForm(forms.Form):
    """How often to write: in general, and for each mission of a person."""

    general = forms.ChoiceField(
        label="How often should we write to you?",
        help_text="Sign-in codes and invitations always come at once. One message a week may come after a date has passed.",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often we should write to you."},
    )

    def __init__(
        self, data: Any = None, *, missions: Iterable[Mission], chosen: Mapping[tuple[int, int | None], str], user: int
    ) -> None:
        super().__init__(data)
        self.fields["general"].initial = chosen.get((user, None), Rhythm.AT_ONCE)
        self.of: dict[str, int] = {}
        for mission in missions:
            name = f"mission_{mission.pk}"
            self.of[name] = mission.pk
            self.fields[name] = forms.ChoiceField(
                label=mission.name,
                choices=[AS_GENERAL, *Rhythm.choices],
                required=False,
                initial=chosen.get((user, mission.pk), ""),
            )

    @property
    def rhythms(self) -> dict[int | None, str]:
        """What was chosen, by mission (None: in general)."""
        by_mission: dict[int | None, str] = {pk: self.cleaned_data[name] for name, pk in self.of.items()}
        return {None: self.cleaned_data["general"], **by_mission}
