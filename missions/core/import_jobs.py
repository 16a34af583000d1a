"""Imports as people do them: send a file, see what would change and every error, confirm, watch it being saved.

An area adds its own kind with one `declare(ImportKind(…))` in its declarations and two addresses; everything else is here.
The preview is the import itself, undone at its end: what it promises is what happens.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.http import Http404

from missions.core import jobs
from missions.core.access import require
from missions.core.audit import record
from missions.core.files import keep
from missions.core.importing import NotATable, Problem, Tally
from missions.core.jobs import Tell, Unusable
from missions.core.models import Job, StoredFile
from missions.core.refusals import NotNow
from missions.core.registries import Registry
from missions.core.sent import check_kind

MOST_PROBLEMS_KEPT = 5_000
MOST_NAMES_KEPT = 500
ALL, LEAVE_OUT, NOTHING = "all", "leave-out", "nothing"


class Apply(Protocol):
    """Stores rows in the caller's transaction; the tally's problems are rows that the database can't hold, its names what is new."""

    def __call__(self, *, by: models.Model | None, rows: Sequence[Any], source: StoredFile) -> Tally:
        """Create and update; who did it and from which file goes into the audit trail."""


@dataclass(frozen=True)
class ImportKind:
    """One kind of import. `title` says what one does, `noun` is the plural of what a row is; `why_not` says who may not, in a sentence.

    A kind whose files are about one thing (an indicator) has `about`: from a job's parameters it gives the kind for that thing.
    """

    name: str
    title: str
    noun: str
    read: Callable[[bytes], tuple[Sequence[Any], Sequence[Problem]]]
    apply: Apply
    why_not: Callable[[models.Model | None], str | None]
    about: "Callable[[Mapping[str, Any]], ImportKind] | None" = None

    def for_job(self, job: Job) -> "ImportKind":
        """This kind as it is for what the job's file is about."""
        return self if self.about is None else self.about(job.parameters)

    @property
    def job_kind(self) -> str:
        """What its jobs are called."""
        return f"import.{self.name}"


kinds: Registry[ImportKind] = Registry()


def declare(kind: ImportKind) -> None:
    """Let files of this kind be imported."""
    kinds.declare(kind.name, kind)
    jobs.works.declare(kind.job_kind, jobs.Work(partial(_work, kind)))


def send(*, by: models.Model, kind: ImportKind, name: str, content: bytes, about: Mapping[str, Any] | None = None) -> Job:
    """Keep a file and ask for its preview. Raises `NotATable` for what can be refused at a glance; nothing is kept then.

    `about` goes into the job's parameters: what the file is about, for a kind that has several.
    """
    require(kind.why_not(by))
    check_kind(content)
    with transaction.atomic():
        file = keep(name, content, sent_by_id=by.pk)
        job = jobs.ask(by=by, kind=kind.job_kind, file=file, **(about or {}))
        record("import.send", by=by, subject=job, file=file.pk)
    return job


def find(public_id: Any, *, kind: ImportKind, user: models.Model) -> Job:
    """The door to one import: only who asked for it and administrators know that it exists."""
    job = Job.objects.select_related("file").defer("file__content").filter(public_id=public_id, kind=kind.job_kind).first()
    if job is None or not (job.asked_by_id == user.pk or getattr(user, "is_administrator", False)):
        raise Http404("No such import.")
    return job


def answer(*, by: models.Model, kind: ImportKind, job: Job, choice: str) -> None:
    """Import all of it, import what is right, or nothing: the person's answer to a preview, given once."""
    require(kind.why_not(by))
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if locked.status != Job.Status.ASKING:
            raise NotNow("This import has been answered already. Reload the page to see how far it is.")
        if choice == ALL and locked.report["problems"]:
            raise NotNow("Some rows are wrong, so not everything can be imported. Leave them out, or mend the file.")
        locked.status = Job.Status.CANCELLED if choice == NOTHING else Job.Status.WAITING
        locked.parameters = {**locked.parameters, "choice": choice, "answered_by": by.pk}
        locked.save(update_fields=["status", "parameters"])
        record("import.answer", by=by, subject=locked, choice=choice)
        if locked.status == Job.Status.WAITING:
            jobs.start_soon(locked)


def _work(kind: ImportKind, job: Job, tell: Tell) -> str:
    """The preview first; after the person's answer, the import."""
    kind = kind.for_job(job)
    choice = job.parameters.get("choice")
    by = get_user_model().objects.filter(pk=job.parameters.get("answered_by", job.asked_by_id)).first()
    require(kind.why_not(by))
    assert job.file is not None  # noqa: S101 - `send` gave it
    tell("Reading the file")
    try:
        rows, problems = kind.read(bytes(job.file.content))
    except NotATable as error:
        raise Unusable(str(error)) from error
    tell(f"Saving {len(rows):,} {kind.noun}" if choice else f"Comparing {len(rows):,} {kind.noun} with what is there")
    with transaction.atomic():
        tally = kind.apply(by=by, rows=rows, source=job.file)
        tally = replace(tally, refused=[*problems, *tally.refused])
        if choice is None:
            transaction.set_rollback(True)
    if choice == ALL and tally.refused:
        raise Unusable(
            "What is stored has changed since you looked, and some rows are wrong now. Nothing was saved.", **_report(tally)
        )
    job.report = _report(tally)
    return Job.Status.DONE if choice else Job.Status.ASKING


def _report(tally: Tally) -> dict[str, Any]:
    problems = sorted(tally.refused, key=lambda problem: (problem.sheet, problem.line))
    return {
        "created": tally.created,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "ended": tally.ended,
        "named": {label: names[:MOST_NAMES_KEPT] for label, names in tally.named.items() if names},
        "problems": [asdict(problem) for problem in problems[:MOST_PROBLEMS_KEPT]],
        "problem_count": len(problems),
        "wrong_rows": len({(problem.sheet, problem.line) for problem in problems}),
    }
