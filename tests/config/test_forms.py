"""What holds for every form of the product."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from missions.core.fields import DayField


def of_a_library(form: type[forms.BaseForm]) -> bool:
    return any(base.__module__.startswith("allauth") for base in form.__mro__)


def forms_of(base: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in base.__subclasses__():
        if form.__module__.split(".")[0] in {"missions", "codesign", "funding", "config"} and not of_a_library(form):
            yield form
        yield from forms_of(form)


def test_every_text_has_a_longest_length() -> None:
    assert get_resolver().url_patterns  # every form is imported with the addresses
    found = [(form, name, field) for form in forms_of(forms.BaseForm) for name, field in form.base_fields.items()]  # type: ignore[attr-defined]
    texts = [(form.__qualname__, name, field) for form, name, field in found if isinstance(field, forms.CharField)]
    assert len(texts) > 20
    assert [(form, name) for form, name, field in texts if not field.max_length] == []


@pytest.mark.parametrize(
    "typed", [["31", "12", "9999"], ["1", "1", "0999"], ["1", "1", "26"], ["30", "2", "2026"], ["x", "", "-5"]]
)
def test_a_day_that_no_calendar_of_ours_holds_is_an_error(typed: list[str]) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_an_ordinary_day_is_read() -> None:
    assert DayField().clean(["29", "2", "2028"]) == dt.date(2028, 2, 29)
