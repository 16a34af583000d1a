"""Forms about decisions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from missions.core.fields import LONGEST_TEXT, DayField
from missions.decisions.access import deciders, delegates, why_not_decide
from missions.decisions.models import OUTCOMES, Decision, Outcome
from missions.interventions.models import Iteration
from missions.people.models import User
from missions.stewardship.access import Standing, roles_on

ABOUT_OTHER_THINGS = (Outcome.AGREE, Outcome.DECLINE)
# Those that have run or run: what is only planned or already decided has nothing to decide.
DECIDABLE = ("running", "deciding", "recorded")


def dissent_field() -> forms.CharField:
    """The other side, as the lead has heard it."""
    return forms.CharField(
        label="Who sees it differently, and why?",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text="Councils, suppliers or colleagues who disagree. It is frozen with the evidence. Name organisations, not people.",
    )


class AskForm(forms.Form):
    """What is asked, of whom, by when, with which options and what the lead recommends."""

    question = forms.CharField(
        label="What must be decided?",
        max_length=300,
        help_text="One question, for example: Should round 3 go on with 20 more councils?",
        error_messages={"required": "Enter the question."},
    )
    iteration = forms.ModelChoiceField(
        Iteration.objects.none(),
        label="Which iteration is it about?",
        required=False,
        empty_label="None: it is about something else",
    )
    background = forms.CharField(
        label="Background",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text="What they need to know. The figures are shown beside it, so you needn’t repeat them.",
    )
    options = forms.MultipleChoiceField(
        label="What may they choose?",
        choices=Outcome.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Scale, continue, adapt and stop are for an iteration. Agree and decline are for anything else.",
        error_messages={"required": "Choose at least two options."},
    )
    recommendation = forms.ChoiceField(
        label="What do you recommend?",
        choices=[*Outcome.choices, ("", "Nothing: I leave it open")],
        widget=forms.RadioSelect,
        required=False,
    )
    recommendation_reason = forms.CharField(
        label="Why do you recommend it?", max_length=600, required=False, widget=forms.Textarea({"rows": 3})
    )
    dissent = dissent_field()
    asked_of = forms.ModelChoiceField(
        User.objects.none(),
        label="Who decides?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who decides."},
    )
    due_on = DayField(
        label="By when?",
        help_text="For example, 27 3 2027.",
        error_messages={"required": "Enter the day by which it must be decided.", "incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        iterations = Iteration.objects.filter(mission=standing.mission, status__in=DECIDABLE)
        waiting = Decision.objects.waiting().filter(mission=standing.mission, iteration__isnull=False)
        field = cast("forms.ModelChoiceField[Iteration]", self.fields["iteration"])
        field.queryset = iterations.exclude(pk__in=waiting.values("iteration")).order_by("-starts_on", "name")
        who = cast("forms.ModelChoiceField[User]", self.fields["asked_of"])
        who.queryset = User.objects.filter(pk__in=[user.pk for user in deciders(standing.mission, standing)]).order_by("name")

    def clean_due_on(self) -> dt.date:
        """Today or later."""
        day: dt.date = self.cleaned_data["due_on"]
        if day < self.standing.on:
            raise ValidationError("The day must be today or later.")
        return day

    def clean(self) -> dict[str, Any]:
        """Options that fit what it is about, a recommendation among them with its reason, and somebody who may decide it."""
        data = super().clean() or self.cleaned_data
        iteration, options = data.get("iteration"), data.get("options") or []
        self._check_options(options, OUTCOMES if iteration else ABOUT_OTHER_THINGS, bool(iteration))
        recommendation = data.get("recommendation", "")
        if recommendation and options and recommendation not in options:
            self.add_error("recommendation", "Recommend one of the options that they may choose.")
        if recommendation and not data.get("recommendation_reason"):
            self.add_error("recommendation_reason", "Say why you recommend it.")
        if data.get("asked_of") and "iteration" in data:
            sentence = why_not_decide(
                roles_on(data["asked_of"], self.standing.mission, on=self.standing.on), iteration, self.standing
            )
            if sentence:
                self.add_error("asked_of", sentence)
        return data

    def _check_options(self, options: Sequence[str], fitting: Sequence[str], about_iteration: bool) -> None:
        if not options:
            return
        if not set(options) <= set(fitting):
            words = "scale, continue, adapt and stop" if about_iteration else "agree and decline"
            about = "an iteration" if about_iteration else "something other than an iteration"
            self.add_error("options", f"For a decision about {about}, choose from {words}.")
        elif len(options) < 2:
            self.add_error("options", "Choose at least two options.")


class TakeForm(forms.Form):
    """The outcome, and why."""

    outcome = forms.ChoiceField(
        label="What do you decide?", widget=forms.RadioSelect, error_messages={"required": "Choose what you decide."}
    )
    rationale = forms.CharField(
        label="Why?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text="If it is about an iteration, anyone can read your reason once you decide.",
        error_messages={"required": "Say why you decide so."},
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["outcome"])
        field.choices = [(value, Outcome(value).label) for value in decision.options]


class DecideForm(forms.Form):
    """What follows an iteration, and why; for a lead who decides without asking anybody."""

    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[(value, value.label) for value in OUTCOMES],
        widget=forms.RadioSelect,
        help_text="Adapt plans the next iteration for you, with the same councils and no dates yet.",
        error_messages={"required": "Choose what you decide."},
    )
    rationale = forms.CharField(
        label="Why?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text="Anyone can read your reason once you decide.",
        error_messages={"required": "Say why you decide so."},
    )
    dissent = dissent_field()


class MoreForm(forms.Form):
    """What is missing."""

    question = forms.CharField(
        label="What do you need to know?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        help_text="The lead gets it, answers, and asks you again.",
        error_messages={"required": "Say what you need to know."},
    )


class AnswerForm(forms.Form):
    """What was missing."""

    answer = forms.CharField(
        label="Your answer",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text="It is kept with the decision.",
        error_messages={"required": "Enter your answer."},
    )


class DelegateForm(forms.Form):
    """Whom a director lets decide, from when until when."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Who may decide for you?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may decide for you."},
    )
    starts_on = DayField(
        label="From",
        help_text="For example, 27 3 2027.",
        error_messages={"required": "Enter the first day.", "incomplete": "Enter day, month and year."},
    )
    last_day = DayField(
        label="Until, this day included",
        help_text="For example, 14 4 2027.",
        error_messages={"required": "Enter the last day.", "incomplete": "Enter day, month and year."},
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        who = cast("forms.ModelChoiceField[User]", self.fields["to"])
        who.queryset = User.objects.filter(pk__in=[user.pk for user in delegates(standing)]).order_by("name")

    def clean(self) -> dict[str, Any]:
        """The days in order, from today on."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("last_day")
        if first and first < self.standing.on:
            self.add_error("starts_on", "The first day must be today or later.")
        elif first and last and last < first:
            self.add_error("last_day", "The last day must not be before the first.")
        return data
