"""The form that answers many submissions at once."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from codesign.answer_words import left_over
from codesign.models import Contribution
from codesign.team_forms import AnswerForm

NOBODY = "Choose at least one submission."


class AnswerManyForm(AnswerForm):
    """Which submissions, what came of them, and one text with words in brackets that are filled for each."""

    said = forms.MultipleChoiceField(
        label="Which submissions get this answer?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose submissions of this list."},
    )
    everything = forms.BooleanField(required=False)
    count = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("said", "everything", "what", "text", "count")

    def __init__(self, *args: Any, waiting: Sequence[Contribution], total: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.total = total
        cast("forms.MultipleChoiceField", self.fields["said"]).choices = [(str(item.pk), self._label(item)) for item in waiting]
        self.fields["everything"].label = f"All {total:,} that are listed, on every page"
        self.fields["count"].initial = total
        if total <= len(waiting):
            del self.fields["everything"]
            self.fields["said"].required = True
            self.fields["said"].error_messages["required"] = NOBODY
        self.fields["text"].help_text = "Each author reads this, and gets it by e-mail."

    @staticmethod
    def _label(item: Contribution) -> str:
        """What was said, for whom, and what it is linked to."""
        speaks_for = item.participant.organisation or item.participant.get_segment_display()
        points = [link.pain_point.reference for link in item.evidence.links.all()]
        return f"{item.evidence.text[:300]} ({speaks_for}; {', '.join(points) or 'linked to no pain point'})"

    def clean_said(self) -> list[int]:
        """By their numbers."""
        return [int(key) for key in self.cleaned_data["said"]]

    def clean_text(self) -> str:
        """Nothing may stand in brackets that a person has to replace."""
        text: str = self.cleaned_data["text"]
        left = left_over(text)
        if left:
            raise forms.ValidationError(f"Replace {' and '.join(left)} by your own words. Every author would read it.")
        return text

    def clean(self) -> dict[str, Any]:
        """At least one; and all only where the list is still as long as it was shown."""
        values = super().clean() or {}
        if values.get("everything"):
            if values.get("count") != self.total:
                self.add_error(
                    "everything", f"The list has changed: {self.total:,} wait now. Look at it again, then send this again."
                )
        elif not values.get("said") and "said" not in self.errors:
            self.add_error("said", NOBODY)
        return values
