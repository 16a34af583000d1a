"""The link in each message by which somebody stops hearing of a round’s next steps: it works without signing in, for this alone."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from codesign.models import Participant

SIGNER = Signer(salt="codesign.following", sep=".")


def following_path(participant_id: int) -> str:
    """The address of the page with the button, without the host."""
    return reverse("rounds:follow", args=[SIGNER.sign(str(participant_id))])


def follower_of(token: str) -> Participant | None:
    """Who the link was made for; None where it was made up."""
    try:
        number = SIGNER.unsign(token)
    except BadSignature:
        return None
    return Participant.objects.select_related("round__mission", "user").filter(pk=number).first()
