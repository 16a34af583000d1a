"""Writing and reviewing a draft standard: what is carried, what is answered, and what is published."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from codesign.actions import disposing, drafting, reviewing, running
from codesign.carrying import became
from codesign.draft_models import Comment, Disposition, DraftVersion, Element, ElementAnswer, ResponseDocument
from codesign.erasure import delete_votes
from codesign.models import Participant, Round
from missions.core.models import AuditRow, OutboxMessage
from missions.core.refusals import NotAllowed, NotNow
from missions.decisions.freezing import verify
from missions.people.models import User
from missions.stewardship.access import Standing, stand_on
from tests import making
from tests.codesign import drafts
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
Reviewed = tuple[DraftVersion, Round, list[Comment], User, Standing]


@pytest.fixture
def reviewed() -> Reviewed:
    """Three councils commented on the location; the round is still open."""
    mission = making.make_mission()
    version = drafts.make_version(mission)
    round_ = drafts.make_review(version)
    people = [making.make_participant(round_, making.make_user(), making.make_council()) for _ in range(3)]
    said = [drafts.make_comment(version, person, text=f"Comment {n}.") for n, person in enumerate(people)]
    lead = making.make_lead(mission)
    return version, round_, said, lead, stand_on(lead, mission.slug, on=making.TODAY)


def close(round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now())
    running.close_due(now=timezone.now())


def disposer(reviewed: Reviewed) -> Callable[..., int]:
    version, _, _, lead, standing = reviewed

    def dispose(comments: list[Comment], outcome: str = "accepted", **values: object) -> int:
        defaults = {"reason": "It is right.", "now": timezone.now(), **values}
        keys = [item.pk for item in comments]
        return disposing.dispose(by=lead, standing=standing, version=version, comments=keys, outcome=outcome, **defaults)  # type: ignore[arg-type]

    return dispose


def test_elements_are_the_same_changed_removed_or_new_by_their_identifier() -> None:
    def element(ref: str, title: str = "A", definition: str = "B") -> Element:
        return Element(ref=ref, title=title, definition=definition)

    earlier = [element("stays"), element("reworded"), element("renamed"), element("goes"), element("spaced", definition="B\nC")]
    later = [
        element("stays"),
        element("reworded", definition="Other words."),
        element("renamed", title="Z"),
        element("comes"),
        element("spaced", definition=" B  \r\nC\n"),
    ]
    assert became(earlier, later) == {
        "stays": "same",
        "reworded": "changed",
        "renamed": "changed",
        "goes": "removed",
        "spaced": "same",
        "comes": "added",
    }


def test_comments_are_carried_to_the_next_version(reviewed: Reviewed) -> None:
    version, _, said, lead, standing = reviewed
    drafts.make_comment(version, said[0].participant, "date", text="Which day?")
    drafts.make_comment(version, said[0].participant, "reference", text="Good.")
    later = drafting.next_version(by=lead, standing=standing, version=version, now=timezone.now())
    drafting.remove_element(by=lead, standing=standing, element=later.elements.get(ref="date"))
    location = later.elements.get(ref="location")
    drafting.edit_element(by=lead, standing=standing, element=location, title="Location", definition="An area.")
    page = client_of(lead).get(
        reverse("codesign:draft_comments", args=[version.draft.mission.slug, version.draft.slug, 2]), {"show": "earlier"}
    )
    states = page.context["states"]
    shown = {item.text: states[item.element_id] for item in page.context["page"]}
    changed = {f"Comment {n}.": "Changed" for n in range(3)}
    assert shown == {**changed, "Which day?": "Removed", "Good.": "Same"}
    assert Comment.objects.count() == 5


def test_a_version_under_review_stays_as_it_is(reviewed: Reviewed) -> None:
    version, _, _, lead, standing = reviewed
    element = version.elements.get(ref="date")
    with pytest.raises(NotNow, match="stays as it is"):
        drafting.edit_element(by=lead, standing=standing, element=element, title="Day", definition="Other.")
    with pytest.raises(NotNow, match="stays as it is"):
        drafting.remove_element(by=lead, standing=standing, element=element)
    element.refresh_from_db()
    assert element.title == "Date"


def test_there_is_one_next_version_and_identifiers_are_unique(reviewed: Reviewed) -> None:
    version, _, _, lead, standing = reviewed
    later = drafting.next_version(by=lead, standing=standing, version=version, now=timezone.now())
    with pytest.raises(NotNow, match="later version already"):
        drafting.next_version(by=lead, standing=standing, version=version, now=timezone.now())
    with pytest.raises(NotNow, match="has this identifier"):
        drafting.add_element(by=lead, standing=standing, version=later, ref="date", title="Day", definition="Other.")
    with pytest.raises(IntegrityError), transaction.atomic():
        later.elements.create(ref="date", position=9, title="Day", definition="Other.")


def test_comments_and_answers_are_taken_while_the_round_is_open_only() -> None:
    version = drafts.make_version(making.make_mission())
    round_ = drafts.make_review(version)
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    element = version.elements.get(ref="date")
    for value in ("have", "supplier"):
        reviewing.say_able(participant=participant, answers={element.pk: value}, product=None, now=timezone.now())
    assert list(ElementAnswer.objects.values_list("value", flat=True)) == ["supplier"]
    assert Participant.objects.get(pk=participant.pk).answered_at is not None
    with pytest.raises(NotNow, match="has closed"):
        reviewing.say_able(participant=participant, answers={element.pk: "have"}, product=None, now=round_.closes_at)
    with pytest.raises(NotNow, match="has closed"):
        reviewing.comment(participant=participant, element=element, text="Late.", disclosure="team", now=round_.closes_at)


def test_an_answer_about_another_draft_saves_nothing() -> None:
    mission = making.make_mission()
    version, elsewhere = drafts.make_version(mission), drafts.make_version(mission)
    participant = making.make_participant(drafts.make_review(version), making.make_user(), making.make_council())
    answers = {version.elements.all()[0].pk: "have", elsewhere.elements.all()[0].pk: "have"}
    with pytest.raises(NotNow, match="Open the page again"):
        reviewing.say_able(participant=participant, answers=answers, product=None, now=timezone.now())
    assert ElementAnswer.objects.count() == 0


def test_suppliers_comment_but_do_not_answer_for_a_council() -> None:
    version = drafts.make_version(making.make_mission())
    participant = making.make_participant(drafts.make_review(version), making.make_user(), making.make_council())
    participant.segment, participant.organisation = "supplier", None
    participant.save()
    element = version.elements.all()[0]
    with pytest.raises(NotAllowed, match="speak for a council"):
        reviewing.say_able(participant=participant, answers={element.pk: "have"}, product=None, now=timezone.now())
    reviewing.comment(participant=participant, element=element, text="Fine.", disclosure="public", now=timezone.now())
    page = client_of(participant.user).get(reverse("rounds:review", args=[participant.round_id])).content.decode()
    assert "Our supplier must change" not in page
    assert "(1 sent)" in page


def test_many_comments_are_answered_at_once_or_none_is(reviewed: Reviewed) -> None:
    version, _, said, _, _ = reviewed
    dispose = disposer(reviewed)
    elsewhere = drafts.make_version(version.draft.mission)
    stray = drafts.make_comment(elsewhere, said[0].participant)
    with pytest.raises(NotNow, match="none was changed"):
        dispose([*said, stray])
    assert Disposition.objects.count() == 0
    assert dispose(said, reason="Agreed.") == 3
    assert set(Disposition.objects.values_list("outcome", "reason")) == {("accepted", "Agreed.")}
    assert dispose(said[:1], "rejected", reason="On second thoughts.") == 1
    assert Disposition.objects.count() == 3
    rows = AuditRow.objects.filter(action="draft.dispose")
    assert "Agreed" not in str([row.detail for row in rows])


def test_a_broken_audit_takes_the_answers_back(reviewed: Reviewed, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **values: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(disposing, "record", broken)
    with pytest.raises(RuntimeError, match="no audit"):
        disposer(reviewed)(reviewed[2])
    assert Disposition.objects.count() == 0


def test_a_duplicate_names_another_comment_that_is_no_duplicate(reviewed: Reviewed) -> None:
    _, _, (first, second, third), _, _ = reviewed
    dispose = disposer(reviewed)
    for other in (None, first.pk, 10**9):
        with pytest.raises(NotNow):
            dispose([first], "duplicate", duplicate_of=other)
    dispose([first], "duplicate", duplicate_of=second.pk)
    with pytest.raises(NotNow, match="a duplicate itself"):
        dispose([third], "duplicate", duplicate_of=first.pk)
    with pytest.raises(NotNow, match="an answer of its own"):
        dispose([second], "duplicate", duplicate_of=third.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposition.objects.create(comment=third, outcome="duplicate", reason="Same.", decided_by=first.participant.user)


def test_the_response_waits_for_the_end_of_the_round_and_for_every_comment(reviewed: Reviewed) -> None:
    version, round_, said, lead, standing = reviewed

    def publish() -> ResponseDocument:
        return disposing.publish(by=lead, standing=standing, version=version, now=timezone.now())

    dispose = disposer(reviewed)
    with pytest.raises(NotNow, match="has closed"):
        publish()
    close(round_)
    with pytest.raises(NotNow, match="3 comments wait"):
        publish()
    with pytest.raises(NotNow, match="3 comments on the draft have no answer"):
        running.finish(by=lead, standing=standing, round_=round_, now=timezone.now())
    dispose(said)
    made = publish()
    assert verify(made.content, made.sha256)
    assert made.content["outcomes"]["accepted"] == 3
    assert {row["comment"] for row in made.content["elements"][1]["comments"]} == {item.pk for item in said}
    assert OutboxMessage.objects.filter(key__startswith="draft-response").count() == 3
    with pytest.raises(NotNow, match="can’t change any more"):
        dispose(said)
    with pytest.raises(NotNow, match="can’t change any more"):
        publish()
    running.finish(by=lead, standing=standing, round_=round_, now=timezone.now())


def test_the_database_keeps_a_published_response_as_it_is(reviewed: Reviewed) -> None:
    version, _, said, lead, _ = reviewed
    disposer(reviewed)(said)
    made = drafts.make_document(version, lead)
    with pytest.raises(DatabaseError), transaction.atomic():
        ResponseDocument.objects.filter(pk=made.pk).update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_the_response_shows_only_the_words_that_everybody_may_read(reviewed: Reviewed) -> None:
    version, _, said, lead, _ = reviewed
    for comment, disclosure in zip(said, ("public", "councils", "team"), strict=True):
        comment.disclosure = disclosure
        comment.save()
    disposer(reviewed)(said)
    made = drafts.make_document(version, lead)
    url = reverse("codesign:draft_response", args=[version.draft.mission.slug, version.draft.slug, 1])
    page = client_of(None).get(url).content.decode()
    assert [f"Comment {n}." in page for n in range(3)] == [True, False, False]
    assert "Comment 0." not in str(made.content)
    # Forgetting the author takes the words out, and the frozen part stays to the byte.
    delete_votes(said[0].participant.user_id)
    page = client_of(None).get(url).content.decode()
    assert "Comment 0." not in page
    assert "This is what was published, to the byte." in page
    people = [*(item.participant.user for item in said), lead]
    councils = [item.participant.organisation for item in said]
    assert not [person for person in people if person.email in str(made.content) or person.name in str(made.content)]
    assert not [council for council in councils if council is not None and council.name in str(made.content)]


def test_what_two_councils_could_deliver_is_not_published() -> None:
    version = drafts.make_version(making.make_mission())
    round_ = drafts.make_review(version)
    for values in (("have", "have", ""), ("have", "cannot", ""), ("derive", "", "")):
        drafts.make_answers(version, round_, making.make_council(), *values)
    content = drafts.make_document(version, making.make_user()).content
    assert [element["councils"] for element in content["elements"]] == [
        {"have": 2, "derive": 1, "supplier": 0, "cannot": 0, "split": 0},
        None,
        None,
    ]


def test_only_a_suppliers_own_people_read_its_list_without_names_of_councils() -> None:
    mission = making.make_mission()
    version = drafts.make_version(mission)
    round_ = drafts.make_review(version)
    supplier = making.make_supplier()
    council = making.make_council(name="Ayton")
    making.make_deployment(council, making.make_product(supplier))
    drafts.make_answers(version, round_, council, "supplier", "have", "have")
    contact, stranger = making.give(making.make_user(), "product-contact", supplier), making.make_user()
    lead = making.make_lead(mission)
    url = reverse("codesign:draft_to_do", args=[mission.slug, version.draft.slug, 1, supplier.code])
    assert "Ayton" in client_of(lead).get(url).content.decode()
    assert client_of(contact).get(url).status_code == 404
    drafts.make_document(version, lead)
    page = client_of(contact).get(url).content.decode()
    assert ("Reference" in page, "Ayton" in page) == (True, False)
    assert client_of(stranger).get(url).status_code == 404


def test_pages_take_the_same_queries_for_1_comment_and_for_40(reviewed: Reviewed) -> None:
    version, round_, said, lead, _ = reviewed
    mission, slug = version.draft.mission.slug, version.draft.slug
    team, officer = client_of(lead), client_of(said[0].participant.user)
    pages = [
        (team, reverse(f"codesign:{name}", args=[mission, slug, 1]))
        for name in ("draft_version", "draft_comments", "draft_forecast")
    ]
    pages += [(team, reverse("codesign:drafts", args=[mission]))]
    pages += [(officer, reverse(f"rounds:{name}", args=[round_.pk])) for name in ("review", "came_of_it", "take_part")]
    pages += [(officer, reverse("rounds:comment", args=[round_.pk, said[0].element_id]))]
    council = making.make_council()
    making.make_deployment(council, making.make_product(making.make_supplier()))
    drafts.make_answers(version, round_, council, "have", "have", "have")
    before = [queries_of(client, url) for client, url in pages]
    for number in range(4, 20):
        council = making.make_council()
        making.make_deployment(council, making.make_product(making.make_supplier()))
        drafts.make_comment(version, said[0].participant)
        element = version.elements.create(ref=f"element-{number}", position=number, title="More", definition="More.")
        by = drafts.make_answers(version, round_, council, "have", "supplier", *["have"] * (version.elements.count() - 2))
        Comment.objects.create(element=element, participant=by, text="More.", disclosure="team")
        drafts.make_version(version.draft.mission)
    assert [queries_of(client, url) for client, url in pages] == before
    assert max(before) <= 12


def test_a_review_joins_a_round_that_is_not_launched() -> None:
    mission = making.make_mission()
    version, lead = drafts.make_version(mission), making.make_lead(mission)
    standing = stand_on(lead, mission.slug, on=making.TODAY)
    launched, draft = making.make_round(mission), making.make_round(mission, status="draft")
    with pytest.raises(NotNow, match="hasn’t been launched"):
        drafting.put_to_review(by=lead, standing=standing, version=version, round_=launched, minutes=10)
    url = reverse("codesign:put_to_review", args=[mission.slug, version.draft.slug, 1])
    answer = client_of(lead).post(url, {"round": draft.pk, "minutes": 15})
    assert answer.status_code == 302
    preview = client_of(lead).get(reverse("codesign:preview_draft", args=[mission.slug, draft.slug])).content.decode()
    assert "about 15 minutes" in preview
    assert "We can derive it" in preview


def test_the_closing_moment_is_exact_for_a_response(reviewed: Reviewed) -> None:
    version, round_, said, _, _ = reviewed
    disposer(reviewed)(said)
    before = round_.closes_at - dt.timedelta(microseconds=1)
    assert disposing.why_not_publish(version, now=before) is not None
    assert disposing.why_not_publish(version, now=round_.closes_at) is None
