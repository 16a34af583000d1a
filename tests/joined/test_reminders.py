"""Reminders: who is told, when, once."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from config.celery import app
from config.reminders import as_markdown, plan, remind
from config.schedule import SCHEDULE
from missions.core.models import OutboxMessage
from tests.making import give, make_decision, make_director, make_lead, make_mission, make_report, make_user

NINE = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)


def test_the_docs_are_what_the_rules_say() -> None:
    assert (Path(settings.BASE_DIR) / "docs" / "reminders.md").read_text() == as_markdown(), "Run manage.py reminder_docs."


def test_the_worker_knows_the_scheduled_job() -> None:
    app.loader.import_default_modules()
    assert SCHEDULE["remind people"]["task"] == remind.name
    assert remind.name in app.tasks


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due_on", "template"),
    [
        ("2026-09-05", None),
        ("2026-09-04", "A decision is due"),
        ("2026-09-01", "A decision is due"),
        ("2026-08-31", "A decision was due"),
    ],
)
def test_a_decision_is_remembered_three_days_before_and_when_late(due_on: str, template: str | None) -> None:
    mission = make_mission()
    director = make_director(mission)
    make_decision(mission, director, make_user(), due_on=due_on)
    plan(now=NINE)
    assert [message.subject.startswith(template or "-") for message in OutboxMessage.objects.all()] == (
        [True] if template else []
    )
    assert OutboxMessage.objects.filter(to_address=director.email).count() == bool(template)


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["withdrawn", "more-asked"])
def test_who_owes_no_answer_is_not_reminded(status: str) -> None:
    mission = make_mission()
    make_decision(mission, make_director(mission), make_user(), due_on="2026-09-01", status=status)
    assert plan(now=NINE).planned == 0


@pytest.mark.django_db
def test_a_second_run_sends_nothing_and_a_moved_date_sends_again() -> None:
    mission = make_mission()
    decision = make_decision(mission, make_director(mission), make_user(), due_on=dt.date(2026, 9, 1))
    assert plan(now=NINE).sent == 1
    again = plan(now=NINE)
    assert (again.planned, again.sent, again.already_sent) == (1, 0, 1)
    decision.due_on = dt.date(2026, 9, 2)
    decision.save()
    assert plan(now=NINE).sent == 1


@pytest.mark.django_db
def test_a_week_late_it_goes_up_to_the_lead() -> None:
    mission = make_mission()
    director, lead, ended = make_director(mission), make_lead(mission), make_user()
    give(ended, "lead", mission, ends_on=dt.date(2026, 1, 1))
    make_decision(mission, director, lead, due_on=dt.date(2026, 8, 25))
    assert plan(now=NINE).escalated == 1
    assert set(OutboxMessage.objects.values_list("to_address", flat=True)) == {director.email, lead.email}


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "sent"), [(2, 0), (3, 1)])
def test_a_report_that_waits_reminds_the_director(days: int, sent: int) -> None:
    mission = make_mission()
    director, moment = make_director(mission), NINE - dt.timedelta(days=days)
    make_report(
        mission, make_lead(mission), status="submitted", sha256="0" * 64, confidence="red", confidence_reason="Stuck.",
        submitted_at=moment, known_at=moment, next_review_on=dt.date(2026, 12, 1),
    )  # fmt: skip
    assert plan(now=NINE).sent == sent
    assert OutboxMessage.objects.filter(to_address=director.email).count() == sent


@pytest.mark.django_db
def test_a_dry_run_sends_nothing_and_the_command_prints_json() -> None:
    mission = make_mission()
    make_decision(mission, make_director(mission), make_user(), due_on="2026-09-01")
    for argument, sent in (("--dry-run", 0), ("--json", 1)):
        out = StringIO()
        call_command("remind", "--now", "2026-09-01T09:00", "--json", argument, stdout=out)
        assert json.loads(out.getvalue()) == {"planned": 1, "sent": sent, "already_sent": 0, "escalated": 0}
        assert OutboxMessage.objects.count() == sent


@pytest.mark.django_db
def test_messages_say_what_why_and_where_without_names_in_the_subject() -> None:
    mission = make_mission("streets")
    decision = make_decision(mission, make_director(mission), make_user(), due_on="2026-09-01", question="Who pays & when?")
    plan(now=NINE)
    message = OutboxMessage.objects.get()
    assert "Who pays & when?" in message.text
    assert "it was asked of you" in message.text
    assert f"{settings.SITE_URL}/missions/streets/decisions/{decision.pk}/" in message.text
    assert message.subject == "A decision is due by 1 September 2026"
