"""The worker's and the scheduler's application. What runs when is in config/schedule.py."""

import os

from celery import Celery

from config.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("steward")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
app.autodiscover_tasks(["missions.core.figures"], related_name="tasks")
app.autodiscover_tasks(["config"], related_name="reminders")
