"""Nobody sees how anybody voted, and no vote is lost or counted twice."""

import datetime as dt
import re
from threading import Barrier, Thread
from typing import Any

import pytest
import structlog
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from codesign.actions import running, taking_part
from codesign.actions.reckoning import keep_results
from codesign.models import Participant, Round, Vote
from missions.core.models import AuditRow
from tests import making

MANY = 200


@pytest.mark.django_db(transaction=True)
def test_200_people_who_vote_at_once_lose_nothing_and_double_nothing() -> None:
    """In the last minute, each twice over (a double click), the second answer another than the first: 20 connections at a time."""
    round_ = making.make_round(making.make_mission(), closes_at=timezone.now() + dt.timedelta(seconds=60))
    councils = [making.make_council() for _ in range(20)]
    people = [making.make_participant(round_, making.make_user(), councils[number % 20]) for number in range(MANY)]
    statements = list(round_.statements.values_list("pk", flat=True))
    lanes, errors = 20, []
    ready = Barrier(lanes)

    def press(mine: list[Participant]) -> None:
        try:
            ready.wait()
            for value in (-1, 1):
                for participant in mine:
                    answers = {statement: value * (1 if statement == statements[0] else -1) for statement in statements}
                    taking_part.vote(participant=participant, answers=answers, now=timezone.now())
        except Exception as error:  # noqa: BLE001 - told by the main thread
            errors.append(error)
        finally:
            connection.close()

    # Each person's double click comes through two lanes.
    threads = [Thread(target=press, args=(people[lane // 2 :: lanes // 2],)) for lane in range(lanes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Vote.objects.count() == MANY * len(statements)
    for statement in statements:
        cast = Vote.objects.filter(statement=statement)
        assert cast.values("participant").distinct().count() == cast.count() == MANY
    assert Participant.objects.filter(round=round_, answered_at__isnull=False).count() == MANY


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_answers_that_are_being_saved_and_counts_them() -> None:
    round_ = making.make_round(making.make_mission())
    people = [making.make_participant(round_, making.make_user(), making.make_council()) for _ in range(12)]
    statement = round_.statements.get(position=1)
    ready, saved = Barrier(len(people) + 1), []

    def press(participant: Participant) -> None:
        try:
            ready.wait()
            saved.append(taking_part.vote(participant=participant, answers={statement.pk: 1}, now=timezone.now()))
        except Exception:  # noqa: BLE001 - too late is an answer, too
            pass
        finally:
            connection.close()

    threads = [Thread(target=press, args=(participant,)) for participant in people]
    for thread in threads:
        thread.start()
    ready.wait()
    running.close_due(now=round_.closes_at)
    for thread in threads:
        thread.join()
    counted = Round.objects.get(pk=round_.pk).results.content["people"]
    assert counted == sum(saved) == Vote.objects.count()


def someone_who_disagrees() -> tuple[Round, Participant]:
    """Of 10 councils 5 agree, 3 pass, 2 disagree: one of the two is returned."""
    round_ = making.make_round(making.make_mission())
    people = [making.make_participant(round_, making.make_user(), making.make_council()) for _ in range(10)]
    for participant, value in zip(people, (-1, -1, 0, 0, 0, 1, 1, 1, 1, 1), strict=True):
        answers = {statement.pk: value for statement in round_.statements.all()}
        taking_part.vote(participant=participant, answers=answers, now=timezone.now())
    return round_, people[0]


@pytest.mark.django_db
def test_no_page_tells_which_of_two_ways_somebody_voted() -> None:
    """Each page of each reader is the same to the byte whether one of the two who disagree does, or passes."""
    round_, odd = someone_who_disagrees()
    running.close_due(now=round_.closes_at)
    other = round_.participants.exclude(pk=odd.pk)[0].user
    boss = making.make_user(is_administrator=True)
    readers = [making.make_lead(round_.mission), making.make_director(round_.mission), boss, other, None]
    slug = [round_.mission.slug, round_.slug]
    names = ["codesign:rounds", "codesign:round", "codesign:results", "codesign:statement_results"]
    where: list[list[Any]] = [slug[:1], slug, slug, [*slug, 1]]
    more = ["preview", "notes", "moderation", "download_moderation", "answer_many"]
    names += [f"codesign:{name}" for name in more]
    where += [slug] * len(more)
    paths = [reverse(name, args=args) for name, args in zip(names, where, strict=True)]
    paths += [reverse(name, args=[round_.pk]) for name in ("rounds:take_part", "rounds:came_of_it")]

    def seen() -> list[tuple[int, str]]:
        pages = [making.client_of(reader).get(path) for reader in readers for path in paths]
        tokens = r'(name="csrfmiddlewaretoken" value|"X-CSRFToken")[=: ]*"[^"]*"'
        return [(page.status_code, re.sub(tokens, "", page.getvalue().decode())) for page in pages]

    before = seen()
    assert sum(status == 200 for status, _ in before) >= 10
    assert any("Not shown" in content for _, content in before)
    Vote.objects.filter(participant=odd).update(value=0)
    keep_results(Round.objects.get(pk=round_.pk), now=round_.closes_at)
    assert seen() == before


@pytest.mark.django_db
def test_votes_have_no_history_no_admin_and_no_audit_of_the_value() -> None:
    someone_who_disagrees()
    assert not apps.is_installed("django.contrib.admin")
    assert [model.__name__ for model in apps.get_models() if model.__name__ == "VoteEvent"] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'codesign_vote'::regclass AND NOT tgisinternal")
        assert cursor.fetchone() == (0,)
    rows = AuditRow.objects.filter(action="round.vote")
    assert rows.count() == 10
    assert {str(row.detail) for row in rows} == {"{}"}


@pytest.mark.django_db
def test_what_is_kept_holds_no_person_and_no_small_count() -> None:
    round_, _ = someone_who_disagrees()
    running.close_due(now=round_.closes_at)
    content = Round.objects.get(pk=round_.pk).results.content
    tables = [table for kind in content["dimensions"] for table in kind["statements"]]
    rows = [row for table in tables for row in (*table["rows"], table["total"])]
    assert rows
    assert {count for row in rows for count in row["counts"]} <= {None, 0, 5}
    assert set(content) >= {"methods", "people", "dimensions"}
    assert str(round_.participants.all()[0].user) not in str(content)


@pytest.mark.django_db
def test_no_log_line_holds_a_vote(capsys: pytest.CaptureFixture[str]) -> None:
    round_ = making.make_round(making.make_mission())
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    statement = round_.statements.get(position=1)
    with structlog.testing.capture_logs() as lines:
        client = making.client_of(participant.user)
        answer = client.post(reverse("rounds:vote", args=[round_.pk]), {f"statement-{statement.pk}": "-1"})
    assert answer.status_code == 302
    assert Vote.objects.get().value == -1
    printed = capsys.readouterr()
    logged = f"{lines}{printed.out}{printed.err}"
    assert f"statement-{statement.pk}" not in logged
