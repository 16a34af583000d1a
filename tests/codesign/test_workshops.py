"""What was said at workshops: entered by a facilitator, and nobody's position until the council confirms it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from codesign.actions import running, workshops
from codesign.links import confirm_path
from codesign.models import CameBy, Contribution, Participant, Round
from codesign.setup_models import Note
from missions.core.models import AuditRow, OutboxMessage
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.problems.models import Evidence, EvidenceSource
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from tests import making
from tests.making import client_of

pytestmark = pytest.mark.django_db
SAID = workshops.Minutes(("Trees are typed twice.", "Maps are out of date."), "councils", dt.date(2026, 8, 20))


def held() -> tuple[Round, User, Standing, list[Organisation]]:
    mission = making.make_mission()
    lead = making.make_lead(mission)
    return making.make_round(mission), lead, stand(lead, mission.slug, on=making.TODAY), [making.make_council() for _ in range(2)]


def entered(**values: object) -> tuple[Round, User, Standing]:
    round_, lead, standing, councils = held()
    invitees = [running.Invitee(f"w{n}@council.example", council, "council") for n, council in enumerate(councils)]
    options = {"councils": invitees, "minutes": SAID, "now": timezone.now(), **values}
    workshops.enter(by=lead, standing=standing, round_=round_, **options)  # type: ignore[arg-type]
    return round_, lead, standing


def test_each_council_is_asked_once_and_nothing_counts_before_it_answers() -> None:
    round_, lead, _ = entered()
    assert Note.objects.count() == 4
    assert set(OutboxMessage.objects.values_list("to_address", flat=True)) == {"w0@council.example", "w1@council.example"}
    assert set(round_.invitations.values_list("came_by", flat=True)) == {CameBy.WORKSHOP}
    assert (Evidence.objects.count(), Participant.objects.count()) == (0, 0)
    page = client_of(lead).get(reverse("codesign:notes", args=[round_.mission.slug, round_.slug])).content.decode()
    assert page.count("Not confirmed") == 4
    assert "Workshop notes (4 not confirmed)" in client_of(lead).get(round_.get_absolute_url()).content.decode()


def test_one_press_behind_the_link_makes_it_the_councils_own() -> None:
    round_, lead, _ = entered()
    invitation = round_.invitations.get(email="w0@council.example")
    client = client_of(None)
    page = client.get(confirm_path(invitation)).content.decode()
    assert "Trees are typed twice." in page
    assert Evidence.objects.count() == 0  # opening does nothing
    assert client.post(confirm_path(invitation)).status_code == 302
    said = Contribution.objects.filter(participant__invitation=invitation)
    assert {item.evidence.text for item in said} == set(SAID.texts)
    assert {(item.evidence.source, item.evidence.organisation, item.evidence.said_by.email) for item in said} == {  # type: ignore[union-attr]
        (EvidenceSource.WORKSHOP, invitation.organisation, "w0@council.example")
    }
    assert Participant.objects.get().answered_at is not None
    assert set(Note.objects.filter(invitation=invitation).values_list("text", flat=True)) == {""}
    shown = client_of(lead).get(round_.get_absolute_url()).content.decode()
    assert shown.count("Entered by a facilitator, confirmed") == 2


def test_a_council_may_leave_one_out_or_all() -> None:
    round_, _, _ = entered()
    first, second = round_.invitations.order_by("email")
    one = first.notes.get(text="Maps are out of date.")
    assert client_of(None).post(confirm_path(first), {"leave_out": one.pk}).status_code == 302
    assert [item.evidence.text for item in Contribution.objects.all()] == ["Trees are typed twice."]
    assert client_of(None).post(confirm_path(second), {"none": "yes"}).status_code == 302
    assert Contribution.objects.count() == 1
    assert Note.objects.exclude(declined_at=None).count() == 3
    # Who stands by nothing has answered nothing, and is asked for nothing more.
    assert Participant.objects.get(invitation=second).answered_at is None


def test_a_second_press_changes_nothing() -> None:
    round_, _, _ = entered()
    invitation = round_.invitations.order_by("email")[0]
    workshops.answer(invitation=invitation, left_out=[], now=timezone.now())
    with pytest.raises(NotNow, match="answered already"):
        workshops.answer(invitation=invitation, left_out=[], now=timezone.now())
    assert Contribution.objects.count() == 2


def test_confirming_opens_nobodys_account() -> None:
    round_, _, _ = entered()
    making.make_user("w0@council.example")
    client = client_of(None)
    client.post(confirm_path(round_.invitations.get(email="w0@council.example")))
    assert "_auth_user_id" not in client.session
    assert Contribution.objects.count() == 2


def test_nothing_is_entered_or_confirmed_after_the_close() -> None:
    round_, lead, standing = entered()
    with pytest.raises(NotNow, match="has closed"):
        workshops.answer(invitation=round_.invitations.all()[0], left_out=[], now=round_.closes_at)
    with pytest.raises(NotNow, match="has closed"):
        workshops.enter(by=lead, standing=standing, round_=round_, councils=[], minutes=SAID, now=round_.closes_at)
    assert Evidence.objects.count() == 0


def test_the_same_notes_are_not_asked_for_twice() -> None:
    round_, lead, standing = entered()
    invitees = [running.Invitee(row.email, row.organisation, "council") for row in round_.invitations.all()]
    assert workshops.enter(by=lead, standing=standing, round_=round_, councils=invitees, minutes=SAID, now=timezone.now()) == 0
    assert OutboxMessage.objects.count() == 2


def test_an_address_speaks_for_one_council() -> None:
    round_, lead, standing = entered()
    elsewhere = [running.Invitee("w0@council.example", making.make_council(), "council")]
    with pytest.raises(NotNow, match="another body"):
        workshops.enter(by=lead, standing=standing, round_=round_, councils=elsewhere, minutes=SAID, now=timezone.now())
    supplier = [running.Invitee("s@supplier.example", None, "supplier")]
    with pytest.raises(NotNow, match="councils only"):
        workshops.enter(by=lead, standing=standing, round_=round_, councils=supplier, minutes=SAID, now=timezone.now())


def test_who_only_watches_enters_nothing() -> None:
    round_, _, _, _ = held()
    observer = making.give(making.make_user(), "observer", round_.mission)
    with pytest.raises(NotAllowed):
        workshops.enter(
            by=observer,
            standing=stand(observer, round_.mission.slug, on=making.TODAY),
            round_=round_,
            councils=[],
            minutes=SAID,
            now=timezone.now(),
        )


def test_a_note_is_taken_back_until_it_is_answered() -> None:
    _, lead, standing = entered()
    first, second = Note.objects.filter(invitation__email="w0@council.example").order_by("pk")
    workshops.withdraw_note(by=lead, standing=standing, note=first)
    workshops.answer(invitation=second.invitation, left_out=[], now=timezone.now())
    with pytest.raises(NotNow, match="can’t be taken back"):
        workshops.withdraw_note(by=lead, standing=standing, note=second)
    assert Contribution.objects.count() == 1


def test_the_database_refuses_both_answers_at_once() -> None:
    entered()
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.update(confirmed_at=timezone.now(), declined_at=timezone.now())


def test_no_audit_row_holds_what_was_said() -> None:
    round_, _, _ = entered()
    workshops.answer(invitation=round_.invitations.all()[0], left_out=[], now=timezone.now())
    rows = AuditRow.objects.filter(action__in=("round.enter-notes", "round.answer-notes"))
    assert rows.count() == 2
    assert not any("Trees" in str(row.detail) or "@" in str(row.detail) for row in rows)


def test_every_wrong_line_is_told_at_once_and_nothing_is_saved() -> None:
    round_, lead, _, councils = held()
    url = reverse("codesign:enter_notes", args=[round_.mission.slug, round_.slug])
    lines = f"nobody, {councils[0].name}\nb@council.example, Atlantis"
    page = (
        client_of(lead).post(url, {"addresses": lines, "texts": "\n".join(["x"] * 31), "disclosure": "public"}).content.decode()
    )
    for sentence in ("Line 1: “nobody”", "Line 2: No single council", "at most 30 things", "Enter the day of the workshop"):
        assert sentence in page
    assert Note.objects.count() == 0
