"""One round with 5,000 participants, 2,000 submissions and 100,000 votes: its pages ask the database as often as those of a small one."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from codesign.actions.reckoning import keep_results
from codesign.models import Contribution, Participant, Round, Vote
from missions.people.models import User
from missions.stewardship.models import Mission
from tests import making
from tests.benchmarks.votes import FILL
from tests.making import client_of

pytestmark = pytest.mark.django_db
SMALL, LARGE = (12, 3), (5_000, 2_000)
STATEMENTS = 20
FILLED = (
    "codesign_round", "codesign_statement", "codesign_invitation", "codesign_participant", "codesign_contribution", "codesign_vote",
    "problems_evidence", "people_user",
)  # fmt: skip


@contextmanager
def filled(mission: Mission, people: int, submissions: int) -> Iterator[Round]:
    """An open round of this size, gone afterwards."""
    with transaction.atomic():
        given = {"people": people, "statements": STATEMENTS, "submissions": submissions, "mission": mission.pk}
        with connection.cursor() as cursor:
            cursor.execute(FILL, given)
            # Of rows that aren't committed nothing is known by itself, and the planner takes thousands for one.
            cursor.execute(f"ANALYZE {', '.join(FILLED)}")
        found = Round.objects.select_related("mission").get(slug="bench-votes")
        found.closes_at = timezone.now() + dt.timedelta(days=7)
        found.save(update_fields=["closes_at"])
        assert Participant.objects.filter(round=found).count() == people
        assert Vote.objects.filter(statement__round=found).count() == people * STATEMENTS
        assert Contribution.objects.filter(participant__round=found).count() == submissions
        yield found
        transaction.set_rollback(True)


def queries(round_: Round, lead: User) -> dict[str, int]:
    """How many queries each page of the round takes, and one press on the voting page."""
    officer = Participant.objects.filter(round=round_).order_by("pk")[2].user
    slug = [round_.mission.slug, round_.slug]
    pages = [(lead, reverse("codesign:rounds", args=slug[:1]))]
    names = ("round", "moderation", "notes", "answer_many", "preview", "merge")
    pages += [(lead, reverse(f"codesign:{name}", args=slug)) for name in names]
    pages += [(officer, reverse(f"rounds:{name}", args=[round_.pk])) for name in ("take_part", "vote", "submit", "came_of_it")]
    found = {}
    for user, path in pages:
        client = client_of(user)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200, path
        found[path.replace(f"/{round_.pk}/", "/N/")] = _asked(captured)
    answers = {f"statement-{pk}": "1" for pk in round_.statements.values_list("pk", flat=True)[:10]}
    url, client = reverse("rounds:vote", args=[round_.pk]), client_of(officer)
    client.post(url, answers)
    with CaptureQueriesContext(connection) as captured:
        assert client.post(url, answers).status_code == 302
    found["press"] = _asked(captured)
    # And the page of what came out, once it has closed.
    Round.objects.filter(pk=round_.pk).update(status="closed", closes_at=timezone.now())
    keep_results(round_, now=timezone.now())
    path, client = reverse("codesign:results", args=slug), client_of(lead)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    found[path] = _asked(captured)
    return found


def _asked(captured: CaptureQueriesContext) -> int:
    """What is asked of the database; where a write begins and ends isn't."""
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def test_pages_take_the_same_queries_for_a_dozen_and_for_5_000() -> None:
    mission = making.make_mission()
    lead = making.make_lead(mission)
    for _ in range(10):
        making.make_council()
    with filled(mission, *SMALL) as round_:
        few = queries(round_, lead)
    with filled(mission, *LARGE) as round_:
        many = queries(round_, lead)
    assert many == few
    assert {path: count for path, count in few.items() if count > 12} == {}
