"""The GOV.UK look of forms: ordinary Django forms, drawn by this renderer and the templates in templates/forms."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

INPUT_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.CheckboxSelectMultiple, ""),
    (forms.RadioSelect, ""),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Select, "govuk-select"),
    (forms.MultiWidget, ""),
    (forms.HiddenInput, ""),
    # EmailInput and its like are Inputs but not TextInputs.
    (forms.widgets.Input, "govuk-input"),
)


class GovukBoundField(forms.BoundField):
    """A field that knows which GOV.UK component draws it."""

    @property
    def kind(self) -> str:
        """`group` for several controls under one question, `tick` for a single checkbox, else `single`."""
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "tick"
        return "group" if self.field.widget.use_fieldset else "single"

    @property
    def is_day(self) -> bool:
        """Several text boxes under one question: a day."""
        return isinstance(self.field.widget, forms.MultiWidget)

    @property
    def group_describedby(self) -> str:
        """Ids of hint and error, for the fieldset of a group."""
        ids = [f"{self.auto_id}_helptext"] if self.help_text else []
        return " ".join([*ids, f"{self.auto_id}_error"] if self.errors else ids)

    @property
    def error_target(self) -> str:
        """The id that the error summary leads to: the first control of a group."""
        return f"{self.auto_id}_0" if self.kind == "group" else str(self.auto_id)

    @property
    def label_text(self) -> str:
        """The question; says so when it needn't be answered, unless the whole form says that of all of them."""
        optional = not self.field.required and self.kind != "tick" and getattr(self.form, "says_optional", True)
        return f"{self.label} (optional)" if optional else str(self.label)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes, with the class of the component."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        base = next((css for kind, css in INPUT_CLASSES if isinstance(widget, kind)), "")
        if base:
            error = f" {base}--error" if self.errors and base != "govuk-checkboxes__input" else ""
            built["class"] = " ".join(filter(None, (base + error, widget.attrs.get("class", ""))))
        if isinstance(widget, forms.Textarea):
            # As GOV.UK draws it; Django's own size is 40 by 10.
            built["cols"] = False
            built["rows"] = built.get("rows") or (5 if widget.attrs.get("rows") == "10" else widget.attrs.get("rows"))
        if isinstance(widget, forms.EmailInput):
            built = {"autocomplete": "email", "spellcheck": "false", **built}
        # The browser's own bubbles would hide our error summary.
        built.pop("required", None)
        return built


class GovukRenderer(TemplatesSetting):
    """`{{ form }}` draws an error summary's fields, `{{ form.name.as_field_group }}` one field."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukBoundField
