"""Our components against the GOV.UK package's own fixtures.

A fixture is compared when every option that it uses is one that our component takes. The others are left out, each for a reason that
is written down below; an option without a reason fails.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from missions.core.fields import DayField
from tests.components.parsing import parsed

FIXTURES = Path(__file__).resolve().parents[2] / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
Options = dict[str, Any]

# Why an option has no place in our components: the last part of its name, or the whole of it.
LEFT_OUT = {
    "attributes": "free attributes: templates write what they need",
    "classes": "free classes: only the modifiers that our pages use",
    "html": "HTML handed in as text: our values are escaped, HTML comes from templates",
    "titleHtml": "HTML handed in as text",
    "descriptionHtml": "HTML handed in as text",
    "summaryHtml": "HTML handed in as text",
    "descriptionText": "our error summary is a heading and the errors",
    "disableAutoFocus": "the summary always takes the focus, banners take it as GOV.UK does",
    "titleText": "titles are always those that GOV.UK gives",
    "titleHeadingLevel": "headings under the page’s h1 are always h2",
    "titleId": "ids are counted per page",
    "role": "roles follow from the type",
    "type": "submit is the only type of our buttons, text boxes have Django’s types",
    "id": "ids are Django’s or counted per page",
    "idPrefix": "ids are Django’s",
    "labelText": "labels of previous and next are always these two words",
    "landmarkLabel": "one pagination per page",
    "visuallyHiddenText": "pages of lists are numbers, actions are written in templates",
    "collapseOnMobile": "our trails are short",
    "card": "summary cards are not used",
    "actions": "actions of a row are written in templates, as links or forms",
    "iconFallbackText": "always “Warning”",
    "disabled": "we say why not instead of a disabled control",
    "isStartButton": "no start pages",
    "element": "follows from href",
    "preventDoubleClick": "true or absent",
    "describedBy": "described by its own hint and error",
    "isPageHeading": "the page has its own h1",
    "prefix": "units stand in the label",
    "suffix": "units stand in the label",
    "inputWrapper": "units stand in the label",
    "formGroup": "one kind of group",
    "divider": "options are one list",
    "conditional": "every question is shown: works without JavaScript",
    "behaviour": "every option is one of its own",
    "label": "an option’s label takes text only",
    "hint": "hints stand under the question",
    "namePrefix": "names are Django’s",
    "items": "a day is always day, month and year",
    "month": "errors mark the whole day",
    "year": "errors mark the whole day",
    "day": "errors mark the whole day",
    "javascript": "the browser’s own file button",
    "multiple": "one file at a time",
    "inputmode": "set by the field’s type",
    "autocomplete": "set by the field’s type",
    "pattern": "checked by the form",
    "spellcheck": "set by the field’s type",
    "autocapitalize": "set by the field’s type",
    "rows": "always five",
    "error": "errors mark the whole day",
    "inverse": "our pages have no dark header",
    "href": "a legend or label is no link",
    "fieldset": "a question with options always has its legend",
    "values": "what is ticked comes with the options",
    "value": "what is ticked comes with the options",
    "item.number": "pages are numbered by Django’s paginator",
    "ellipsis": "two pages on each side need other settings than ours",
    "number": "pages are numbered from one",
    "text": "always the same words",
    "visuallyHidden": "always “Error:”",
    "translations": "English only",
    "tag": "the tag takes text only",
    "formaction": "forms have one action",
    "headingLevel": "a panel’s title is the page’s h1",
    "wrapperClasses": "the browser’s own file button",
    "wrapperAttributes": "the browser’s own file button",
    "chooseFilesButtonText": "the browser’s own file button",
    "dropInstructionText": "the browser’s own file button",
    "noFileChosenText": "the browser’s own file button",
    "multipleFilesChosenText": "the browser’s own file button",
    "enteredDropZoneText": "the browser’s own file button",
    "leftDropZoneText": "the browser’s own file button",
    "selected": "what is chosen comes from the form",
}


@dataclass(frozen=True)
class Component:
    """How we draw it, which options it takes and which it can't do without (a question always has its legend, a list its pages).

    `except_` names fixtures that use these options in a way that our pages never do.
    """

    draw: Callable[[Options], str]
    takes: frozenset[str]
    needs: frozenset[str] = frozenset()
    except_: frozenset[str] = frozenset()


def template(component_name: str, **context: Any) -> str:
    return render_to_string(f"components/{component_name}.html", context)


def text_of(value: Options) -> str:
    return mark_safe(value["html"]) if "html" in value else str(value.get("text", ""))


def draw_error_summary(options: Options) -> str:
    fields = {error["href"][1:]: forms.CharField(required=False) for error in options["errorList"] if "href" in error}
    form = type("AnyForm", (forms.Form,), fields)(data={}, auto_id="%s")
    for error in options["errorList"]:
        form.add_error(error["href"][1:] if "href" in error else None, error["text"])
    return template("error_summary", form=form)


def draw_pagination(options: Options) -> str:
    numbers = [item["number"] for item in options["items"]]
    current = next(item["number"] for item in options["items"] if item.get("current"))
    page = Paginator(range(len(numbers)), 1).page(current)
    html = template("pagination", page=page, base="/page/", numbers=numbers)
    return html.replace(f'href="/page/{current + 1}" rel="next"', 'href="/next" rel="next"').replace(
        f'href="/page/{current - 1}" rel="prev"', 'href="/previous" rel="prev"'
    )


def draw_button(options: Options) -> str:
    kind = options.get("classes", "").removeprefix("govuk-button--")
    named = {name: options.get(name) for name in ("text", "name", "value", "href")}
    return template("button", kind=kind, once=options.get("preventDoubleClick"), **named)


def draw_field(field: forms.Field, options: Options, name: str = "", value: Any = None) -> str:
    """One field as every form of ours draws it."""
    name = name or options["name"]
    field.label = options.get("label", {}).get("text") or options.get("fieldset", {}).get("legend", {}).get("text")
    field.help_text = options.get("hint", {}).get("text", "")
    error = options.get("errorMessage")
    form_class = type("AnyForm", (forms.Form,), {name: field})
    form = form_class(data={name: value} if error else None, initial={name: value}, auto_id="%s")
    if error:
        form.errors.clear()
        form.add_error(name, error["text"])
    return str(form[name].as_field_group())


def choices(options: Options) -> list[tuple[str, str]]:
    return [(str(item["value"]), item["text"]) for item in options["items"]]


def ticked(options: Options) -> list[str]:
    return [str(item["value"]) for item in options["items"] if item.get("checked") or item.get("selected")]


def draw_radios(options: Options) -> str:
    field = forms.ChoiceField(choices=choices(options), widget=forms.RadioSelect)
    return draw_field(field, options, value=next(iter(ticked(options)), None))


def draw_checkboxes(options: Options) -> str:
    field = forms.MultipleChoiceField(choices=choices(options), widget=forms.CheckboxSelectMultiple)
    return draw_field(field, options, value=ticked(options))


def draw_select(options: Options) -> str:
    return draw_field(forms.ChoiceField(choices=choices(options)), options, value=next(iter(ticked(options)), None))


def draw_day(options: Options) -> str:
    values = options.get("values", {})
    html = draw_field(DayField(), options, name=options["id"])
    for part in ("day", "month", "year"):
        value = f' value="{values[part]}"' if part in values else ""
        html = html.replace(f'name="{options["id"]}_{part}"', f'name="{part}"{value}')
    return html


def hint_or_error(options: Options, *, is_error: bool) -> str:
    field = forms.CharField(required=False, help_text="" if is_error else options["text"])
    form = type("AnyForm", (forms.Form,), {"it": field})(data={})
    if is_error:
        form.add_error("it", options["text"])
    return render_to_string("forms/hint_and_error.html", {"field": form["it"]})


def component(draw: Callable[[Options], str], takes: str, *except_: str, needs: str = "") -> Component:
    return Component(draw, frozenset(takes.split()), frozenset(needs.split()), frozenset(except_))


GROUP = "name idPrefix hint.text errorMessage.text fieldset.legend.text items[].value items[].text items[].checked"
SINGLE = "name id label.text hint.text errorMessage.text"
COMPONENTS = {
    "error-summary": component(draw_error_summary, "titleText errorList[].text errorList[].href", "html as titleText"),
    "pagination": component(
        draw_pagination, "previous.href next.href items[].number items[].href items[].current", needs="items[].number"
    ),
    "tag": component(lambda o: template("tag", **o), "text classes"),
    "notification-banner": component(
        lambda o: template("notification", text=o["text"], is_success=o.get("type") == "success", number=1), "text type"
    ),
    "summary-list": component(
        lambda o: template(
            "summary_list",
            rows=[(text_of(row["key"]), text_of(row["value"])) for row in o["rows"]],
            classes=o.get("classes", ""),
        ),
        "rows[].key.text rows[].value.text rows[].value.html rows[].key.html classes",
    ),
    "inset-text": component(lambda o: template("inset", text=text_of(o)), "text html"),
    "details": component(
        lambda o: template("details", summary=o["summaryText"], text=text_of(o), is_open=o.get("open")),
        "summaryText text html open",
    ),
    "phase-banner": component(
        lambda o: template("phase_banner", tag=o["tag"]["text"], text=text_of(o)), "tag.text text html", needs="tag.text"
    ),
    "breadcrumbs": component(
        lambda o: template("breadcrumbs", crumbs=[(item["text"], item.get("href")) for item in o["items"]]),
        "items[].text items[].href",
    ),
    "button": component(
        draw_button,
        "text name value href classes preventDoubleClick",
        # Modifiers that are states of the mouse or somebody else’s, and “false” written out.
        "default hover state",
        "default active state",
        "default focus state",
        "classes",
        "link classes",
        "don't prevent double click",
        needs="text",
    ),
    "back-link": component(lambda o: template("back_link", href=o.get("href", "#"), text=o.get("text")), "text href"),
    "warning-text": component(lambda o: template("warning", text=o["text"]), "text"),
    "panel": component(lambda o: template("panel", title=o["titleText"], text=text_of(o)), "titleText text html"),
    "input": component(lambda o: draw_field(forms.CharField(), o, value=o.get("value")), f"{SINGLE} value"),
    "textarea": component(
        lambda o: draw_field(forms.CharField(widget=forms.Textarea), o, value=o.get("value")), f"{SINGLE} value"
    ),
    "file-upload": component(lambda o: draw_field(forms.FileField(), o), SINGLE),
    "select": component(
        # “false” is no value of a choice of ours.
        draw_select,
        f"{SINGLE} items[].value items[].text items[].selected",
        "with falsy values",
        needs="items[].value",
    ),
    "radios": component(draw_radios, GROUP, needs="fieldset.legend.text"),
    "checkboxes": component(draw_checkboxes, GROUP, needs="fieldset.legend.text"),
    "date-input": component(
        draw_day,
        "id fieldset.legend.text hint.text errorMessage.text values.day values.month values.year",
        needs="fieldset.legend.text",
    ),
    "error-message": component(lambda o: hint_or_error(o, is_error=True), "text"),
    "hint": component(lambda o: hint_or_error(o, is_error=False), "text"),
}
"""Left out as whole components: those that no template of ours uses (accordion, tabs, task list, character count and so on)."""


def paths(value: Any, prefix: str = "") -> Iterator[str]:
    """“errorList[].href” for each option that a fixture sets."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{prefix}[]")
    else:
        yield prefix


@cache
def fixtures(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FIXTURES / name / "fixtures.json").read_text())["fixtures"]
    return found


def compared(name: str) -> list[dict[str, Any]]:
    known = COMPONENTS[name]
    return [
        fixture
        for fixture in fixtures(name)
        if known.needs <= set(paths(fixture["options"])) <= known.takes and fixture["name"] not in known.except_
    ]


CASES = [(name, fixture["name"]) for name in COMPONENTS for fixture in compared(name)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case}" for name, case in CASES])
def test_it_is_drawn_as_in_the_package(name: str, case: str) -> None:
    fixture = next(fixture for fixture in fixtures(name) if fixture["name"] == case)
    assert parsed(COMPONENTS[name].draw(fixture["options"])) == parsed(fixture["html"])


@pytest.mark.parametrize("name", COMPONENTS)
def test_the_plain_case_is_among_those_compared(name: str) -> None:
    assert compared(name), [sorted(set(paths(fixture["options"])) - COMPONENTS[name].takes) for fixture in fixtures(name)]


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_option_that_is_left_out_has_a_reason(name: str) -> None:
    left_out = {path for fixture in fixtures(name) for path in paths(fixture["options"])} - COMPONENTS[name].takes
    assert [path for path in left_out if not LEFT_OUT.keys() & set(path.replace("[]", "").split("."))] == []
