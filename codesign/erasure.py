"""What forgetting a person does to the rows of rounds. Their words are emptied by the area of pain points, which holds them."""

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from codesign.models import Invitation, Vote
from missions.core import clock
from missions.people.models import User


def delete_votes(user_id: int) -> None:
    """Delete how the person voted; counts fall by one."""
    Vote.objects.filter(participant__user=user_id).delete()


def empty_invitations(user_id: int) -> None:
    """Empty the address of every invitation that the person got or answered; its link stops working."""
    address = User.objects.values_list("email", flat=True).get(pk=user_id)
    found = Invitation.objects.filter(Q(email__iexact=address) | Q(participant__user=user_id))
    theirs = Invitation.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
    number = Cast("pk", CharField())
    theirs.filter(participant__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    theirs.update(
        email=Concat(Value("forgotten-"), number, Value("@invalid.example")),
        # Its link was signed from the nonce that stood here, so no link leads to it any more.
        nonce="",
    )
