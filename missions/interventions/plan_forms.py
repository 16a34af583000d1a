"""Forms about what stands behind an intervention."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms

from missions.core.fields import LONGEST_TEXT, DayField
from missions.interventions.models import Intervention, InterventionKind
from missions.interventions.plan_actions import Description
from missions.interventions.plan_models import Step, Strength, TheoryLine
from missions.interventions.theory import LONGEST_LINE, MOST_LINES, QUESTIONS
from missions.problems.models import PainPoint
from missions.stewardship.models import Lever, Mission

MOST_POINTS = 100


class TheoryForm(forms.Form):
    """The five lists of a theory of change, one short line each."""

    says_optional = False

    def __init__(self, *args: Any, lines: Iterable[TheoryLine], **kwargs: Any) -> None:
        said: dict[str, list[str]] = {}
        for line in sorted(lines, key=lambda line: line.position):
            said.setdefault(line.step, []).append(line.wording)
        kwargs.setdefault("initial", {step: "\n".join(words) for step, words in said.items()})
        super().__init__(*args, **kwargs)
        for step in Step:
            self.fields[step] = forms.CharField(
                label=step.label,
                required=False,
                max_length=LONGEST_TEXT,
                help_text=f"{QUESTIONS[step]}. One on each line.",
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def clean(self) -> dict[str, Any]:
        """Each line is short, and there are few of them: the drawing has to be read at a glance."""
        cleaned: dict[str, Any] = super().clean() or {}
        for step in Step:
            words = [line.strip() for line in cleaned.get(step, "").splitlines() if line.strip()]
            if len(words) > MOST_LINES:
                self.add_error(step, f"{step.label} has {len(words)} lines. Keep to {MOST_LINES} or fewer.")
            for number, line in enumerate(words, start=1):
                if len(line) > LONGEST_LINE:
                    self.add_error(
                        step,
                        f"Line {number} of {step.label.lower()} has {len(line)} characters. Shorten it to {LONGEST_LINE} or fewer.",
                    )
            cleaned[step] = words
        return cleaned

    def lines(self) -> dict[str, list[str]]:
        """The lines of each step, once they are valid."""
        return {step.value: self.cleaned_data[step] for step in Step}


class DependencyForm(forms.Form):
    """On which other intervention this one rests, and how much."""

    on = forms.ModelChoiceField(
        Intervention.objects.none(),
        label="It rests on",
        empty_label="Choose an intervention",
        error_messages={
            "required": "Choose the intervention that it rests on.",
            "invalid_choice": "Choose an intervention of this mission.",
        },
    )
    strength = forms.ChoiceField(
        label="How much?",
        choices=Strength.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it needs it or is helped by it."},
    )
    why = forms.CharField(
        label="Why", max_length=200, required=False, help_text="A few words, for example “councils need the schema first”."
    )

    def __init__(self, *args: Any, intervention: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Intervention.objects.filter(mission=intervention.mission).exclude(pk=intervention.pk).order_by("name")
        cast("forms.ModelChoiceField[Intervention]", self.fields["on"]).queryset = others


class InterventionForm(forms.Form):
    """What an intervention is, which levers it pulls and which pain points it acts on."""

    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter a name."})
    kind = forms.ChoiceField(
        label="Kind",
        choices=InterventionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of action it is."},
    )
    summary = forms.CharField(
        label="What it is",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In a few plain sentences. Everybody will read it.",
        error_messages={"required": "Say what it is."},
    )
    hypothesis = forms.CharField(
        label="What we think will happen",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="If we do this, then what changes for whom, and why?",
    )
    pain_points = forms.CharField(
        label="Pain points that it acts on",
        required=False,
        max_length=2_000,
        help_text="Their references, for example PP-003 and PP-075, with spaces or commas between them.",
    )
    levers = forms.ModelMultipleChoiceField(
        Lever.objects.none(), label="Levers that it pulls", required=False, widget=forms.CheckboxSelectMultiple
    )
    lead_body = forms.CharField(
        label="Led by", max_length=200, required=False, help_text="The body that does the work, if it isn’t the lead department."
    )
    started_on = DayField(label="When it began", required=False)

    def __init__(self, *args: Any, mission: Mission, intervention: Intervention | None = None, **kwargs: Any) -> None:
        self.mission = mission
        pulled = [lever.pk for lever in intervention.levers.all()] if intervention is not None else []
        if intervention is not None:
            names = ("name", "kind", "summary", "hypothesis", "lead_body", "started_on")
            acted_on = ", ".join(link.pain_point.reference for link in intervention.addresses.select_related("pain_point"))
            told = {name: getattr(intervention, name) for name in names} | {"levers": pulled, "pain_points": acted_on}
            kwargs.setdefault("initial", told)
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Lever]", self.fields["levers"]).queryset = Lever.objects.to_choose(*pulled)

    def clean_pain_points(self) -> list[PainPoint]:
        """Those of the mission that these references name; says which name none."""
        references = {part.upper() for part in re.split(r"[\s,;]+", self.cleaned_data["pain_points"]) if part} - {"AND"}
        if len(references) > MOST_POINTS:
            raise forms.ValidationError(f"Name {MOST_POINTS} pain points or fewer.")
        found = {point.reference.upper(): point for point in PainPoint.objects.filter(mission=self.mission)}
        unknown = sorted(references - found.keys())
        if unknown:
            raise forms.ValidationError(f"This mission has no pain point {', '.join(unknown[:5])[:200]}. Check the reference.")
        return [found[reference] for reference in sorted(references)]

    def description(self) -> Description:
        """What was typed, once it is valid."""
        return Description(**self.cleaned_data)
