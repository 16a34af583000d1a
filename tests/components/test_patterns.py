"""Patterns made of components: confirming, telling of success, and pages whose forms have errors."""

from typing import Any

import pytest
from django import forms
from django.template import RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.components.parsing import parsed


def confirm(**context: object) -> str:
    return render_to_string("components/confirm.html", context, request=RequestFactory().get("/"))


def test_a_confirmation_says_what_happens_and_has_a_way_back() -> None:
    html = confirm(warning="Nobody can answer any more.", button="Close the round", cancel="/back/")
    parsed(html)
    assert "Nobody can answer any more." in html
    assert "csrfmiddlewaretoken" in html
    assert 'class="govuk-button govuk-button--warning"' in html
    assert 'data-prevent-double-click="true"' in html
    assert '<a class="govuk-link" href="/back/">Cancel</a>' in html
    assert " action=" not in html
    assert 'action="/there/"' in confirm(warning="W", button="B", cancel="/", action="/there/")


class TwoForm(forms.Form):
    name = forms.CharField(label="Your name", error_messages={"required": "Type your name."})
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_each_error_of_a_summary_leads_to_a_control_that_is_there() -> None:
    form = TwoForm({})
    html = render_to_string("components/error_summary.html", {"form": form}) + str(form)
    fields: list[Any] = list(form)
    for field in fields:
        assert f'href="#{field.error_target}"' in html
        assert f'id="{field.error_target}"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "starts"), [({}, "<title>Error: "), ({"name": "x", "kind": "a"}, "<title>Some page")])
def test_the_title_says_that_there_is_an_error(data: dict[str, str], starts: str) -> None:
    page = Template(
        '{% extends "base.html" %}{% block title %}Some page{% endblock %}{% block content %}{{ form }}{% endblock %}'
    )
    assert starts in page.render(RequestContext(RequestFactory().get("/"), {"form": TwoForm(data)}))


def test_a_value_is_never_html() -> None:
    for name in ("tag", "inset", "warning", "notification"):
        assert "<b>" not in render_to_string(f"components/{name}.html", {"text": "<b>x</b>"})
    assert "<b>" not in render_to_string("components/summary_list.html", {"rows": [("<b>k", "<b>v")]})


def test_a_text_box_for_an_address_lets_the_browser_help() -> None:
    class AddressForm(forms.Form):
        email = forms.EmailField()

    assert 'autocomplete="email"' in str(AddressForm()["email"])
    assert 'spellcheck="false"' in str(AddressForm()["email"])
    assert " required" not in str(AddressForm()["email"])
