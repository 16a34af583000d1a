"""Operations, for administrators: queues, the jobs of the schedule, what failed and why, and what each reminder looks like."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import app
from config.health import checks
from config.watch import states
from missions.core import clock, jobs
from missions.core.access import require
from missions.core.mail import as_html
from missions.core.models import Job, OutboxMessage
from missions.core.refusals import NotNow
from missions.core.registries import reminders
from missions.notices.models import Reminder
from missions.people.access import signed_in, why_not_look_after_people
from missions.people.models import User

MOST_SHOWN = 20


def administrator(request: HttpRequest) -> User:
    """Whoever looks after people and settings; 403 for everybody else."""
    user = signed_in(request)
    require(why_not_look_after_people(user))
    return user


@login_required
def operations(request: HttpRequest) -> HttpResponse:
    """Everything at one look, the worst first."""
    administrator(request)
    now = clock.now()
    unsent = OutboxMessage.objects.filter(sent_at__isnull=True, returned_at__isnull=True)
    context = {
        "now": now,
        "checks": checks(),
        "states": sorted(states(now=now), key=lambda state: (not state.is_late, not state.has_failed)),
        "queued": queue_length(),
        "unsent": unsent.count(),
        "undelivered": unsent.exclude(last_error="").order_by("created_at")[:MOST_SHOWN],
        "failed": Job.objects.filter(status=Job.Status.FAILED).defer("parameters")[:MOST_SHOWN],
        "running": Job.objects.filter(status__in=(Job.Status.WAITING, Job.Status.RUNNING)).defer("parameters")[:MOST_SHOWN],
    }
    return render(request, "operations/page.html", context)


def queue_length() -> int | None:
    """How many jobs the broker holds that no worker has taken; None when it can't be asked."""
    try:
        with app.connection_for_read() as broker:
            channel: Any = broker.default_channel
            return int(channel.client.llen(app.conf.task_default_queue))
    except (OperationalError, RedisError, OSError):
        return None


@login_required
@require_POST
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let failed work run again."""
    user = administrator(request)
    job = get_object_or_404(Job, public_id=public_id)
    try:
        jobs.retry(job, by=user)
    except NotNow as refusal:
        messages.info(request, refusal.sentence)
    else:
        messages.success(request, "It runs again now.")
    return redirect("operations")


@login_required
def reminder_messages(request: HttpRequest) -> HttpResponse:
    """Every rule that reminds people."""
    administrator(request)
    return render(request, "operations/messages.html", {"rules": [(name, reminders[name]) for name in reminders.names()]})


@login_required
def reminder_message(request: HttpRequest, rule: str) -> HttpResponse:
    """The last message that a rule wrote, as text and as HTML, as its reader sees it."""
    administrator(request)
    if rule not in reminders:
        raise Http404("No such rule.")
    last = Reminder.objects.of_rule(rule).first()
    message = last.message if last is not None else None
    html = as_html(message.subject, message.text) if message is not None and message.text else ""
    context = {"rule": reminders[rule], "message": message, "html": html, "written_at": last.written_at if last else None}
    return render(request, "operations/message.html", context)


def jobs_health(request: HttpRequest) -> JsonResponse:
    """`/health/jobs/`: 503 when a job of the schedule has stopped; says which, for whoever watches from outside."""
    late = [state.name for state in states(now=clock.now()) if state.is_late]
    return JsonResponse({"ok": not late, "late": late}, status=503 if late else 200)
