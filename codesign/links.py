"""The link in an invitation: the invitation's number with a signature over its nonce.

Nothing that opens a round stands in the database: a link can be made again (for a reminder) by who has the product's secret key, and
ends when the invitation is withdrawn or gets a new nonce.
"""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from codesign.models import Invitation

SIGNER = Signer(salt="codesign.invitation", sep=".")


def join_path(invitation: Invitation) -> str:
    """The address that the invitation's e-mail leads to, without the host."""
    return reverse("rounds:join", args=[token_of(invitation)])


def confirm_path(invitation: Invitation) -> str:
    """Where the invited address confirms notes of a workshop."""
    return reverse("rounds:confirm", args=[token_of(invitation)])


def token_of(invitation: Invitation) -> str:
    """What the links of an invitation end in."""
    return f"{invitation.pk}.{_signature(invitation)}"


def letter_key(invitation: Invitation) -> str:
    """The key of the e-mail with the link; another when the invitation is made anew."""
    return f"round-invitation:{invitation.pk}:{invitation.nonce[:8]}"


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link stands for; None where the link was made up or has ended. Withdrawn ones are found."""
    number, _, signature = token.partition(".")
    if not number.isdecimal() or len(number) > 18:
        return None
    found = (
        Invitation.objects.select_related("round__mission", "organisation", "participant__user", "handed_to")
        .filter(pk=number)
        .first()
    )
    if found is None or not found.nonce:
        return None
    try:
        SIGNER.unsign(f"{_value(found)}.{signature}")
    except BadSignature:
        return None
    return found


def _signature(invitation: Invitation) -> str:
    return SIGNER.sign(_value(invitation)).rpartition(".")[2]


def _value(invitation: Invitation) -> str:
    return f"{invitation.pk}-{invitation.nonce}"
