"""The schedule names jobs that exist."""

from config.celery import app
from config.schedule import SCHEDULE


def test_every_job_of_the_schedule_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in SCHEDULE.values()} - set(app.tasks) == set()


def test_mail_and_long_work_are_swept_within_a_minute() -> None:
    sweeps = {"missions.core.tasks.deliver_mail", "missions.core.tasks.run_waiting_jobs"}
    found = {entry["task"]: entry["schedule"] for entry in SCHEDULE.values() if entry["task"] in sweeps}
    assert found.keys() == sweeps
    assert all(isinstance(schedule, float) and schedule <= 60 for schedule in found.values())
