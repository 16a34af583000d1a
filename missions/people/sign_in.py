"""Asking for a sign-in code and entering it: the library's view and form, with our words."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.views import RequestLoginCodeView
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]
    """Answers 429 where the library would show the form again."""

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        """The library's form with our words, and without a placeholder that looks like an answer."""
        form: Form = super().get_form(form_class)
        email = form.fields["email"]
        email.label = "E-mail address"
        email.error_messages |= {
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address like name@council.gov.uk.",
        }
        email.widget.attrs.pop("placeholder", None)
        return form

    def form_invalid(self, form: Form) -> HttpResponse:
        """Too many codes is not a mistake in the form."""
        if form.has_error("email", "too_many_login_attempts"):
            return render(self.request, "429.html", status=429)
        answer: HttpResponse = super().form_invalid(form)
        return answer


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The library's form with our words; settings name it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.help_text = "Code", "It is in the e-mail that we sent you."
        code.error_messages |= {"required": "Enter the code from the e-mail."}
        code.widget.attrs.pop("placeholder", None)
        code.widget.attrs |= {"class": "govuk-input--width-10", "autocapitalize": "characters", "spellcheck": "false"}


ask_for_code: Any = AskForCode.as_view()
