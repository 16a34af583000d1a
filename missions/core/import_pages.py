"""The pages of an import, for any kind: an area's views call these and bring their own template for the first page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from missions.core import import_jobs, jobs
from missions.core.access import require
from missions.core.formats import thousands
from missions.core.import_jobs import ALL, LEAVE_OUT, NOTHING, ImportKind
from missions.core.importing import NotATable
from missions.core.models import Job
from missions.core.sent import LARGEST_FILE, check_kind

PROBLEMS_PER_PAGE = 100
LATEST = 20


class SendForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="The file",
        help_text=f"XLSX or CSV, at most {LARGEST_FILE // 1_000_000} MB. The columns may stand in any order.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty.", "invalid": "Choose a file."},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refused at a glance: what can't be a table."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            limit = LARGEST_FILE // 1_000_000
            raise forms.ValidationError(f"The file is larger than {limit} MB. Split it and send the parts one after the other.")
        try:
            check_kind(file.read())
        except NotATable as error:
            raise forms.ValidationError(str(error)) from error
        file.seek(0)
        return file


class AnswerForm(forms.Form):
    """What to do with a file some of whose rows are wrong."""

    choice = forms.ChoiceField(label="What shall we do?", widget=forms.RadioSelect, error_messages={"required": "Choose one."})

    def __init__(self, *args: Any, report: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        good, wrong = report["created"] + report["updated"] + report["unchanged"], report["wrong_rows"]
        some = (LEAVE_OUT, f"Leave out the {wrong:,} wrong {'row' if wrong == 1 else 'rows'} and import the rest")
        nothing = (NOTHING, "Import nothing: I will mend the file and send it again")
        self.fields["choice"].choices = [some, nothing] if good else [nothing]  # type: ignore[attr-defined]


def send_page(
    request: HttpRequest,
    kind: ImportKind,
    *,
    template: str,
    job_url: str,
    about: Mapping[str, Any] | None = None,
    within: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Where a file is sent, over a list of the latest ones.

    `about` says what the file is about and narrows the list; `within` holds what the address of a job needs beside it.
    """
    user = _user(request)
    require(kind.why_not(user))
    form = SendForm(request.POST or None, request.FILES or None) if request.method == "POST" else SendForm()
    if form.is_bound and form.is_valid():
        sent: UploadedFile[Any] = form.cleaned_data["file"]
        job = import_jobs.send(by=user, kind=kind, name=sent.name or "file", content=sent.read(), about=about)
        return redirect(reverse(job_url, kwargs={**(within or {}), "job": job.public_id}))
    narrowed = Job.objects.filter(kind=kind.job_kind, **{f"parameters__{name}": value for name, value in (about or {}).items()})
    latest = narrowed.select_related("file").defer("file__content", "report")[:LATEST]
    listed = [(job, reverse(job_url, kwargs={**(within or {}), "job": job.public_id})) for job in latest]
    return render(request, template, {**(context or {}), "form": form, "kind": kind, "latest": listed})


def job_page(
    request: HttpRequest, kind: ImportKind, public_id: Any, *, send_url: str, within: Mapping[str, Any] | None = None
) -> HttpResponse:
    """One import: how far it is, what it would change and which rows are wrong, and what came of it."""
    user = _user(request)
    job = import_jobs.find(public_id, kind=kind, user=user)
    is_running = job.status in {Job.Status.WAITING, Job.Status.RUNNING}
    if request.headers.get("HX-Request") and not is_running:
        # The whole page anew: its title and its focus change with it.
        return HttpResponse(headers={"HX-Refresh": "true"})
    form = None
    if job.status == Job.Status.ASKING and job.report["wrong_rows"]:
        form = AnswerForm(request.POST if request.method == "POST" else None, report=job.report)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _answered(request, user, kind, job, form.cleaned_data["choice"] if form else request.POST.get("choice", ALL))
    problems = Paginator(job.report.get("problems", []), PROBLEMS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "job": job,
        "kind": kind,
        "form": form,
        "told": jobs.progress_of(job) if is_running else {},
        "is_running": is_running,
        "problems": problems,
        "has_sheets": any(problem["sheet"] for problem in problems),
        "send_again": reverse(send_url, kwargs=dict(within or {})),
        "crumbs": [(kind.title, reverse(send_url, kwargs=dict(within or {})))],
        "counts": _counts(job) if job.report else [],
    }
    response = render(request, "imports/progress.html" if request.headers.get("HX-Request") else "imports/job.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _user(request: HttpRequest) -> models.Model:
    """Who is signed in: the views are behind `login_required`."""
    if isinstance(request.user, models.Model):
        return request.user
    raise RuntimeError("This view must be behind login_required.")


def _counts(job: Job) -> list[tuple[str, str]]:
    """What would happen, or happened, in the words of the page."""
    is_done = job.status == Job.Status.DONE
    words = {
        "created": "New" if is_done else "Would be new",
        "updated": "Changed" if is_done else "Would change",
        "ended": "Ended" if is_done else "Would end",
        "unchanged": "The same as before",
        "wrong_rows": "Wrong rows, left out" if is_done else "Wrong rows",
    }
    return [(label, thousands(job.report[name])) for name, label in words.items()]


def _answered(request: HttpRequest, user: models.Model, kind: ImportKind, job: Job, choice: str) -> HttpResponse:
    import_jobs.answer(by=user, kind=kind, job=job, choice=choice if choice in {LEAVE_OUT, NOTHING} else ALL)
    if choice == NOTHING:
        messages.info(request, "Nothing was imported. Mend the file and send it again.")
    return redirect(request.path)
