"""A page as a PDF: somebody asks for it on the page, a worker makes it, and only who asked for it downloads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models, transaction

from missions.core import jobs
from missions.core.figures import Figure
from missions.core.files import keep
from missions.core.jobs import Tell, Work
from missions.core.models import Job, StoredFile
from missions.core.pdf import render_pdf
from missions.core.registries import Registry

KIND = "core.print"


@dataclass(frozen=True)
class Page:
    """What is printed: the file's name, a template that extends `print.html`, its context, and the figures to draw first."""

    name: str
    template: str
    context: Mapping[str, Any]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Print:
    """One kind of page. `check` raises where the person may not read it (any more); `page` makes what is printed for them."""

    check: Callable[[Any, Mapping[str, Any]], object]
    page: Callable[[Any, Mapping[str, Any]], Page]


prints: Registry[Print] = Registry()


def ask(*, by: models.Model, what: str, title: str, back: str, about: Mapping[str, Any]) -> Job:
    """Have a PDF made; whoever asks again while it is being made gets the same job. `back` is the page that it is of."""
    wanted: dict[str, Any] = {"print": what, "title": title, "back": back, "about": dict(about)}
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=by.pk)  # two tabs that ask at once queue here
        running = (Job.Status.WAITING, Job.Status.RUNNING)
        waiting = Job.objects.filter(kind=KIND, parameters=wanted, asked_by_id=by.pk, status__in=running).first()
        return waiting or jobs.ask(by=by, kind=KIND, **wanted)


def check(job: Job, user: models.Model) -> None:
    """Raises where the person may not read what the job prints."""
    prints[job.parameters["print"]].check(user, job.parameters["about"])


def make(job: Job, tell: Tell) -> str:
    """The work of the job: the page as it stands now, for who asked for it."""
    user = get_user_model().objects.get(pk=job.asked_by_id or 0)
    tell("Collecting the figures")
    check(job, user)
    page = prints[job.parameters["print"]].page(user, job.parameters["about"])
    for number, figure in enumerate(page.figures):
        tell("Drawing the charts", number, len(page.figures))
        figure.draw_now()
    tell("Making the PDF")
    file = keep(page.name, render_pdf(page.template, dict(page.context)), sent_by_id=user.pk)
    job.report = {"file": file.pk}
    return Job.Status.DONE


def made(job: Job) -> StoredFile | None:
    """The PDF of a job that is done."""
    return StoredFile.objects.filter(pk=job.report.get("file")).first()


WORK = Work(make)
