"""What awards, payments and the ledger declare in the registries of the core."""

from funding.actions.payments import RUN_KIND, do_run
from funding.letters import LETTER_KIND, make_letter
from funding.reconciling import RULE as BOOKS
from missions.core import jobs
from missions.core.registries import Erasure, Treatment, erasure, gaps, succession

STAYS = "That somebody did it stays, as the accounts need it; who it was is no longer known."


def declare_awards() -> None:
    """Part of what the area declares."""
    gaps.declare("books", BOOKS)
    jobs.works.declare(LETTER_KIND, jobs.Work(make_letter))
    jobs.works.declare(RUN_KIND, jobs.Work(do_run))
    for name, what in {
        "Novation.from_organisation": "Who held an award before a reorganisation stays as it was recorded.",
        "NovationPart.to_organisation": "Who took an award over stays; if that council ends too, a further novation follows it.",
        "Payment.payee": "A payment stays with who was paid.",
    }.items():
        succession.declare(f"funding.{name}", Treatment(what))
    for name in (
        "Award.edited_by",
        "Award.submitted_by",
        "Award.approved_by",
        "Award.accepted_by",
        "AwardAuthor.user",
        "Milestone.reported_by",
        "Milestone.met_by",
        "Variation.proposed_by",
        "Variation.decided_by",
        "Document.added_by",
        "Determination.certified_by",
        "StandardCheck.checked_by",
        "PaymentRun.released_by",
        "Payment.requested_by",
        "Payment.released_by",
        "LedgerEntry.made_by",
        "Novation.recorded_by",
    ):
        erasure.declare(f"funding.{name}", Erasure(STAYS))
