"""What councils for an iteration must be like, and which of them were ticked."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms

from missions.adoption.aiming import Wanted
from missions.adoption.stages import MIXED, Stage
from missions.adoption.summary import LABELS
from missions.interventions.models import Intervention
from missions.register.models import CouncilType, Organisation


class AimForm(forms.Form):
    """Filters; nothing ticked means that it doesn’t matter."""

    says_optional = False

    types = forms.MultipleChoiceField(label="Type", required=False, widget=forms.CheckboxSelectMultiple)
    regions = forms.MultipleChoiceField(label="Region", required=False, widget=forms.CheckboxSelectMultiple)
    supplier = forms.ChoiceField(label="Supplier that they use today", required=False)
    intervention = forms.ChoiceField(label="Where they stand with", required=False)
    stages = forms.MultipleChoiceField(
        label="Stage",
        required=False,
        choices=[(stage, LABELS[stage]) for stage in (*Stage.values, MIXED)],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        councils: Sequence[Organisation],
        suppliers: Iterable[str],
        interventions: Sequence[Intervention],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        types = {council.council_type for council in councils}
        self._choices("types", [(value, label) for value, label in CouncilType.choices if value in types])
        regions = {council.region for council in councils if council.region}
        self._choices("regions", [(region, region) for region in sorted(regions)])
        self._choices("supplier", [("", "Any"), *((name, name) for name in suppliers)])
        self._choices("intervention", [(item.slug, item.name) for item in interventions])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def wanted(self) -> Wanted:
        """What is asked for; what can’t be chosen counts as not asked."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(data.get("types", ()), data.get("regions", ()), data.get("supplier", ""), data.get("stages", ()))


class TickedForm(forms.Form):
    """The councils that were ticked, and whether those chosen before stay."""

    councils = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"invalid_choice": "Choose the councils again: the list has changed."}
    )
    keep = forms.BooleanField(required=False)

    def __init__(self, *args: Any, choices: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.TypedMultipleChoiceField, self.fields["councils"]).choices = [(pk, "") for pk in choices]
