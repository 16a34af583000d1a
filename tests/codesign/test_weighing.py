"""What matters most: putting things in order without a script, spending points, and what comes out."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from codesign.actions import running, weighing
from codesign.consensus.importance import importance, point_scores, rank_scores
from codesign.forms import RoundForm
from codesign.importances import Importance
from codesign.models import Participant, Round, Weight
from codesign.moving import moved
from codesign.results import results_of
from missions.core.models import AuditRow
from missions.core.refusals import NotNow
from missions.stewardship.access import stand_on
from missions.stewardship.models import Mission
from tests import making

pytestmark = pytest.mark.django_db


def asking(how: str = "rank", texts: Sequence[str] = ("Trees", "Money", "Time"), mission: Mission | None = None) -> Round:
    round_ = making.make_round(mission or making.make_mission(), weighing=how)
    for position, text in enumerate(texts, start=1):
        round_.items.create(position=position, text=text)
    return round_


def someone(round_: Round, **values: str) -> Participant:
    return making.make_participant(round_, making.make_user(), making.make_council(**values))


def in_order(round_: Round, participant: Participant, *texts: str) -> None:
    pks = dict(round_.items.values_list("text", "pk"))
    weighing.rank(participant=participant, order=[pks[text] for text in texts], now=timezone.now())


def kept(participant: Participant) -> list[str]:
    return list(Weight.objects.filter(participant=participant).order_by("value").values_list("item__text", flat=True))


def came_out(round_: Round) -> Importance:
    running.close_due(now=round_.closes_at)
    found = results_of(Round.objects.get(pk=round_.pk), now=round_.closes_at)
    assert found is not None
    assert found.importance is not None
    return found.importance


@pytest.mark.parametrize(
    ("ask", "places", "expected"),
    [
        ("up:7", {}, ([5, 7, 6, 8], 7)),
        ("down:7", {}, ([5, 6, 8, 7], 7)),
        ("up:5", {}, ([5, 6, 7, 8], 5)),
        ("down:8", {}, ([5, 6, 7, 8], 8)),
        ("place:8", {"place-8": "1"}, ([8, 5, 6, 7], 8)),
        ("place:5", {"place-5": "99"}, ([6, 7, 8, 5], 5)),
        ("place:5", {"place-5": "x"}, ([5, 6, 7, 8], 5)),
        ("keep", {}, ([5, 6, 7, 8], None)),
        ("up:9", {}, ([5, 6, 7, 8], None)),
        ("up:²", {}, ([5, 6, 7, 8], None)),
    ],
)
def test_moving(ask: str, places: dict[str, str], expected: tuple[list[int], int | None]) -> None:
    assert moved([5, 6, 7, 8], ask, places) == expected


def test_a_press_moves_and_saves_without_a_script() -> None:
    round_ = asking()
    participant = someone(round_)
    client = making.client_of(participant.user)
    path = reverse("rounds:weigh", args=[round_.pk])
    assert kept(participant) == []
    first = [item.text for item in client.get(path).context["items"]]
    order = [str(round_.items.get(text=text).pk) for text in first]
    answer = client.post(path, {"order": order, "move": f"down:{order[0]}"})
    assert answer["Location"] == f"{path}#item-{order[0]}"
    assert kept(participant) == [first[1], first[0], first[2]]
    page = client.get(path)
    assert [item.text for item in page.context["items"]] == kept(participant)
    assert "Moved to place 2 of 3" in page.content.decode()
    answer = client.post(path, {"order": order, "move": "keep"})
    assert answer["Location"] == reverse("rounds:take_part", args=[round_.pk])
    assert kept(participant) == first


def test_everybody_meets_the_list_in_another_order() -> None:
    round_ = asking()
    path = reverse("rounds:weigh", args=[round_.pk])
    firsts = [making.client_of(someone(round_).user).get(path).context["items"][0].text for _ in range(3)]
    assert sorted(firsts) == ["Money", "Time", "Trees"]


@pytest.mark.parametrize("change", ["missing", "twice", "foreign", "points"])
def test_an_order_that_is_not_of_this_list_is_refused(change: str) -> None:
    round_ = asking("points" if change == "points" else "rank")
    participant = someone(round_)
    order = list(round_.items.values_list("pk", flat=True))
    if change == "missing":
        order.pop()
    elif change == "twice":
        order[0] = order[1]
    elif change == "foreign":
        order[0] = asking().items.all()[0].pk
    with pytest.raises(NotNow, match="sent incomplete"):
        weighing.rank(participant=participant, order=order, now=timezone.now())
    assert not Weight.objects.exists()


def test_points_are_100_in_all() -> None:
    round_ = asking("points")
    participant = someone(round_)
    client = making.client_of(participant.user)
    path = reverse("rounds:weigh", args=[round_.pk])
    trees, money, _ = (f"item-{item.pk}" for item in round_.items.all())
    assert "You spent 110 points and have 100. Take 10 away." in client.post(path, {trees: "70", money: "40"}).content.decode()
    assert "Give points to at least one thing." in client.post(path, {}).content.decode()
    assert not Weight.objects.exists()
    assert client.post(path, {trees: "70", money: "30"}).status_code == 302
    assert sorted(Weight.objects.values_list("value", flat=True)) == [0, 30, 70]
    assert "You have spent 100 of 100." in client.get(path).content.decode()
    pks = list(round_.items.values_list("pk", flat=True))
    with pytest.raises(NotNow, match="100 points in all"):
        weighing.spend(participant=participant, points=dict.fromkeys(pks, 50), now=timezone.now())


def test_nothing_is_saved_after_closing_and_no_audit_row_tells_it() -> None:
    round_ = asking()
    participant = someone(round_)
    in_order(round_, participant, "Time", "Money", "Trees")
    assert AuditRow.objects.get(action="round.weigh").detail == {}
    with pytest.raises(NotNow, match="has closed"):
        weighing.rank(participant=participant, order=[1], now=round_.closes_at)
    assert kept(participant) == ["Time", "Money", "Trees"]


def test_councils_count_once_and_the_ranking_follows_the_weights() -> None:
    # By hand, with scores 1, ½, 0 by place. 3 districts of 6: Trees, Money, Time. 6 unitaries of 6: Time, Trees, Money.
    # One district sends three people, which changes nothing.
    round_ = asking()
    round_.mission.eligible_types.create(nation="England", council_type="unitary")
    for number in range(9):
        council = making.make_council(council_type="district" if number < 3 else "unitary")
        for _ in range(3 if number == 0 else 1):
            participant = making.make_participant(round_, making.make_user(), council)
            in_order(round_, participant, *(("Trees", "Money", "Time") if number < 3 else ("Time", "Trees", "Money")))
    for _ in range(30):
        making.make_council(council_type="district")
    found = came_out(round_)
    assert {item.text: item.percent for item in found.items} == {
        "Trees": round(100 * (3 * 1 + 6 * 0.5) / 9),
        "Time": round(100 * 6 / 9),
        "Money": round(100 * 1.5 / 9),
    }
    assert {item.text: item.reweighted_place for item in found.items} == {"Trees": 1, "Money": 2, "Time": 3}
    assert {(kind.label, kind.councils, kind.first) for kind in found.types} == {
        ("Non-metropolitan district", 3, "Trees"),
        ("Unitary authority", 6, "Time"),
    }


def test_fewer_than_3_councils_show_nothing() -> None:
    round_ = asking()
    for _ in range(2):
        in_order(round_, someone(round_), "Time", "Money", "Trees")
    assert came_out(round_).items == []


def test_small_types_are_shown_together() -> None:
    scores = rank_scores(np.array([[1.0, 2.0]] * 5))
    found = importance(scores, [1, 2, 3, 4, 5], {1: 0, 2: 0, 3: 0, 4: 1, 5: 2}, [10, 10, 10])
    assert found is not None
    assert [(group, size) for group, size, _ in found.rows] == [((0, 1, 2), 5)]


def test_points_count_as_parts_of_what_was_spent() -> None:
    assert point_scores(np.array([[10.0, 30.0], [0.0, 0.0]])).tolist() == [[0.25, 0.75], [0.0, 0.0]]


def test_the_same_pain_points_are_compared_with_an_earlier_round() -> None:
    mission = making.make_mission()
    points = [
        making.make_pain_point(mission, reference=f"PP-{number:03d}", title=text) for number, text in ((1, "Trees"), (2, "Money"))
    ]
    councils = [making.make_council() for _ in range(5)]
    rounds: list[Round] = []
    for who, order in ((councils[:3], ("Trees", "Money")), (councils[1:], ("Money", "Trees"))):
        round_ = asking(mission=mission, texts=())
        for position, point in enumerate(points, start=1):
            round_.items.create(position=position, text=point.title, pain_point=point)
        for council in who:
            in_order(round_, making.make_participant(round_, making.make_user(), council), *order)
        Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now() + dt.timedelta(days=len(rounds)))
        rounds.append(Round.objects.get(pk=round_.pk))
    assert came_out(rounds[0]).earlier is None
    found = came_out(rounds[1])
    assert [(item.text, item.place, item.earlier_place) for item in found.items] == [("Money", 1, 2), ("Trees", 2, 1)]
    assert found.earlier is not None
    assert (found.earlier["back"], found.earlier["new"]) == (2, 2)


def test_the_form_takes_references_of_pain_points() -> None:
    mission = making.make_mission()
    point = making.make_pain_point(mission, reference="PP-007", title="It is slow")
    lead = making.make_lead(mission)
    given = {
        "title": "What first?", "purpose": "prioritise", "question": "What first?", "minutes": "5", "weighing": "rank",
        "opens_on_day": "1", "opens_on_month": "1", "opens_on_year": "2027",
        "closes_on_day": "2", "closes_on_month": "1", "closes_on_year": "2027",
    }  # fmt: skip
    form = RoundForm({**given, "items": "pp-007"})
    assert not form.is_valid()
    assert "at least two things" in str(form.errors)
    form = RoundForm({**given, "items": "pp-007\nMoney"})
    assert form.is_valid(), form.errors
    standing = stand_on(lead, mission.slug, on=making.TODAY)
    round_ = running.create(by=lead, standing=standing, plan=form.plan())
    assert list(round_.items.values_list("text", "pain_point")) == [("It is slow", point.pk), ("Money", None)]
    running.edit(by=lead, standing=standing, round_=round_, plan=form.plan())
    assert RoundForm.of(round_)["items"] == "PP-007\nMoney"
