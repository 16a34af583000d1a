"""Composing, submitting and answering reports, and noting that a director read one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max

from missions.core import clock, jobs
from missions.core.access import require
from missions.core.audit import record
from missions.core.models import Job
from missions.core.refusals import NotNow
from missions.decisions.freezing import digest, in_silence
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.reports.access import Place, belongs_to, why_not_answer, why_not_write
from missions.reports.content import compose as compose_content
from missions.reports.content import evidence_of
from missions.reports.lifecycle import REPORT
from missions.reports.models import LatestFigures, Portfolio, Reading, Report
from missions.stewardship.access import Standing
from missions.stewardship.models import Mission

# The two kinds of work that a report gives to a worker.
COLLECT, SUBMIT = "reports.collect", "reports.submit"
AT_WORK = "The report is being frozen now. Wait a few seconds, then reload the page."
Tell = Callable[[str, int, int | None], object]
WRITTEN = ("title", "as_at", "narrative", "texts", "confidence", "confidence_reason", "next_review_on")


def compose(*, by: User, standing: Place, **values: Any) -> Report:
    """A new draft with the next issue number; `values` are the fields that its author writes. Its figures are collected by a job."""
    require(why_not_write(standing))
    with transaction.atomic():
        if isinstance(standing, Standing):
            Mission.objects.select_for_update().get(pk=standing.mission.pk)
        else:
            Portfolio.objects.select_for_update().get(pk=standing.portfolio.pk)
        mine = belongs_to(standing)
        last = Report.objects.filter(**mine).aggregate(last=Max("issue"))["last"] or 0
        report = Report.objects.create(**mine, issue=last + 1, author=by, **_written(values))
        record("report.compose", by=by, subject=report, mission=standing.mission)
        _ask(COLLECT, by=by, report=report)
    return report


def edit(*, by: User, standing: Place, report: Report, **values: Any) -> None:
    """Change a draft; with another day its figures are collected anew."""
    require(why_not_write(standing))
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=report.pk)
        check_draft(locked)
        if _is_being_frozen(locked):
            raise NotNow(AT_WORK)
        day = locked.as_at
        for name, value in _written(values).items():
            setattr(locked, name, value)
        locked.save(update_fields=WRITTEN)
        record("report.edit", by=by, subject=locked, mission=standing.mission)
        if locked.as_at != day:
            _ask(COLLECT, by=by, report=locked)


def check_draft(report: Report) -> None:
    """Only a draft changes."""
    if report.status != "draft":
        raise NotNow("This report was submitted, so it can’t change any more. If it is returned, a new version follows.")


def _written(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in WRITTEN if name in values}


def why_not_ready(report: Report) -> str | None:
    """What a draft still lacks: a rating without its reason or a next review isn’t valid."""
    if not report.confidence or not report.confidence_reason.strip():
        return "Give the delivery confidence and its reason before you submit the report."
    if report.next_review_on is None:
        return "Give the day of the next review before you submit the report."
    return None


def ask_to_submit(*, by: User, standing: Place, report: Report) -> None:
    """Have a worker freeze and submit it. Whoever asks twice gets the same work; who asks for what was submitted, nothing more."""
    require(why_not_write(standing))
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if locked.status == "submitted":
            return
        _check_ready(locked)
        _ask(SUBMIT, by=by, report=locked)


def ask_for_figures(*, by: User, report: Report) -> None:
    """Have a worker collect the figures as they are known now: of a draft, or to see what was corrected since one was frozen."""
    with transaction.atomic():
        _ask(COLLECT, by=by, report=Report.objects.select_for_update(of=("self",)).get(pk=report.pk))


def _ask(kind: str, *, by: User, report: Report) -> None:
    """Give a worker something to do, once: what is asked again while it is at work is the same, and freezing collects as well."""
    latest, _ = LatestFigures.objects.get_or_create(report=report)
    if latest.is_at_work and latest.job is not None and latest.job.kind in (kind, SUBMIT):
        return
    latest.job = jobs.ask(by=by, kind=kind, report=report.pk)
    latest.save(update_fields=["job"])


def _is_being_frozen(report: Report) -> bool:
    found = LatestFigures.objects.filter(report=report, job__kind=SUBMIT)
    return found.filter(job__status__in=(Job.Status.WAITING, Job.Status.RUNNING)).exists()


def _check_ready(locked: Report) -> None:
    REPORT.check(locked.status, "submitted")
    missing = why_not_ready(locked)
    if missing is not None:
        raise NotNow(missing)


def submit(*, by: User, standing: Place, report: Report, now: dt.datetime, tell: Tell = in_silence) -> None:
    """Freeze text, rating and evidence into one content, hash it, and hand it to the director. A worker’s work: it takes seconds."""
    require(why_not_write(standing))
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).select_related("mission", "portfolio").get(pk=report.pk)
        _check_ready(locked)
        evidence = evidence_of(locked, known_at=now, tell=tell)
        locked.content = compose_content(locked, evidence)
        locked.sha256, locked.known_at, locked.submitted_at = digest(locked.content), now, now
        locked.status = "submitted"
        locked.save(update_fields=["content", "sha256", "known_at", "submitted_at", "status"])
        _keep(locked, evidence, now)
        record("report.submit", by=by, subject=locked, mission=standing.mission, sha256=locked.sha256)


def collect_figures(*, report: Report, now: dt.datetime, tell: Tell = in_silence) -> None:
    """Keep the report’s figures as they are known now, beside it: nothing of the report itself changes, so there is no audit row."""
    _keep(report, evidence_of(report, known_at=now, tell=tell), now)


def _keep(report: Report, evidence: dict[str, Any], now: dt.datetime) -> None:
    LatestFigures.objects.update_or_create(report=report, defaults={"evidence": evidence, "known_at": now})


def sign_off(*, by: User, standing: Place, report: Report, comments: str, now: dt.datetime) -> None:
    """The director stands behind it; from then on anyone may read it."""
    require(why_not_answer(standing, report))
    with transaction.atomic():
        locked = _answer(report, "signed-off", by, comments, now)
        record("report.sign-off", by=by, subject=locked, mission=standing.mission)


def send_back(*, by: User, standing: Place, report: Report, comments: str, now: dt.datetime) -> Report:
    """Return it with comments; the next version is opened as a draft that holds what the author wrote."""
    require(why_not_answer(standing, report))
    if not comments.strip():
        raise NotNow("Say what should change, so that the lead can write the next version.")
    with transaction.atomic():
        locked = _answer(report, "returned", by, comments, now)
        following = Report.objects.create(
            **belongs_to(standing),
            issue=locked.issue,
            version=locked.version + 1,
            author_id=locked.author_id,
            is_illustrative=locked.is_illustrative,
            **{name: getattr(locked, name) for name in WRITTEN},
        )
        record("report.return", by=by, subject=locked, mission=standing.mission, next_version=following.pk)
        _ask(COLLECT, by=by, report=following)
    return following


def _answer(report: Report, status: str, by: User, comments: str, now: dt.datetime) -> Report:
    locked = Report.objects.select_for_update().get(pk=report.pk)
    REPORT.check(locked.status, status)
    locked.status, locked.comments = status, comments.strip()
    locked.answered_by, locked.answered_at = by, now
    locked.save(update_fields=["status", "comments", "answered_by", "answered_at"])
    return locked


def note_reading(*, by: User, standing: Place, report: Report, now: dt.datetime) -> None:
    """A director opened an issued report: one row for each person, report and day, however often the page is opened.

    This is the one write that a GET makes: senior visibility is measured from it, and asking a director to press “I read it” would
    measure obedience. Reloading or fetching ahead adds nothing.
    """
    if report.status == "draft" or not standing.holds(MissionRoleName.DIRECTOR):
        return
    today = Reading.objects.filter(report=report, user=by, read_at__gte=clock.start_of(standing.on))
    if today.exists():
        return
    with transaction.atomic():
        # Two tabs at once queue here, so that the second finds the row of the first.
        Report.objects.select_for_update().only("pk").get(pk=report.pk)
        if not today.all().exists():
            Reading.objects.create(report=report, user=by, read_at=now)
            record("report.read", by=by, subject=report, mission=standing.mission)
