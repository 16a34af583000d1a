"""What forgetting a person does to the rows of rounds. Their words are emptied by the area of pain points, which holds them."""

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from codesign.actions.reckoning import keep_results
from codesign.draft_models import Comment
from codesign.models import Invitation, MergedPart, Round, Vote, Weight
from missions.core import clock
from missions.people.models import User


def delete_votes(user_id: int) -> None:
    """Delete how the person voted and what mattered to them, and empty what they objected to and commented.

    Figures of rounds that are over are kept first, so they stay; those of open rounds fall by one.
    """
    voted = Round.objects.filter(participants__user=user_id, results__isnull=True)
    for round_ in voted.filter(status__in=("closed", "responded")).select_related("mission").distinct():
        keep_results(round_, now=clock.now())
    Vote.objects.filter(participant__user=user_id).delete()
    MergedPart.objects.filter(contribution__participant__user=user_id).update(objection="")
    Weight.objects.filter(participant__user=user_id).delete()
    Comment.objects.filter(participant__user=user_id).update(text="")


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
