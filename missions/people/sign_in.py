"""Asking for a sign-in code: the library's view, with a page of its own for who asks too often."""

from typing import Any

from allauth.account.views import RequestLoginCodeView
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]
    """Answers 429 where the library would show the form again."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Too many codes is not a mistake in the form."""
        if form.has_error("email", "too_many_login_attempts"):
            return render(self.request, "429.html", status=429)
        answer: HttpResponse = super().form_invalid(form)
        return answer


ask_for_code: Any = AskForCode.as_view()
