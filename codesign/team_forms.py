"""Forms for what the team does with submissions: link, merge, reject, answer."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from codesign.models import Contribution, WhatHappened
from missions.problems.models import Barrier, PainPoint


class LinkForm(forms.Form):
    """Which pain point a submission is about: one that exists, or a new one."""

    pain_point = forms.ModelChoiceField(
        label="A pain point that exists", queryset=PainPoint.objects.none(), required=False, empty_label="None of these"
    )
    title = forms.CharField(label="Or the title of a new one", max_length=300, required=False)
    barrier = forms.ChoiceField(
        label="Kind of barrier of the new one", choices=[("", "Choose"), *Barrier.choices], required=False
    )

    def __init__(self, *args: Any, points: QuerySet[PainPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[PainPoint]", self.fields["pain_point"]).queryset = points

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        values = super().clean() or {}
        if not values.get("pain_point") and not values.get("title"):
            self.add_error("pain_point", "Choose a pain point, or type the title of a new one.")
        if values.get("title") and not values.get("pain_point") and not values.get("barrier"):
            self.add_error("barrier", "Choose the kind of barrier of the new pain point.")
        return values


class MergeForm(LinkForm):
    """Which submissions are put together, and under which pain point."""

    said = forms.ModelMultipleChoiceField(
        label="Which submissions say the same?",
        queryset=Contribution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose at least two. Each stays as it was said.",
        error_messages={"required": "Choose at least two submissions.", "invalid_choice": "Choose submissions of this list."},
    )
    field_order = ("said", "pain_point", "title", "barrier")

    def __init__(self, *args: Any, said: QuerySet[Contribution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[Contribution]", self.fields["said"])
        field.queryset = said
        field.label_from_instance = self._label  # type: ignore[assignment, method-assign]

    @staticmethod
    def _label(item: Contribution) -> str:
        """What was said, and for whom."""
        speaks_for = item.participant.organisation or item.participant.get_segment_display()
        return f"{item.evidence.text[:300]} ({speaks_for})"

    def clean_said(self) -> list[int]:
        """Two or more."""
        chosen = [item.pk for item in self.cleaned_data["said"]]
        if len(chosen) < 2:
            raise ValidationError("Choose at least two submissions.")
        return chosen


class RejectForm(forms.Form):
    """Why a submission is left out: one of the reasons agreed at the launch."""

    reason = forms.ChoiceField(
        label="Why is it left out?", widget=forms.RadioSelect, error_messages={"required": "Choose the reason."}
    )

    def __init__(self, *args: Any, reasons: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["reason"]).choices = [(reason, reason) for reason in reasons]


class AnswerForm(forms.Form):
    """What the team did with a submission, and why."""

    what = forms.ChoiceField(
        label="What came of it?",
        choices=WhatHappened.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it."},
    )
    text = forms.CharField(
        label="What you did, will do or won’t do, and why",
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Its author reads this, and gets it by e-mail.",
        error_messages={"required": "Say what you did, will do or won’t do, and why."},
    )
