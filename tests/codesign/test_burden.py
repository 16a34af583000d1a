"""Minutes asked of councils and given by them, and the warning when the same few carry every round."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from codesign.burden import asked_too_often, burden_of
from codesign.models import Round
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def held(mission: Mission, minutes: int, given_by: list[Organisation], asked: list[Organisation], days_ago: int = 30) -> Round:
    """A closed round that asked one person of each council."""
    opened = timezone.now() - dt.timedelta(days=days_ago)
    round_ = making.make_round(
        mission, minutes=minutes, opens_at=opened, closes_at=opened + dt.timedelta(days=7), status="closed"
    )
    for council in given_by:
        participant = making.make_participant(round_, making.make_user(), council)
        round_.participants.filter(pk=participant.pk).update(answered_at=opened + dt.timedelta(days=1))
    for council in asked:
        making.make_invitation(round_, council)
    return round_


def test_minutes_are_counted_for_each_person_asked_and_each_who_answered() -> None:
    mission = making.make_mission()
    one, two = making.make_council(name="Ayton"), making.make_council(name="Beeton")
    held(mission, 10, [one, one], [two])
    held(mission, 25, [one], [two, two])
    found = burden_of(mission.pk, now=timezone.now())
    rows = [(load.name, load.rounds, load.people, load.asked, load.given) for load in found.loads]
    assert rows == [("Ayton", 2, 3, 45, 45), ("Beeton", 2, 3, 60, 0)]
    assert (found.asked, found.given, found.share_of_few) == (105, 45, 100)


def test_drafts_withdrawn_invitations_suppliers_and_what_is_a_year_old_are_left_out() -> None:
    mission, council = making.make_mission(), making.make_council()
    held(mission, 10, [council], [], days_ago=400)
    draft = making.make_round(mission, status="draft")
    making.make_invitation(draft, council)
    round_ = held(mission, 10, [], [council])
    making.make_invitation(round_, making.make_supplier(), segment="supplier")
    making.make_invitation(round_, making.make_council(), withdrawn_at=timezone.now())
    assert [(load.asked, load.given) for load in burden_of(mission.pk, now=timezone.now()).loads] == [(10, 0)]


@pytest.mark.parametrize(("others", "carried"), [(4, True), (5, False)])
def test_five_councils_with_more_than_half_of_the_minutes_carry_it(others: int, carried: bool) -> None:
    """Five gave 20 minutes each and `others` 20 or 25: 100 of 180 are more than half, 100 of 200 aren’t."""
    mission = making.make_mission()
    first, second = [making.make_council() for _ in range(5)], [making.make_council() for _ in range(others)]
    held(mission, 10, [*first, *second], [])
    held(mission, 10, [*first, *second], [])
    found = burden_of(mission.pk, now=timezone.now())
    assert found.given == 100 + 20 * others
    assert found.is_carried_by_few is carried


def test_one_round_is_no_pattern() -> None:
    mission = making.make_mission()
    held(mission, 10, [making.make_council()], [])
    assert not burden_of(mission.pk, now=timezone.now()).is_carried_by_few


def test_a_council_asked_in_three_of_the_last_four_rounds_is_named_and_the_draft_names_only_those_it_would_ask() -> None:
    mission = making.make_mission()
    often, seldom, other = (
        making.make_council(name="Often"),
        making.make_council(name="Seldom"),
        making.make_council(name="Other"),
    )
    held(mission, 10, [], [seldom, often], days_ago=90)
    for days in (60, 50, 40):
        held(mission, 10, [], [often, other], days_ago=days)
    held(mission, 10, [], [seldom], days_ago=30)
    now = timezone.now()
    assert asked_too_often(mission.pk, now=now) == [("Often", 3), ("Other", 3)]
    draft = making.make_round(mission, status="draft")
    for council in (often, seldom):
        making.make_invitation(draft, council)
    assert asked_too_often(mission.pk, now=now, among=draft) == [("Often", 3)]
    page = client_of(making.make_lead(mission)).get(draft.get_absolute_url()).content.decode()
    assert "This round would ask again: Often (3 of the last 4)." in page
    assert "Other (3" not in page


def test_the_page_and_the_table_agree() -> None:
    mission = making.make_mission()
    council = making.make_council(name="=Ayton")
    held(mission, 10, [council], [])
    client = client_of(making.make_director(mission))
    page = client.get(reverse("codesign:burden", args=[mission.slug])).content.decode()
    assert "10 of 10" in page
    answer = client.get(reverse("codesign:download_burden", args=[mission.slug]))
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert rows == [
        {
            "council": "'=Ayton",
            "code": council.code,
            "rounds": "1",
            "people-asked": "1",
            "minutes-asked": "10",
            "minutes-given": "10",
        }
    ]


def test_queries_stay_as_they_are_with_more_councils() -> None:
    mission = making.make_mission()
    held(mission, 10, [making.make_council()], [])
    client, url = client_of(making.make_lead(mission)), reverse("codesign:burden", args=[mission.slug])
    few = queries_of(client, url)
    held(mission, 10, [making.make_council() for _ in range(20)], [making.make_council() for _ in range(20)])
    assert queries_of(client, url) == few <= 12
