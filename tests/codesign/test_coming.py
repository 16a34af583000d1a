"""Coming to a round: by an address of one's council, handed on by a colleague, from a file; and what is known of each invitation."""

import datetime as dt
import io
import smtplib
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from codesign.actions import coming, running
from codesign.invitation_import import read
from codesign.invitations import with_how_far
from codesign.links import join_path, letter_key, token_of
from codesign.models import CameBy, Invitation, Participant, Round
from codesign.setup_models import OpenTo
from missions.core import mail
from missions.core.jobs import run_waiting
from missions.core.models import Job, OutboxMessage, StoredFile
from missions.core.refusals import NotNow
from missions.people.actions import forget
from missions.register.models import Organisation
from missions.stewardship.access import stand
from tests import making
from tests.making import client_of

pytestmark = pytest.mark.django_db


def opened(domain: str = "dorset.example") -> tuple[Round, Organisation]:
    round_ = making.make_round(making.make_mission())
    council = making.make_council()
    OpenTo.objects.create(round=round_, organisation=council, domain=domain)
    return round_, council


def come(round_: Round, email: str) -> Any:
    return client_of(None).post(reverse("rounds:come", args=[round_.pk]), {"email": email})


def test_an_address_of_the_council_gets_a_link_and_speaks_for_it() -> None:
    round_, council = opened()
    assert "Look into your e-mail" in come(round_, "Jo@Dorset.example").content.decode()
    made = Invitation.objects.get()
    assert (made.email, made.organisation, made.came_by) == ("jo@dorset.example", council, CameBy.DOMAIN)
    letter = OutboxMessage.objects.get()
    assert (letter.to_address, join_path(made) in letter.text) == ("jo@dorset.example", True)
    # Asking is not joining: only the link, opened where that mail is read, starts anything.
    assert Participant.objects.count() == 0


@pytest.mark.parametrize("email", ["jo@else.example", "jo@dorset.example.evil.example", "jo@sub.dorset.example", "jo@gmail.com"])
def test_other_addresses_get_nothing_and_are_told_what_to_do(email: str) -> None:
    round_, _ = opened()
    page = come(round_, email).content.decode()
    assert "Use the address that your council gave you" in page
    assert (Invitation.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_who_asks_again_gets_the_same_link_once_a_day_and_is_invited_once() -> None:
    round_, _ = opened()
    for _ in range(3):
        come(round_, "jo@dorset.example")
    assert (Invitation.objects.count(), OutboxMessage.objects.count()) == (1, 2)


def test_who_was_taken_back_gets_no_link() -> None:
    round_, council = opened()
    making.make_invitation(round_, council, "jo@dorset.example", withdrawn_at=timezone.now())
    come(round_, "jo@dorset.example")
    assert OutboxMessage.objects.count() == 0


def test_a_closed_round_sends_nothing_and_one_that_is_open_to_nobody_is_not_shown() -> None:
    round_, _ = opened()
    Round.objects.update(closes_at=timezone.now())
    assert come(round_, "jo@dorset.example").status_code == 409
    OpenTo.objects.all().delete()
    assert client_of(None).get(reverse("rounds:come", args=[round_.pk])).status_code == 404


def test_asking_is_rate_limited() -> None:
    round_, _ = opened()
    client = client_of(None)
    url = reverse("rounds:come", args=[round_.pk])
    assert [client.post(url, {"email": f"a{n}@dorset.example"}).status_code for n in range(31)][-2:] == [200, 429]


def test_the_database_gives_a_domain_to_one_council() -> None:
    round_, _ = opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenTo.objects.create(round=round_, organisation=making.make_council(), domain="dorset.example")


def test_every_wrong_council_is_told_at_once() -> None:
    mission = making.make_mission()
    round_ = making.make_round(mission)
    making.make_council("DOV", name="Dover", email_domain="dover.example")
    making.make_council("AYT", name="Ayton")
    client, url = client_of(making.make_lead(mission)), reverse("codesign:doors", args=[mission.slug, round_.slug])
    lines = "Dover, else.example\nAyton\nAtlantis\nAyton, gmail.com\nAyton, not a domain"
    page = client.post(url, {"councils": lines}).content.decode()
    for sentence in (
        "Line 1: The e-mail domain of Dover is dover.example",
        "Line 2: We don’t know the e-mail domain of Ayton",
        "Line 3: No single council is known as “Atlantis”",
        "Line 4: Anybody can have an address at gmail.com",
        "Line 5: “not a domain” is not an e-mail domain",
    ):
        assert sentence in page
    assert OpenTo.objects.count() == 0
    assert client.post(url, {"councils": "dov\nAyton, @ayton.example"}).status_code == 302
    assert set(OpenTo.objects.values_list("domain", flat=True)) == {"dover.example", "ayton.example"}


def handed(email: str, **values: Any) -> tuple[Invitation, Any]:
    round_ = making.make_round(making.make_mission())
    invitation = making.make_invitation(round_, making.make_council(**values), "jo@dorset.example")
    url = reverse("rounds:hand_on", args=[token_of(invitation)])
    return invitation, client_of(None).post(url, {"email": email})


def test_a_colleague_gets_a_link_of_their_own_and_the_first_one_ends() -> None:
    invitation, answer = handed("sam@dorset.example")
    assert "Handed on" in answer.content.decode()
    made = Invitation.objects.get(email="sam@dorset.example")
    assert (made.organisation, made.handed_on_by, made.came_by) == (invitation.organisation, invitation, CameBy.COLLEAGUE)
    assert OutboxMessage.objects.get().to_address == "sam@dorset.example"
    old = client_of(None).get(join_path(invitation))
    assert (old.status_code, "was handed on to a colleague" in old.content.decode()) == (409, True)
    assert [far.words for _, far in with_how_far(made.round, [Invitation.objects.get(pk=invitation.pk)])] == [
        "Handed on to a colleague"
    ]


@pytest.mark.parametrize(
    ("email", "domain"), [("sam@else.example", ""), ("sam@dorset.example", "council.example"), ("nobody", ""), ("", "")]
)
def test_it_is_handed_on_within_the_council_only(email: str, domain: str) -> None:
    invitation, answer = handed(email, email_domain=domain)
    assert "There is a problem" in answer.content.decode()
    assert Invitation.objects.get() == invitation
    assert OutboxMessage.objects.count() == 0


def test_who_was_asked_already_is_not_asked_twice() -> None:
    round_ = making.make_round(making.make_mission())
    council = making.make_council()
    mine = making.make_invitation(round_, council, "jo@dorset.example")
    making.make_invitation(round_, council, "sam@dorset.example")
    with pytest.raises(NotNow, match="asked already"):
        coming.hand_on(invitation=mine, email="sam@dorset.example", now=timezone.now())


def test_who_has_joined_hands_on_signed_in_and_who_has_answered_does_not() -> None:
    round_ = making.make_round(making.make_mission())
    officer = making.make_user("jo@dorset.example")
    participant = making.make_participant(round_, officer, making.make_council())
    url = reverse("rounds:hand_on", args=[token_of(participant.invitation)])
    assert client_of(None).post(url, {"email": "sam@dorset.example"}).status_code == 403
    Participant.objects.update(answered_at=timezone.now())
    assert "You have answered already" in client_of(officer).post(url, {"email": "sam@dorset.example"}).content.decode()
    Participant.objects.update(answered_at=None)
    assert "Handed on" in client_of(officer).post(url, {"email": "sam@dorset.example"}).content.decode()
    assert client_of(officer).get(reverse("rounds:take_part", args=[round_.pk])).status_code == 404


CSV = "email,council,speaks as\njo@dorset.example,Dorset,\nsam@soft.example,,supplier\n"


def sent(content: bytes, name: str = "people.csv") -> tuple[Round, Any, Any]:
    mission = making.make_mission()
    round_ = making.make_round(mission)
    if not Organisation.objects.filter(code="DST").exists():
        making.make_council("DST", name="Dorset", email_domain="dorset.example")
    client = client_of(making.make_lead(mission))
    file = io.BytesIO(content)
    file.name = name
    answer = client.post(reverse("codesign:invite_file", args=[mission.slug, round_.slug]), {"file": file})
    return round_, client, answer


def test_a_file_is_previewed_and_invites_nobody_before_it_is_confirmed() -> None:
    round_, client, answer = sent(CSV.encode())
    run_waiting(now=timezone.now() + dt.timedelta(minutes=1))
    page = client.get(answer["Location"]).content.decode()
    assert "jo@dorset.example, Dorset" in page
    assert (round_.invitations.count(), OutboxMessage.objects.count()) == (0, 0)
    client.post(answer["Location"], {"choice": "all"})
    run_waiting(now=timezone.now() + dt.timedelta(minutes=1))
    assert set(round_.invitations.values_list("email", "segment")) == {
        ("jo@dorset.example", "council"),
        ("sam@soft.example", "supplier"),
    }
    assert OutboxMessage.objects.count() == 2


def test_a_second_sending_invites_nobody_twice() -> None:
    round_, client, answer = sent(CSV.encode())
    for _ in range(2):
        answer = client.post(
            reverse("codesign:invite_file", args=[round_.mission.slug, round_.slug]), {"file": _named(CSV.encode())}
        )
        run_waiting(now=timezone.now() + dt.timedelta(minutes=1))
        client.post(answer["Location"], {"choice": "all"})
        run_waiting(now=timezone.now() + dt.timedelta(minutes=1))
    assert Job.objects.latest("pk").report["created"] == 0
    assert Job.objects.latest("pk").report["unchanged"] == 2
    assert (round_.invitations.count(), OutboxMessage.objects.count()) == (2, 2)


def _named(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "people.csv"
    return file


def test_every_wrong_row_is_told_at_once() -> None:
    making.make_council("DST", name="Dorset", email_domain="dorset.example")
    lines = [
        "email,council,speaks as",
        "jo@dorset.example,Dorset,",
        "JO@dorset.example,DST,",
        "ann@else.example,Dorset,",
        "bob@dorset.example,Atlantis,",
        "not an address,Dorset,",
        "cat@dorset.example,Dorset,mayor",
        '"=HYPERLINK(""http://evil.example"")",Dorset,',
    ]
    rows, problems = read("\n".join(lines).encode())
    assert [row.line for row in rows] == [2]
    assert sorted(problem.line for problem in problems) == [3, 4, 5, 6, 7, 8]
    said = {problem.line: problem.what for problem in problems}
    assert "stands in line 2 already" in said[3]
    assert "end in @dorset.example" in said[4]
    assert "No single council" in said[5]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"<html><script>alert(1)</script></html>", "page.csv"),
        (b"%PDF-1.7", "people.csv"),
        (b"\xd0\xcf\x11\xe0", "old.xls"),
        (b"email;council\x00", "nul.csv"),
        (b"PK\x03\x04not a workbook", "people.xlsx"),
        (b"name,council\nJo,Dorset\n", "wrong.csv"),
        (b'email,council\n"jo@dorset.example,Dorset\n' * 3, "open-quote.csv"),
    ],
)
def test_hostile_files_end_in_words_and_leave_nothing(content: bytes, name: str) -> None:
    _, client, answer = sent(content, name)
    if answer.status_code == 302:
        run_waiting(now=timezone.now() + dt.timedelta(minutes=1))
        answer = client.get(answer["Location"])
    assert answer.status_code == 200
    assert Invitation.objects.count() == 0
    assert not Job.objects.exclude(error="").exclude(trace="").exists()


def test_the_list_says_what_came_back_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    mission = making.make_mission()
    lead = making.make_lead(mission)
    round_ = making.make_round(mission)
    standing = stand(lead, mission.slug, on=making.TODAY)
    council = making.make_council()
    addresses = ("gone@council.example", "full@council.example", "well@council.example", "manual@council.example")
    invitees = [running.Invitee(address, council, "council") for address in addresses]
    running.invite(by=lead, standing=standing, round_=round_, invitees=invitees, now=timezone.now())
    refusals = {"gone@council.example": 550, "full@council.example": 452}

    def send(self: Any, fail_silently: bool = False) -> int:
        code = refusals.get(self.to[0])
        if code:
            raise smtplib.SMTPRecipientsRefused({self.to[0]: (code, b"no")})
        return 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    mail.deliver_waiting(now=timezone.now() + dt.timedelta(seconds=1))
    client = client_of(lead)
    manual = round_.invitations.get(email="manual@council.example")
    url = reverse("codesign:came_back", args=[mission.slug, round_.slug, manual.pk])
    assert (client.post(url).status_code, client.post(url).status_code) == (302, 409)
    found = {row.email.split("@")[0]: far for row, far in with_how_far(round_, round_.invitations.all())}
    assert found["gone"].words == found["manual"].words == "The e-mail came back"
    assert found["full"].words == "The e-mail couldn’t be delivered yet"
    assert not found["well"].is_stuck
    page = client.get(round_.get_absolute_url()).content.decode()
    assert page.count("invite the right address.") == 2
    # What came back is not tried again; what may still arrive is.
    later = timezone.now() + dt.timedelta(hours=2)
    assert set(OutboxMessage.objects.waiting(later).values_list("to_address", flat=True)) == {"full@council.example"}
    assert OutboxMessage.objects.get(key=letter_key(manual)).returned_at is not None


def as_workbook(text: str) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for line in text.splitlines():
        book.active.append(line.split(","))  # type: ignore[union-attr]
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_forgetting_somebody_empties_the_files_and_notes_that_name_them(kind: str) -> None:
    round_, _, answer = sent(CSV.encode() if kind == "csv" else as_workbook(CSV), f"people.{kind}")
    run_waiting(now=timezone.now() + dt.timedelta(minutes=1))
    job = Job.objects.get()
    assert "jo@dorset.example" in str(job.report)
    person = making.make_user("jo@dorset.example")
    invitation = making.make_invitation(round_, making.make_council(), person.email)
    note = invitation.notes.create(text="Jo said so.", disclosure="team", held_on=making.TODAY, entered_by=making.make_user())
    forget(by=making.make_user(is_administrator=True), user=person)
    job.refresh_from_db()
    note.refresh_from_db()
    assert bytes(StoredFile.objects.get().content) == b""
    assert "jo@dorset.example" not in str(job.report)
    assert note.text == ""
    assert answer.status_code == 302
