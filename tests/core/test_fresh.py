"""What is kept is shown only while nothing that it read has changed, whoever changed it and by whatever path."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from codesign.models import Vote
from missions.core import changes, fresh
from missions.core.models import Change
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.stewardship.models import Mission
from tests.making import client_of, give, make_intervention, make_mission, make_user

pytestmark = pytest.mark.django_db


class Made:
    """Counts how often something was made."""

    def __init__(self, make: Callable[[], object]) -> None:
        self.times, self.make = 0, make

    def __call__(self) -> object:
        self.times += 1
        return self.make()


@pytest.fixture
def names() -> Made:
    return Made(lambda: list(Mission.objects.order_by("name").values_list("name", flat=True)))


def test_it_is_made_once_while_nothing_changes_and_costs_one_query(names: Made, django_assert_num_queries: Any) -> None:
    make_mission("planning", name="Planning")
    assert fresh.kept("names", names) == ["Planning"]
    with django_assert_num_queries(1):
        fresh.kept("names", names)
    assert fresh.kept("names", names) == ["Planning"]
    assert names.times == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda: make_mission("housing", name="Housing"),
        lambda: Mission.objects.update(name="Other"),
        lambda: connection.cursor().execute("UPDATE stewardship_mission SET name = 'Other'"),
    ],
    ids=["made", "updated", "by SQL"],
)
def test_any_change_of_what_it_read_is_seen_at_once(names: Made, change: Callable[[], object]) -> None:
    make_mission("planning", name="Planning")
    before = fresh.kept("names", names)
    change()
    assert fresh.kept("names", names) != before


def test_a_deleted_row_is_gone_at_once() -> None:
    tool = make_intervention(make_mission("planning"))
    count = Made(Intervention.objects.count)
    assert fresh.kept("count", count) == 1
    tool.delete()
    assert fresh.kept("count", count) == 0


def test_a_change_of_something_else_changes_nothing(names: Made) -> None:
    mission = make_mission("planning")
    fresh.kept("names", names)
    make_intervention(mission)
    fresh.kept("names", names)
    assert names.times == 1


def test_what_is_inside_passes_on_what_it_read(names: Made) -> None:
    mission = make_mission("planning")
    outer = Made(lambda: (fresh.kept("names", names), Intervention.objects.count()))
    fresh.kept("names", names)
    fresh.kept("outer", outer)
    Mission.objects.update(name="Other")
    assert fresh.kept("outer", outer) == (["Other"], 0)
    make_intervention(mission)
    assert fresh.kept("outer", outer) == (["Other"], 1)


def test_what_lacks_something_or_reads_what_is_not_noted_is_not_kept() -> None:
    unfinished, votes = Made(fresh.not_finished), Made(lambda: Vote.objects.count())
    for making in (unfinished, votes):
        fresh.kept("x", making)
        fresh.kept("x", making)
        assert making.times == 2


def test_a_page_is_for_what_was_read_before_it_as_it_is(rf: RequestFactory) -> None:
    """The lead department was read with its mission, before anything is made: its new name is seen all the same."""
    mission = make_mission("planning")
    found = Mission.objects.select_related("lead_department").get(pk=mission.pk)
    made = Made(lambda: {"text": found.lead_department.name})
    for _ in range(2):
        fresh.page_part(rf.get("/"), (found, None), "components/empty.html", made)  # type: ignore[arg-type]
    assert made.times == 1
    mission.lead_department.name = "Renamed"
    mission.lead_department.save()
    found = Mission.objects.select_related("lead_department").get(pk=mission.pk)
    assert "Renamed" in fresh.page_part(rf.get("/"), (found, None), "components/empty.html", made)  # type: ignore[arg-type]


def test_a_new_role_is_seen_on_a_page_that_was_kept() -> None:
    tool, user = make_intervention(make_mission("planning")), make_user("a@example.org")
    url = reverse("adoption:adoption", args=["planning", tool.slug])
    assert "Import a published list" not in client_of(user).get(url).content.decode()
    give(user, "lead", tool.mission)
    assert "Import a published list" in client_of(user).get(url).content.decode()


def test_signing_in_changes_nothing_and_a_new_name_does() -> None:
    user = make_user("a@example.org", name="Ann")
    people = Made(lambda: [item.name for item in User.objects.all()])
    fresh.kept("people", people)
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    fresh.kept("people", people)
    assert people.times == 1
    User.objects.filter(pk=user.pk).update(name="Bea")
    assert fresh.kept("people", people) == ["Bea"]


def test_forgetting_old_notes_keeps_the_last_of_each_table(names: Made) -> None:
    make_mission("planning")
    make_mission("housing")
    long_ago = timezone.now() - dt.timedelta(days=1)
    Change.objects.update(at=long_ago)
    before = set(Change.objects.values_list("name", flat=True))
    assert changes.forget_old(now=timezone.now()) > 0
    assert set(Change.objects.values_list("name", flat=True)) == before
    assert Change.objects.count() == len(before)


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_whom_the_first_commits_last_are_both_seen(names: Made) -> None:
    """The newest note is there already when the older one becomes visible."""
    changes.install()
    ready, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Mission.objects.filter(slug="one").update(name="Late")
            ready.set()
            go.wait(10)
        connection.close()

    make_mission("one", name="One")
    make_mission("two", name="Two")
    other = threading.Thread(target=slow)
    other.start()
    ready.wait(10)
    Mission.objects.filter(slug="two").update(name="Three")
    assert fresh.kept("names", names) == ["One", "Three"]
    go.set()
    other.join(10)
    assert fresh.kept("names", names) == ["Late", "Three"]


def test_every_table_of_ours_is_noted_or_named_as_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_change'")
        assert {name for (name,) in cursor.fetchall()} == set(changes.noted())
    assert "stewardship_mission" in changes.noted()
    assert "codesign_vote" not in changes.noted()
