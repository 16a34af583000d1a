"""Answering many submissions with one text: all of them or none, filled for each, each author told once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from codesign.actions import answering, running
from codesign.models import Contribution, Response, Round
from missions.core.models import AuditRow, OutboxMessage
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.stewardship.access import Standing, stand_on
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

TEXT = "Thank you, [council]. “[pain point]” is where “[what you said]” is worked on."


def asked(count: int = 3) -> tuple[Round, list[Contribution], User, Standing]:
    """A closed round with submissions under one pain point, each of a council of its own."""
    now = timezone.now()
    round_ = making.make_round(making.make_mission(), status="closed", closes_at=now - dt.timedelta(hours=1))
    point = making.make_pain_point(round_.mission, title="Typed twice")
    people = [making.make_participant(round_, making.make_user(), making.make_council(name=f"Council {n}")) for n in range(count)]
    said = [making.make_contribution(item, text=f"We type {n} orders.", pain_point=point) for n, item in enumerate(people)]
    lead = making.make_lead(round_.mission)
    return round_, said, lead, stand_on(lead, round_.mission.slug, on=making.TODAY)


def address(round_: Round) -> str:
    return reverse("codesign:answer_many", args=[round_.mission.slug, round_.slug])


def test_each_gets_the_text_with_its_own_words_and_each_author_is_told_once() -> None:
    round_, said, lead, standing = asked()
    keys = [item.pk for item in said]
    done = answering.answer_many(
        by=lead, standing=standing, round_=round_, contributions=keys, what="will", text=TEXT, now=timezone.now()
    )
    assert done == 3
    texts = list(Response.objects.order_by("contribution").values_list("text", flat=True))
    assert texts[1] == "Thank you, Council 1. “Typed twice” is where “We type 1 orders.” is worked on."
    told = OutboxMessage.objects.filter(key__startswith="round-answer:")
    assert sorted(told.values_list("to_address", flat=True)) == sorted(item.participant.user.email for item in said)
    assert AuditRow.objects.filter(action="round.answer-many").count() == 1
    running.finish(by=lead, standing=standing, round_=round_, now=timezone.now())
    assert Round.objects.get(pk=round_.pk).status == "responded"


def test_one_that_cannot_be_filled_leaves_all_without_an_answer() -> None:
    round_, said, lead, _ = asked()
    loose = making.make_contribution(said[0].participant, text="Something else.")
    data = {"said": [item.pk for item in [*said, loose]], "what": "will", "text": TEXT}
    page = client_of(lead).post(address(round_), data)
    assert page.status_code == 200
    assert "“Something else.” isn’t linked to a pain point" in page.content.decode()
    assert not Response.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_one_that_was_answered_meanwhile_leaves_the_others_as_they_were() -> None:
    round_, said, lead, standing = asked()
    now = timezone.now()
    answering.answer(by=lead, standing=standing, contribution=said[0], what="done", text="Done.", now=now)
    keys = [item.pk for item in said]
    with pytest.raises(NotNow, match="none was changed"):
        answering.answer_many(by=lead, standing=standing, round_=round_, contributions=keys, what="will", text="Soon.", now=now)
    assert list(Response.objects.values_list("text", flat=True)) == ["Done."]


def test_an_audit_that_fails_takes_every_answer_back(monkeypatch: pytest.MonkeyPatch) -> None:
    round_, said, lead, standing = asked()

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(answering, "record", breaks)
    with pytest.raises(RuntimeError):
        answering.answer_many(
            by=lead,
            standing=standing,
            round_=round_,
            contributions=[item.pk for item in said],
            what="will",
            text="Soon.",
            now=timezone.now(),
        )
    assert not Response.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_submissions_of_another_round_are_refused() -> None:
    round_, said, lead, standing = asked()
    other = making.make_contribution(
        making.make_participant(making.make_round(making.make_mission()), making.make_user(), making.make_council())
    )
    with pytest.raises(NotNow):
        answering.answer_many(
            by=lead,
            standing=standing,
            round_=round_,
            contributions=[said[0].pk, other.pk],
            what="will",
            text="Soon.",
            now=timezone.now(),
        )
    assert not Response.objects.exists()


def test_only_who_runs_rounds_answers() -> None:
    round_, said, _, _ = asked()
    director = making.make_director(round_.mission)
    standing = stand_on(director, round_.mission.slug, on=making.TODAY)
    with pytest.raises(NotAllowed):
        answering.answer_many(
            by=director,
            standing=standing,
            round_=round_,
            contributions=[said[0].pk],
            what="will",
            text="Soon.",
            now=timezone.now(),
        )


def test_a_gap_in_the_text_that_nobody_filled_is_not_sent() -> None:
    round_, said, lead, _ = asked()
    client = client_of(lead)
    start = client.get(f"{address(round_)}?start=done").content.decode()
    assert "[say what, and where to see it]" in start
    page = client.post(address(round_), {"said": [said[0].pk], "what": "done", "text": "Done: [say what, and where to see it]."})
    assert "Replace [say what, and where to see it] by your own words" in page.content.decode()
    assert not Response.objects.exists()


def test_brackets_in_what_somebody_said_stay_as_they_are() -> None:
    round_, said, lead, standing = asked(1)
    odd = making.make_contribution(said[0].participant, text="See [pain point] and [council].")
    answering.answer_many(
        by=lead, standing=standing, round_=round_, contributions=[odd.pk], what="wont", text="[what you said]", now=timezone.now()
    )
    assert Response.objects.get().text == "See [pain point] and [council]."


def test_all_that_are_listed_are_answered_over_every_page_but_not_when_the_list_has_changed() -> None:
    round_, said, lead, _ = asked(53)
    other = making.make_pain_point(round_.mission, reference="PP-OTHER")
    making.make_contribution(said[0].participant, text="Something else.", pain_point=other)
    client, url = client_of(lead), f"{address(round_)}?point={said[0].evidence.links.get().pain_point.reference}"
    data = {"everything": "on", "count": 52, "what": "will", "text": "Soon."}
    assert "The list has changed: 53 wait now" in client.post(url, data).content.decode()
    assert not Response.objects.exists()
    assert client.post(url, {**data, "count": 53}).status_code == 302
    assert Response.objects.count() == 53
    assert not Response.objects.filter(contribution__evidence__text="Something else.").exists()


def test_queries_stay_as_they_are_with_more_submissions() -> None:
    round_, _, lead, _ = asked(2)
    few = queries_of(client_of(lead), address(round_))
    point = round_.mission.pain_points.get()
    for _number in range(20):
        person = making.make_participant(round_, making.make_user(), making.make_council())
        making.make_contribution(person, pain_point=point)
    assert queries_of(client_of(lead), address(round_)) == few <= 12
