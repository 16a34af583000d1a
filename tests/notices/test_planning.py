"""Reminders: who is told, when, once."""

import datetime as dt
import json
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.celery import app
from config.schedule import SCHEDULE
from missions.core import clock
from missions.core.models import OutboxMessage
from missions.decisions.models import Decision
from missions.notices.actions import choose_rhythms
from missions.notices.hours import is_quiet
from missions.notices.models import Reminder, Rhythm
from missions.notices.planning import plan
from missions.notices.rules_table import as_markdown
from missions.notices.tasks import remind
from missions.people.models import User
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


LATE_EVENING = dt.datetime(2026, 9, 1, 19, 0, tzinfo=clock.LONDON)
SATURDAY = dt.datetime(2026, 9, 5, 9, tzinfo=clock.LONDON)
BANK_HOLIDAY = dt.datetime(2026, 8, 31, 9, tzinfo=clock.LONDON)


@pytest.mark.django_db
@pytest.mark.parametrize("moment", [LATE_EVENING, SATURDAY, BANK_HOLIDAY, dt.datetime(2026, 9, 1, 6, 59, tzinfo=clock.LONDON)])
def test_nothing_leaves_in_quiet_hours_and_it_leaves_the_next_working_morning(moment: dt.datetime) -> None:
    mission = make_mission()
    make_decision(mission, make_director(mission), make_user(), due_on=dt.date(2026, 8, 31))
    quiet = plan(now=moment)
    assert (quiet.planned > 0, quiet.sent) == (True, 0)
    assert plan(now=dt.datetime(2026, 9, 7, 7, tzinfo=clock.LONDON)).sent > 0


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        # Summer time: seven in London is six in UTC. It ends on 25 October 2026 and begins on 28 March 2027, both Sundays.
        ("2026-10-23T05:59+00:00", True),
        ("2026-10-23T06:00+00:00", False),
        ("2026-10-26T06:59+00:00", True),
        ("2026-10-26T07:00+00:00", False),
        ("2026-10-25T12:00+00:00", True),
        ("2027-03-25T07:00+00:00", False),
        ("2027-03-28T12:00+00:00", True),
        ("2027-03-30T05:59+00:00", True),
        ("2027-03-30T06:00+00:00", False),
        ("2027-03-26T12:00+00:00", True),  # Good Friday
    ],
)
def test_quiet_hours_are_londons_on_both_sides_of_a_change_of_the_clocks(moment: str, quiet: bool) -> None:
    assert is_quiet(dt.datetime.fromisoformat(moment)) is quiet


@pytest.mark.django_db
def test_a_day_is_londons_day_in_summer() -> None:
    mission = make_mission()
    make_decision(mission, make_director(mission), make_user(), due_on=dt.date(2026, 9, 4))
    # The 1st of September begins in London at 23:00 UTC of the 31st of August: three days before the date.
    assert plan(now=dt.datetime(2026, 8, 31, 22, 59, tzinfo=dt.UTC)).planned == 0
    assert plan(now=dt.datetime(2026, 8, 31, 23, 0, tzinfo=dt.UTC)).planned == 1


def a_director_who_hears(rhythm: str, *, of_mission: bool = False, count: int = 2) -> tuple[User, list[Decision]]:
    mission = make_mission()
    director, lead = make_director(mission), make_lead(mission)
    choose_rhythms(by=director, rhythms={mission.pk: rhythm, None: Rhythm.AT_ONCE} if of_mission else {None: rhythm})
    return director, [make_decision(mission, director, lead, due_on=dt.date(2026, 9, 2)) for _ in range(count)]


@pytest.mark.django_db
@pytest.mark.parametrize("of_mission", [True, False])
def test_who_chose_one_message_a_day_gets_one_with_everything_from_eight(of_mission: bool) -> None:
    director, decisions = a_director_who_hears("daily", of_mission=of_mission)
    assert plan(now=dt.datetime(2026, 9, 1, 7, 30, tzinfo=clock.LONDON)).sent == 0
    assert plan(now=dt.datetime(2026, 9, 1, 8, tzinfo=clock.LONDON)).sent == 2
    message = OutboxMessage.objects.get(to_address=director.email)
    assert message.subject == "2 things wait for you in Steward"
    assert all(decision.get_absolute_url() in message.text for decision in decisions)
    assert Reminder.objects.filter(user=director, message=message).count() == 2
    again = plan(now=dt.datetime(2026, 9, 1, 8, 10, tzinfo=clock.LONDON))
    assert (again.sent, again.already_sent) == (0, 2)


@pytest.mark.django_db
def test_what_comes_after_todays_digest_waits_for_tomorrows() -> None:
    director, decisions = a_director_who_hears("daily", count=1)
    plan(now=dt.datetime(2026, 9, 1, 8, tzinfo=clock.LONDON))
    make_decision(decisions[0].mission, director, make_user(), due_on=dt.date(2026, 9, 3))
    assert plan(now=dt.datetime(2026, 9, 1, 12, tzinfo=clock.LONDON)).sent == 0
    assert plan(now=dt.datetime(2026, 9, 2, 8, tzinfo=clock.LONDON)).sent == 1


@pytest.mark.django_db
def test_a_weekly_message_leaves_on_the_first_working_day_of_the_week() -> None:
    director, _ = a_director_who_hears("weekly")
    # Monday the 31st of August 2026 is a bank holiday.
    assert plan(now=BANK_HOLIDAY).sent == 0
    assert plan(now=dt.datetime(2026, 9, 1, 9, tzinfo=clock.LONDON)).sent == 2
    assert OutboxMessage.objects.get(to_address=director.email).text.count("/decisions/") == 2
    # Late on the 3rd is a new notice, for next Monday's message.
    assert plan(now=dt.datetime(2026, 9, 3, 9, tzinfo=clock.LONDON)).sent == 0
    assert plan(now=dt.datetime(2026, 9, 7, 9, tzinfo=clock.LONDON)).sent == 2


@pytest.mark.django_db
def test_a_digest_leaves_out_what_was_done_meanwhile_and_is_not_sent_empty() -> None:
    director, (done, open_) = a_director_who_hears("daily")
    Decision.objects.filter(pk=done.pk).update(status="withdrawn")
    assert plan(now=NINE).sent == 1
    message = OutboxMessage.objects.get(to_address=director.email)
    assert (message.subject, done.get_absolute_url() in message.text) == ("One thing waits for you in Steward", False)
    Decision.objects.filter(pk=open_.pk).update(status="withdrawn")
    assert plan(now=NINE + dt.timedelta(days=1)).planned == 0


@pytest.mark.django_db
def test_what_is_handed_over_a_second_earlier_reminds_the_new_person_only() -> None:
    mission = make_mission()
    director, other = make_director(mission), make_director(mission)
    decision = make_decision(mission, director, make_user(), due_on="2026-09-01")
    Decision.objects.filter(pk=decision.pk).update(asked_of=other)
    plan(now=NINE)
    assert list(OutboxMessage.objects.values_list("to_address", flat=True)) == [other.email]


@pytest.mark.django_db
def test_each_reminder_leaves_a_row_and_escalations_are_marked() -> None:
    mission = make_mission()
    director, lead = make_director(mission), make_lead(mission)
    decision = make_decision(mission, director, lead, due_on=dt.date(2026, 8, 25))
    plan(now=NINE)
    rows = Reminder.objects.trail(decision.get_absolute_url())
    assert {(row.user, row.rule, row.escalated, row.mission) for row in rows} == {
        (director, "decision due", False, mission),
        (lead, "decision stays open", True, mission),
    }
    assert all(row.message is not None and row.message.subject == row.subject for row in rows)


@pytest.mark.django_db
def test_statements_grow_with_batches_and_not_with_reminders() -> None:
    mission = make_mission()
    director, lead = make_director(mission), make_lead(mission)

    def statements(count: int) -> int:
        for _ in range(count):
            make_decision(mission, director, lead, due_on=dt.date(2026, 9, 2))
        with CaptureQueriesContext(connection) as captured:
            assert plan(now=NINE).sent == count
        return len(captured)

    assert statements(60) == statements(5)


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_each_reminder_once() -> None:
    mission = make_mission()
    director, lead = make_director(mission), make_lead(mission)
    for _ in range(50):
        make_decision(mission, director, lead, due_on=dt.date(2026, 9, 2))
    start, outcomes = threading.Barrier(4), []

    def one() -> None:
        start.wait()
        outcomes.append(plan(now=NINE))
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome.sent for outcome in outcomes) == 50
    assert (Reminder.objects.count(), OutboxMessage.objects.count()) == (50, 50)
