"""The award letter: a page, and a PDF that a worker makes from the terms and keeps with the award."""

from typing import Any

from funding.models import Award, Determination, Document
from funding.terms import Terms
from missions.core import jobs
from missions.core.files import keep
from missions.core.jobs import Tell
from missions.core.models import Job
from missions.core.pdf import render_pdf
from missions.people.models import User

LETTER_KIND = "funding.award-letter"
TITLE = "Award letter"


def letter(award: Award) -> dict[str, Any]:
    """What the letter says: the terms as they stand."""
    return {
        "award": award,
        "terms": Terms.of(award),
        "partners": list(award.partners.all()),
        "determination": Determination.objects.filter(award=award).first(),
        "variations": award.variations.filter(status="approved").count(),
    }


def ask_for_letter(award: Award, *, by: User) -> Job:
    """Have the PDF made once the terms are stored."""
    return jobs.ask(by=by, kind=LETTER_KIND, award=award.pk)


def make_letter(job: Job, tell: Tell) -> str:
    """The work of the job. The same terms give the same letter; run twice, it is kept once."""
    tell("Making the letter")
    award = Award.objects.select_related("fund__mission__lead_department", "recipient").get(pk=job.parameters["award"])
    content = letter(award)
    pdf = render_pdf("funding/letter_print.html", {**content, "dated": job.created_at})
    number = content["variations"]
    file = keep(f"award-{award.reference}-letter{f'-{number}' if number else ''}.pdf", pdf, sent_by_id=job.asked_by_id)
    title = f"{TITLE} after variation {number}" if number else TITLE
    document, _ = Document.objects.get_or_create(award=award, title=title, defaults={"file": file, "added_at": job.created_at})
    job.report = {"document": document.pk}
    return Job.Status.DONE
