"""The worker's and the scheduler's application. What runs when is in config/schedule.py."""

import os
from typing import Any

from celery import Celery
from celery.signals import task_failure, task_prerun, task_success, worker_init

from config.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("steward")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
app.autodiscover_tasks(["missions.core.figures"], related_name="tasks")
app.autodiscover_tasks(["config"], related_name="watch")


@worker_init.connect
def keep_watch(**_: Any) -> None:
    """In workers only: note how each scheduled job goes. Handlers stay alive because they are the module's."""
    from config import watch

    task_prerun.connect(watch.starts)
    task_success.connect(watch.succeeds)
    task_failure.connect(watch.fails)
