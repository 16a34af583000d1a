"""Forms of draft standards, for the team and for those who review them."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from codesign.draft_models import Ability, Comment, Element, Outcome
from codesign.models import Round
from missions.market.models import Product
from missions.problems.models import Disclosure
from missions.stewardship.models import SLUG


class DraftForm(forms.Form):
    """What a draft standard is called and what it is for."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter the title."})
    summary = forms.CharField(
        label="What is it for?",
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Two or three sentences.",
    )


class ElementForm(forms.Form):
    """One thing that the standard asks for. Its identifier is asked once."""

    ref = forms.CharField(
        label="Identifier",
        max_length=80,
        validators=[SLUG],
        help_text="Short, without spaces, for example tree-species. It stays the same in every version.",
        error_messages={"required": "Enter an identifier."},
    )
    title = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter the name."})
    definition = forms.CharField(
        label="What it asks for",
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="In words that a council officer understands.",
        error_messages={"required": "Say what it asks for."},
    )

    def __init__(self, *args: Any, has_ref: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_ref:
            del self.fields["ref"]


class ReviewForm(forms.Form):
    """In which round a version is reviewed, and how long that takes."""

    round = forms.ModelChoiceField(
        label="Which round?",
        queryset=Round.objects.none(),
        empty_label="Choose a round",
        help_text="Rounds that aren’t launched yet.",
        error_messages={"required": "Choose a round.", "invalid_choice": "Choose a round of this list."},
    )
    minutes = forms.IntegerField(
        label="How many minutes does the review take?",
        min_value=1,
        max_value=240,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
        help_text="Two minutes for each element is a good guess.",
        error_messages={"required": "Enter how many minutes it takes."},
    )

    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Round]", self.fields["round"]).queryset = rounds


class CommentForm(forms.Form):
    """What somebody thinks of an element, and who may read it."""

    text = forms.CharField(
        label="What do you think of it?",
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="What is unclear, missing or too much? Say what would make it work for you.",
        error_messages={"required": "Say what you think of it."},
    )
    disclosure = forms.ChoiceField(
        label="Who may read it?",
        choices=Disclosure.choices,
        widget=forms.RadioSelect,
        help_text="We keep to this on every page and in the published response. Information laws may still require us to release it.",
        error_messages={"required": "Choose who may read it."},
    )


class AbilityForm(forms.Form):
    """What a council could deliver: one question for each element; each may be left for later. And the system that it uses."""

    says_optional = False

    def __init__(
        self, *args: Any, elements: Iterable[Element], products: QuerySet[Product], recorded: Product | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        empty = f"{recorded} (as our record of the market says)" if recorded else "Not sure"
        self.fields["product"] = field = forms.ModelChoiceField(
            label="Which system does your council use for this?",
            queryset=products,
            required=False,
            empty_label=empty,
            help_text="If a supplier must change, this says which one.",
            error_messages={"invalid_choice": "Choose a system of this list."},
        )
        field.label_from_instance = self._label  # type: ignore[assignment, method-assign]
        for element in elements:
            self.fields[f"element-{element.pk}"] = forms.ChoiceField(
                label=element.title,
                help_text=element.definition,
                choices=Ability.choices,
                required=False,
                widget=forms.RadioSelect,
            )

    @staticmethod
    def _label(product: Product) -> str:
        return f"{product.name}, {product.supplier.name}" if product.supplier else product.name

    def answers(self) -> dict[int, str]:
        """Values by element, of those that were answered."""
        pairs = ((name.partition("-")[2], value) for name, value in self.cleaned_data.items() if name.startswith("element-"))
        return {int(pk): value for pk, value in pairs if value}


class DisposeForm(forms.Form):
    """What is made of the chosen comments, and why."""

    comments = forms.TypedMultipleChoiceField(
        label="Which comments?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one comment.", "invalid_choice": "Choose comments of this list."},
    )
    outcome = forms.ChoiceField(
        label="What do you make of them?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you make of them."},
    )
    duplicate_of = forms.IntegerField(
        label="For a duplicate: the number of the comment that says the same",
        required=False,
        min_value=1,
        max_value=2**62,
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
    )
    reason = forms.CharField(
        label="Why?",
        max_length=4_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="It is published with the response, so name nobody.",
        error_messages={"required": "Say why."},
    )

    def __init__(self, *args: Any, comments: Sequence[Comment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.TypedMultipleChoiceField", self.fields["comments"])
        field.choices = [(item.pk, self._label(item)) for item in comments]

    @staticmethod
    def _label(item: Comment) -> str:
        given = getattr(item, "disposition", None)
        state = f" – {given.get_outcome_display()}" if given else ""
        whom = item.participant.organisation or item.participant.get_segment_display()
        return f"{item.pk}. {item.element.title}: {item.text[:300]} ({whom}){state}"

    def clean(self) -> dict[str, Any]:
        """A duplicate names the other."""
        values = super().clean() or {}
        if values.get("outcome") == Outcome.DUPLICATE and not values.get("duplicate_of") and "duplicate_of" not in self.errors:
            self.add_error("duplicate_of", "Enter the number of the comment that says the same.")
        return values
