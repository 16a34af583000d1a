"""What forgetting a person does to the rows of rounds. Their words are emptied by the area of pain points, which holds them."""

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from codesign.actions.reckoning import keep_results
from codesign.draft_models import Comment
from codesign.invitation_import import INVITATIONS, names
from codesign.models import Invitation, MergedPart, Response, Round, Vote, Weight
from codesign.setup_models import Note, Unsent
from missions.core import clock
from missions.core.models import Job, StoredFile
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
    Unsent.objects.filter(participant__user=user_id).delete()
    Comment.objects.filter(participant__user=user_id).update(text="")
    # An answer may repeat what it answers; what came of it stays.
    Response.objects.filter(contribution__participant__user=user_id).update(text="")


def empty_invitations(user_id: int) -> None:
    """Empty the address of every invitation that the person got or answered; its link stops working."""
    address = User.objects.values_list("email", flat=True).get(pk=user_id)
    found = Invitation.objects.filter(Q(email__iexact=address) | Q(participant__user=user_id))
    theirs = Invitation.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
    number = Cast("pk", CharField())
    theirs.filter(participant__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    Note.objects.filter(invitation__in=theirs).update(text="")
    _empty_files(address)
    theirs.update(
        email=Concat(Value("forgotten-"), number, Value("@invalid.example")),
        # Its link was signed from the nonce that stood here, so no link leads to it any more.
        nonce="",
    )


def _empty_files(address: str) -> None:
    """Files of invitations that name the address lose their content, and their reports what they listed; the counts stay."""
    jobs = Job.objects.filter(kind=INVITATIONS.job_kind, file__isnull=False).select_related("file")
    named = [job for job in jobs.iterator(chunk_size=20) if job.file and names(bytes(job.file.content), address)]
    StoredFile.objects.filter(pk__in=[job.file_id for job in named]).update(content=b"", name="forgotten.csv")
    for job in named:
        job.report = {**job.report, "named": {}, "problems": []} if job.report else {}
        job.save(update_fields=["report"])
