"""Saying what hurts: kept while it is typed, compared with what others said, and read only by whom its author chose."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from codesign.actions import taking_part
from codesign.actions.weighing import rank
from codesign.models import Contribution, Moderated, Participant, Round
from codesign.setup_models import Unsent
from missions.core.models import AuditRow
from missions.people.actions import forget
from missions.people.models import User
from missions.problems.models import Evidence, PainPoint, Supporter
from tests import making
from tests.making import client_of

pytestmark = pytest.mark.django_db
SAID = {"text": "We type every tree preservation order into two systems.", "severity": "3", "disclosure": "public"}


def two(**values: Any) -> tuple[Round, Participant, Participant, Contribution]:
    """Somebody who has said something, and somebody of another council who is about to."""
    round_ = making.make_round(making.make_mission())
    first, second = (making.make_participant(round_, making.make_user(), making.make_council()) for _ in range(2))
    said = making.make_contribution(first, **{"text": "Every tree preservation order is typed into two systems here.", **values})
    return round_, first, second, said


def send(participant: Participant, **values: Any) -> Any:
    url = reverse("rounds:submit", args=[participant.round_id])
    return client_of(participant.user).post(url, {**SAID, **values})


def test_what_is_alike_is_shown_before_it_is_sent() -> None:
    _, _, second, said = two()
    page = send(second).content.decode()
    assert "Is it the same?" in page
    assert said.evidence.text in page
    assert Contribution.objects.count() == 1
    # What was typed is there still, and the author may say how it differs.
    answer = send(second, seen=said.pk, how_it_differs="Ours are hedges.")
    assert answer.status_code == 302
    assert Evidence.objects.get(said_by=second.user).how_it_differs == "Ours are hedges."


def test_standing_behind_it_counts_both_councils_and_sends_nothing() -> None:
    round_, first, second, said = two()
    point = making.make_pain_point(round_.mission)
    point.evidence_links.create(evidence=said.evidence, basis="judgement")
    assert PainPoint.objects.with_figures().get(pk=point.pk).councils_affected == 1  # type: ignore[attr-defined]
    assert send(second, support=said.pk).status_code == 302
    assert send(second, support=said.pk).status_code == 302  # a double click
    assert Supporter.objects.count() == 1
    assert Contribution.objects.count() == 1
    assert PainPoint.objects.with_figures().get(pk=point.pk).councils_affected == 2  # type: ignore[attr-defined]
    assert Participant.objects.get(pk=second.pk).answered_at is not None
    page = client_of(second.user).get(reverse("rounds:take_part", args=[round_.pk])).content.decode()
    assert "What you stand behind" in page
    assert send(first, support=said.pk).status_code == 404


def test_a_council_that_said_it_and_stands_behind_another_is_counted_once() -> None:
    round_, first, second, said = two()
    point = making.make_pain_point(round_.mission)
    other = making.make_contribution(second)
    for item in (said, other):
        point.evidence_links.create(evidence=item.evidence, basis="judgement")
    taking_part.support(participant=second, contribution=said, now=timezone.now())
    taking_part.support(participant=first, contribution=other, now=timezone.now())
    assert PainPoint.objects.with_figures().get(pk=point.pk).councils_affected == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("disclosure", "segment", "shown"),
    [
        ("public", "council", True),
        ("councils", "council", True),
        ("team", "council", False),
        ("public", "supplier", True),
        ("councils", "supplier", False),
        ("team", "supplier", False),
    ],
)
def test_only_what_its_author_lets_them_read_is_shown(disclosure: str, segment: str, shown: bool) -> None:
    _, _, second, said = two(disclosure=disclosure)
    Participant.objects.filter(pk=second.pk).update(segment=segment)
    answer = send(second)
    assert (answer.status_code == 200) == shown
    assert send(second, support=said.pk).status_code == (302 if shown else 404)


def test_what_was_left_out_or_is_about_something_else_is_not_shown() -> None:
    _, _, second, said = two()
    assert send(second, text="Our printer prints maps upside down.").status_code == 302
    Moderated.objects.create(contribution=said, reason="It is advertising.", decided_by=making.make_user())
    assert send(second).status_code == 302


def test_only_the_team_may_read_it_needs_a_reason_and_others_drop_it() -> None:
    _, _, second, _ = two()
    page = send(second, text="Something else entirely.", disclosure="team").content.decode()
    assert "Say what makes it commercially sensitive" in page
    assert send(second, text="Something else entirely.", disclosure="team", sensitive_because="A price.").status_code == 302
    assert Evidence.objects.get(said_by=second.user).sensitive_because == "A price."


def test_what_is_typed_is_kept_with_a_script_and_without_one_and_nobody_else_sees_it() -> None:
    round_, _, second, _ = two()
    client, url = client_of(second.user), reverse("rounds:submit", args=[round_.pk])
    answer = client.post(url, {"text": "Half a sen"}, headers={"HX-Request": "true"})
    assert "Kept at" in answer.content.decode()
    assert client.post(url, {"text": "Half a sentence", "severity": "4", "later": "yes"}).status_code == 302
    assert "Started, not sent" in client.get(reverse("rounds:take_part", args=[round_.pk])).content.decode()
    page = client_of(second.user).get(url)
    assert page.context["form"]["text"].value() == "Half a sentence"
    assert page.context["form"]["severity"].value() == "4"
    lead = making.make_lead(round_.mission)
    for path in (round_.get_absolute_url(), reverse("codesign:moderation", args=[round_.mission.slug, round_.slug])):
        assert "Half a sentence" not in client_of(lead).get(path).content.decode()
    assert [row.detail for row in AuditRow.objects.filter(action="round.keep-unsent")] == [{}]
    assert send(second, text="Something else entirely.").status_code == 302
    assert Unsent.objects.count() == 0


def test_a_closed_round_keeps_nothing_more() -> None:
    round_, _, second, _ = two()
    Round.objects.update(closes_at=timezone.now())
    assert send(second, later="yes").status_code == 409
    assert Unsent.objects.count() == 0
    assert round_.pk


def test_forgetting_empties_every_word() -> None:
    round_, _, second, _ = two()
    words = {"shown_by": "My diary", "sensitive_because": "A price", "system_in_use": "Ours", "who_it_hurts": "Me"}
    assert send(second, text="Something else entirely.", disclosure="team", **words).status_code == 302
    taking_part.keep_unsent(participant=second, typed={"text": "More"}, now=timezone.now())
    boss = making.make_user(is_administrator=True)
    forget(by=boss, user=User.objects.get(pk=second.user_id))
    kept = Evidence.objects.get(said_by=second.user_id)
    assert [kept.text, kept.shown_by, kept.sensitive_because, kept.system_in_use, kept.who_it_hurts] == [""] * 5
    assert Unsent.objects.count() == 0
    assert round_.pk


def test_comparing_takes_the_same_queries_with_2_000_submissions() -> None:
    round_, first, second, _ = two()
    client, url = client_of(second.user), reverse("rounds:submit", args=[round_.pk])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.post(url, SAID).status_code == 200
        return len(captured)

    queries()
    few = queries()
    made = Evidence.objects.bulk_create(
        Evidence(
            mission=round_.mission,
            source="round",
            text=f"Tree preservation order {n} is typed into two systems.",
            disclosure="public",
        )
        for n in range(2_000)
    )
    Contribution.objects.bulk_create(Contribution(participant=first, evidence=item) for item in made)
    assert queries() == few <= 12


def test_the_page_says_what_is_left_and_how_long_it_takes() -> None:
    """Three parts of a round of 10 minutes: after one, two are left, which is two thirds of the time, rounded up."""
    round_ = making.make_round(making.make_mission(), weighing="rank")
    things = [round_.items.create(position=place, text=text).pk for place, text in ((1, "Maps"), (2, "Trees"))]
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    client, url = client_of(participant.user), reverse("rounds:take_part", args=[round_.pk])
    assert "parts left" not in client.get(url).content.decode()
    making.make_contribution(participant)
    assert "you have 2 of 3 parts left, about 7 minutes" in client.get(url).content.decode()
    answers = dict.fromkeys(round_.statements.values_list("pk", flat=True), 1)
    taking_part.vote(participant=participant, answers=answers, now=timezone.now())
    assert "you have 1 of 3 parts left, about 4 minutes" in client.get(url).content.decode()
    rank(participant=participant, order=things, now=timezone.now())
    assert "you have done every part" in client.get(url).content.decode()
