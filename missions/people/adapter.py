"""How sign-in behaves: nobody signs up by themselves, and nobody learns whether an address is known."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Settings of sign-in that need code."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "That code is not right, or it no longer works. Check it, or ask for another code.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited, never signed up."""
        return False
