"""What comes out of a round: positions of councils by segment, kept when it closes."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from codesign.actions import running, taking_part
from codesign.models import Participant, Round, RoundResults
from codesign.results import Results, results_of
from missions.register.models import Organisation
from tests import making
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def round_of_councils(*answers: tuple[int, ...], council_type: str = "district", **values: Any) -> Round:
    """A round in which each council's people answer the first statement so."""
    round_ = making.make_round(making.make_mission())
    for people in answers:
        council = making.make_council(council_type=council_type, **values)
        for value in people:
            votes(round_, council, value)
    return round_


def votes(round_: Round, council: Organisation, value: int, segment: str = "council") -> Participant:
    participant = making.make_participant(round_, making.make_user(), council)
    participant.segment = segment
    participant.save()
    first = round_.statements.get(position=1)
    taking_part.vote(participant=participant, answers={first.pk: value}, now=timezone.now())
    return participant


def closed(round_: Round) -> Results:
    running.close_due(now=round_.closes_at)
    round_.refresh_from_db()
    found = results_of(round_, now=round_.closes_at)
    assert found is not None
    return found


def test_one_council_counts_once_and_one_that_disagrees_with_itself_as_split() -> None:
    agree, disagree, split = [(1, 1, 1)] * 4, [(-1,)] * 3, [(1, -1)] * 3
    found = closed(round_of_councils(*agree, *disagree, *split))
    assert found.headers == ["Agree", "Disagree", "Split", "Pass"]
    assert found.statements[0].total.counts == (4, 3, 3, 0)
    assert found.statements[0].total.size == 10


def test_counts_need_3_councils_however_many_people() -> None:
    found = closed(round_of_councils((1, 1, 1, 1), (1, 1)))
    assert not found.statements[0].is_shown
    assert found.statements[0].total.counts == (None,) * 4
    assert not found.statements[1].is_shown


def test_suppliers_do_not_count_in_a_councils_position() -> None:
    round_ = round_of_councils((1,), (1,), (1,))
    for _ in range(3):
        votes(round_, making.make_supplier(), -1, "supplier")
    assert closed(round_).statements[0].total.counts == (3, 0, 0, 0)


def test_nothing_is_shown_while_the_round_is_open() -> None:
    round_ = round_of_councils((1,), (1,), (1,))
    assert results_of(round_, now=round_.closes_at - dt.timedelta(seconds=1)) is None


def test_by_type_region_and_supplier() -> None:
    round_ = round_of_councils((1,), (1,), (1,), region="Wales")
    product = making.make_product(making.make_supplier(name="Softly"), service=round_.mission.service)
    for _ in range(4):
        council = making.make_council(council_type="county", region="London")
        making.make_deployment(council, product)
        votes(round_, council, -1)
    kind, region, supplier = closed(round_).breakdowns(1)
    assert {line.label: line.counts for line in kind.lines} == {
        "County council": (0, 4, 0, 0),
        "Non-metropolitan district": (3, 0, 0, 0),
    }
    assert {line.label: line.size for line in region.lines} == {"London": 4, "Wales": 3}
    assert {line.label: line.size for line in supplier.lines} == {"Softly": 4, "Not known": 3}


def test_small_segments_are_shown_together() -> None:
    round_ = round_of_councils((1,), (1,), (1,), (1,))
    for _ in range(2):
        votes(round_, making.make_council(council_type="county"), 1)
    votes(round_, making.make_council(council_type="unitary"), 1)
    lines = closed(round_).breakdowns(1)[0].lines
    assert [line.size for line in lines] == [4, 3]
    assert lines[1].members == ("County council", "Unitary authority")


def test_coverage_is_against_all_councils_and_the_ranking_follows_the_weights() -> None:
    # Of 4 districts that exist 3 answered and agree with the first; counties aren't in the mission's population.
    round_ = round_of_councils((1,), (1,), (1,))
    making.make_council()
    found = closed(round_)
    title, segments = found.coverage[0]
    assert (title, segments[0].answered, segments[0].exist) == ("Council type", 3, 4)
    assert (found.content["councils"], found.content["exist"]) == (3, 4)
    consensus = found.statements[0].consensus
    assert consensus is not None
    assert consensus.low == pytest.approx((3 + 1) / (3 + 2))


def test_a_ranking_that_weights_would_turn_round() -> None:
    round_ = making.make_round(making.make_mission())
    round_.mission.eligible_types.create(nation="England", council_type="unitary")
    first, second = round_.statements.order_by("position")
    for kind, count, answers in (("district", 3, (1, -1)), ("unitary", 6, (-1, 1))):
        for _ in range(count):
            participant = making.make_participant(round_, making.make_user(), making.make_council(council_type=kind))
            given = {first.pk: answers[0], second.pk: answers[1]}
            taking_part.vote(participant=participant, answers=given, now=timezone.now())
    for _ in range(30):
        making.make_council(council_type="district")
    one, two = closed(round_).statements
    assert (one.place, two.place) == (2, 1)
    assert (one.reweighted_place, two.reweighted_place) == (1, 2)
    assert one.reweighted is not None
    assert one.reweighted.low == pytest.approx(33 / 39)


def test_forgetting_somebody_leaves_what_was_counted() -> None:
    from missions.people import actions

    round_ = round_of_councils((1,), (1,), (1,))
    before = closed(round_).content
    actions.forget(by=making.make_user(is_administrator=True), user=Participant.objects.filter(round=round_)[0].user)
    found = results_of(round_, now=round_.closes_at)
    assert found is not None
    assert found.content == before


def test_forgetting_before_the_results_are_kept_keeps_them_first() -> None:
    from missions.people import actions

    round_ = round_of_councils((1,), (1,), (1,))
    Round.objects.update(status="responded")
    actions.forget(by=making.make_user(is_administrator=True), user=Participant.objects.filter(round=round_)[0].user)
    assert RoundResults.objects.get(round=round_).content["people"] == 3


def test_pages_take_the_same_queries_however_many_statements_and_votes() -> None:
    few = round_of_councils((1,), (1,), (1,))
    many = round_of_councils(*[(1, -1, 0)] * 12)
    for position in range(3, 25):
        many.statements.create(position=position, text=f"Statement {position}")
    counts = []
    for round_ in (few, many):
        running.close_due(now=round_.closes_at)
        client = making.client_of(making.make_lead(round_.mission))
        names = [("codesign:results", []), ("codesign:statement_results", [1])]
        paths = [reverse(name, args=[round_.mission.slug, round_.slug, *more]) for name, more in names]
        counts.append([queries_of(client, path) for path in paths])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
