"""Putting submissions together without loss, undoing it, and moderation with a log."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from codesign.actions import merging, moderating, running
from codesign.models import Contribution, Merge, Moderated, Response, Round
from codesign.reminders import unmoderated
from missions.core.models import OutboxMessage
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.problems.actions import link_evidence
from missions.problems.models import EvidenceLink, PainPoint
from missions.stewardship.access import Standing, stand_on
from tests import making
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def said_alike(count: int = 3) -> tuple[Round, list[Contribution], PainPoint, User, Standing]:
    round_ = making.make_round(making.make_mission())
    people = [making.make_participant(round_, making.make_user(), making.make_council()) for _ in range(count)]
    said = [
        making.make_contribution(person, text=f"We type tree orders twice, {number}.") for number, person in enumerate(people)
    ]
    lead = making.make_lead(round_.mission)
    return round_, said, making.make_pain_point(round_.mission), lead, stand_on(lead, round_.mission.slug, on=making.TODAY)


def together(round_: Round, said: list[Contribution], point: PainPoint, lead: User, standing: Standing) -> Merge:
    keys = [item.pk for item in said]
    return merging.merge(by=lead, standing=standing, round_=round_, contributions=keys, pain_point=point, now=timezone.now())


def links() -> set[tuple[int, int]]:
    return set(EvidenceLink.objects.values_list("pain_point", "evidence"))


def test_councils_are_the_union_and_every_word_stays() -> None:
    round_, said, point, lead, standing = said_alike()
    # A second submission of the first council, under the pain point already.
    again = making.make_contribution(said[0].participant, text="Again.", pain_point=point)
    words = set(Contribution.objects.values_list("evidence__text", flat=True))
    together(round_, [*said, again], point, lead, standing)
    figures = PainPoint.objects.with_figures().get(pk=point.pk)
    assert (getattr(figures, "pieces"), getattr(figures, "councils_affected")) == (4, 3)  # noqa: B009
    assert set(Contribution.objects.values_list("evidence__text", flat=True)) == words


def test_undoing_restores_exactly_what_was() -> None:
    round_, said, point, lead, standing = said_alike()
    link_evidence(by=lead, standing=standing, evidence=said[0].evidence, pain_point=point)
    before = links()
    made = together(round_, said, point, lead, standing)
    assert len(links()) == 3
    merging.undo(by=lead, standing=standing, merge=made, now=timezone.now())
    assert links() == before
    with pytest.raises(NotNow, match="undone already"):
        merging.undo(by=lead, standing=standing, merge=made, now=timezone.now())


def test_undoing_one_of_two_merges_leaves_the_others_links() -> None:
    round_, said, point, lead, standing = said_alike()
    first = together(round_, said[:2], point, lead, standing)
    second = together(round_, said[1:], point, lead, standing)
    merging.undo(by=lead, standing=standing, merge=first, now=timezone.now())
    assert links() == {(point.pk, item.evidence_id) for item in said[1:]}
    merging.undo(by=lead, standing=standing, merge=second, now=timezone.now())
    assert links() == set()


def test_merging_is_possible_after_votes_and_after_closing() -> None:
    round_, said, point, lead, standing = said_alike()
    running.close_due(now=round_.closes_at)
    together(round_, said, point, lead, standing)
    assert len(links()) == 3


def test_authors_are_told_once_and_may_object() -> None:
    round_, said, point, lead, standing = said_alike()
    again = making.make_contribution(said[0].participant, text="Again.")
    made = together(round_, [*said, again], point, lead, standing)
    told = list(OutboxMessage.objects.filter(key__startswith="round-merged").values_list("to_address", flat=True))
    assert sorted(told) == sorted(item.participant.user.email for item in said)
    part = made.parts.get(contribution=said[1])
    client = making.client_of(said[1].participant.user)
    path = reverse("rounds:object", args=[round_.pk, part.pk])
    assert path in client.get(reverse("rounds:came_of_it", args=[round_.pk])).content.decode()
    assert client.post(path, {"text": "Mine is about maps."}).status_code == 302
    page = making.client_of(lead).get(reverse("codesign:merges", args=[round_.mission.slug, round_.slug])).content.decode()
    assert "The author objects" in page
    assert "Mine is about maps." in page
    assert making.client_of(said[0].participant.user).get(path).status_code == 404


def test_fewer_than_two_or_from_another_round_are_refused() -> None:
    round_, said, point, lead, standing = said_alike()
    elsewhere = said_alike()[1]
    with pytest.raises(NotNow, match="at least two"):
        together(round_, [said[0], *elsewhere], point, lead, standing)
    assert not Merge.objects.exists()


def test_a_broken_audit_write_undoes_the_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    round_, said, point, lead, standing = said_alike()

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(merging, "record", fails)
    with pytest.raises(RuntimeError):
        together(round_, said, point, lead, standing)
    assert links() == set()
    assert not Merge.objects.exists()


def test_the_page_offers_those_alike_first_and_merges() -> None:
    round_, said, _, lead, _ = said_alike()
    making.make_contribution(said[0].participant, text="Money is short.")
    client = making.client_of(lead)
    path = reverse("codesign:merge", args=[round_.mission.slug, round_.slug])
    offered = client.get(f"{path}?like={said[0].pk}").context["form"].fields["said"].queryset
    assert {item.pk for item in offered} == {item.pk for item in said}
    assert "Money is short." in client.get(path).content.decode()
    answer = client.post(path, {"said": [said[0].pk], "title": "Orders are typed twice", "barrier": "process"})
    assert "Choose at least two submissions." in answer.content.decode()
    assert not PainPoint.objects.filter(title="Orders are typed twice").exists()
    answer = client.post(path, {"said": [item.pk for item in said], "title": "Orders are typed twice", "barrier": "process"})
    assert answer.status_code == 302
    assert EvidenceLink.objects.filter(pain_point__title="Orders are typed twice").count() == 3


def test_a_rejected_submission_has_its_answer_and_is_not_merged() -> None:
    round_, said, point, lead, standing = said_alike(2)
    reason = round_.reasons[0]
    moderating.reject(by=lead, standing=standing, contribution=said[0], reason=reason, now=timezone.now())
    assert reason in Response.objects.get(contribution=said[0]).text
    with pytest.raises(NotNow, match="Rejected ones"):
        together(round_, said, point, lead, standing)
    with pytest.raises(NotNow, match="already"):
        moderating.reject(by=lead, standing=standing, contribution=said[0], reason=reason, now=timezone.now())
    assert (
        moderating.accept(by=lead, standing=standing, round_=round_, contributions=[item.pk for item in said], now=timezone.now())
        == 1
    )


def test_only_the_agreed_reasons_count() -> None:
    _, said, _, lead, standing = said_alike(1)
    with pytest.raises(NotNow, match="agreed"):
        moderating.reject(by=lead, standing=standing, contribution=said[0], reason="We don’t like it.", now=timezone.now())
    assert not Moderated.objects.exists()


def test_the_log_holds_no_names_and_no_words() -> None:
    round_, said, _, lead, standing = said_alike(3)
    reason = round_.reasons[1]
    moderating.reject(by=lead, standing=standing, contribution=said[1], reason=reason, now=timezone.now())
    client = making.client_of(lead)
    slug = [round_.mission.slug, round_.slug]
    client.post(reverse("codesign:accept", args=slug), {"said": [said[0].pk, said[2].pk]})
    answer = client.get(reverse("codesign:download_moderation", args=slug))
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(content)))
    decided = [(row["submission"], row["decision"], row["reason"]) for row in rows]
    assert decided == [
        (str(said[1].pk), "rejected", reason),
        (str(said[0].pk), "accepted", ""),
        (str(said[2].pk), "accepted", ""),
    ]
    for item in said:
        assert item.evidence.text not in content
        assert item.participant.user.email not in content
        assert str(item.participant.organisation) not in content


def test_pages_take_the_same_queries_for_1_and_for_50() -> None:
    counts = []
    for number in (2, 30):
        round_, said, point, lead, standing = said_alike(number)
        together(round_, said, point, lead, standing)
        moderating.accept(by=lead, standing=standing, round_=round_, contributions=[said[0].pk], now=timezone.now())
        client = making.client_of(lead)
        slug = [round_.mission.slug, round_.slug]
        paths = [reverse(f"codesign:{name}", args=slug) for name in ("merge", "merges", "moderation", "round")]
        counts.append([queries_of(client, path) for path in [*paths, f"{paths[0]}?words=tree"]])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def test_the_owner_is_reminded_once_while_something_waits() -> None:
    round_, said, _, lead, standing = said_alike(2)
    Round.objects.filter(pk=round_.pk).update(owner=lead)
    now = timezone.now()
    assert list(unmoderated(now)) == []
    later = now + dt.timedelta(days=2)
    [first] = unmoderated(later)
    assert (first.to_user_id, first.mission_id) == (lead.pk, round_.mission_id)
    assert [item.key for item in unmoderated(later + dt.timedelta(days=1))] == [first.key]
    moderating.accept(by=lead, standing=standing, round_=round_, contributions=[said[0].pk], now=later)
    [second] = unmoderated(later)
    assert second.key != first.key
    moderating.accept(by=lead, standing=standing, round_=round_, contributions=[said[1].pk], now=later)
    assert list(unmoderated(later)) == []
