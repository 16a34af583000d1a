"""Claims for councils’ time: days × rate, five different people, nothing claimed twice, paid never goes back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from funding import evidence_files
from funding.actions import claims as actions
from funding.actions import day_rates
from funding.claim_access import Place, claim_for
from funding.claims import amount_of, waiting
from funding.models import Claim, ClaimFile, ClaimLine
from missions.core.files import keep
from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.stewardship.access import stand
from tests.making import (
    client_of,
    give,
    make_award,
    make_council,
    make_lead,
    make_mission,
    make_participant,
    make_round,
    make_user,
)

DAY = dt.date(2026, 11, 20)
FIRST, AFTER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)


class Scene:
    """A council with an award for its time, one round and one rate of £320.50 a day."""

    def __init__(self) -> None:
        self.mission, self.council = make_mission(), make_council()
        self.award = make_award(self.mission, self.council, "10000.00", purpose="council-backfill", status="recorded")
        self.lead = make_lead(self.mission)
        self.writer = give(make_user(), "coordinator", self.council)
        self.certifier = give(make_user(), "finance-certifier", self.council)
        self.member = give(make_user(), "member", self.mission)
        self.round = make_round(self.mission)
        make_participant(self.round, self.writer, self.council)
        self.rate = day_rates.agree(
            by=self.lead,
            standing=stand(self.lead, self.mission.slug, on=DAY),
            role="Planning officer",
            amount=Decimal("320.50"),
            starts_on=dt.date(2026, 4, 1),
            source="Prospectus",
        )

    def place(self, user, claim: Claim) -> Place:
        return claim_for(stand(user, self.mission.slug, on=DAY), claim.pk)

    def draft(self, invoice: str = "INV-1", days: str = "1.25", first: dt.date = FIRST, after: dt.date = AFTER) -> Claim:
        claim = Claim.objects.create(
            award=self.award, council=self.council, starts_on=first, ends_on=after, created_by=self.writer
        )
        line = actions.Line(f"round-{self.round.pk}", self.rate.role_id, Decimal(days))
        written = actions.Written(first, after, invoice, "Reading", [line])
        actions.write(by=self.writer, place=self.place(self.writer, claim), written=written)
        file = keep(f"{claim.pk}.txt", f"hours {claim.pk}".encode())
        ClaimFile.objects.create(claim=claim, file=file, name="hours.txt", added_by=self.writer)
        return claim

    def sent(self, **values) -> Claim:
        claim = self.draft(**values)
        actions.submit(by=self.writer, place=self.place(self.writer, claim), now=timezone.now())
        return claim


@pytest.fixture
def scene(db) -> Scene:
    return Scene()


def test_an_amount_is_rounded_once_halves_upwards() -> None:
    assert amount_of(Decimal("1.25"), Decimal("320.50")) == Decimal("400.63")  # 400.625
    assert amount_of(Decimal("0.25"), Decimal("0.02")) == Decimal("0.01")  # 0.005


def test_a_line_is_days_times_rate_and_the_database_holds_it(scene: Scene) -> None:
    line = scene.draft().lines.get()
    assert line.amount == Decimal("400.63")
    with pytest.raises(IntegrityError, match="claim_line_days_times_rate"), transaction.atomic():
        ClaimLine.objects.filter(pk=line.pk).update(amount="400.62")


def test_days_are_quarters(scene: Scene) -> None:
    line = scene.draft().lines.get()
    with pytest.raises(IntegrityError, match="claim_line_quarter_days"), transaction.atomic():
        ClaimLine.objects.filter(pk=line.pk).update(days="1.10", amount="352.55")


def test_the_same_work_twice_is_refused_in_words(scene: Scene) -> None:
    first = scene.sent()
    with pytest.raises(NotNow, match=f"Claim {first.pk} is for"):
        scene.sent(invoice="INV-2", first=dt.date(2026, 10, 31))


def test_the_same_work_twice_is_refused_by_the_database_too(scene: Scene) -> None:
    scene.sent()
    other = scene.draft(invoice="INV-2")
    with pytest.raises(IntegrityError, match="claim_line_not_claimed_twice"), transaction.atomic():
        Claim.objects.filter(pk=other.pk).update(status="submitted", submitted_by=scene.writer)


def test_days_that_only_touch_are_not_the_same(scene: Scene) -> None:
    scene.sent()
    scene.sent(invoice="INV-2", first=AFTER, after=dt.date(2026, 11, 10))


def test_a_withdrawn_claim_frees_its_work_and_invoice(scene: Scene) -> None:
    claim = scene.sent()
    actions.withdraw(by=scene.writer, place=scene.place(scene.writer, claim), now=timezone.now())
    scene.sent()


def test_two_claims_with_one_invoice_number_are_refused(scene: Scene) -> None:
    scene.draft()
    with pytest.raises(NotNow, match="invoice number"):
        scene.draft(invoice=" inv-1 ")


def test_whoever_sent_a_claim_does_not_certify_it(scene: Scene) -> None:
    give(scene.writer, "finance-certifier", scene.council)
    claim = scene.sent()
    with pytest.raises(NotAllowed, match="earlier step"):
        actions.certify(by=scene.writer, place=scene.place(scene.writer, claim), now=timezone.now())
    with pytest.raises(IntegrityError, match="claim_submitted_not_certified"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(status="certified", certified_by=scene.writer)


def test_the_certifier_does_not_check(scene: Scene) -> None:
    give(scene.certifier, "member", scene.mission)
    claim = scene.sent()
    actions.certify(by=scene.certifier, place=scene.place(scene.certifier, claim), now=timezone.now())
    with pytest.raises(NotAllowed):
        actions.check(by=scene.certifier, place=scene.place(scene.certifier, claim), now=timezone.now())
    actions.check(by=scene.member, place=scene.place(scene.member, claim), now=timezone.now())
    with pytest.raises(IntegrityError, match="claim_certified_not_approved"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(approved_by=scene.certifier)


def test_a_sent_claim_keeps_its_lines(scene: Scene) -> None:
    claim = scene.sent()
    with pytest.raises(IntegrityError, match="return it first"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE funding_claimline SET days = 2, amount = 641 WHERE claim_id = %s", [claim.pk])
    with pytest.raises(IntegrityError, match="return it first"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM funding_claimline WHERE claim_id = %s", [claim.pk])


def test_a_returned_claim_says_why_and_is_sent_again(scene: Scene) -> None:
    claim = scene.sent()
    place = scene.place(scene.certifier, claim)
    actions.send_back(by=scene.certifier, place=place, comment="Which hours?", now=timezone.now())
    claim.refresh_from_db()
    assert (claim.status, claim.comment) == ("returned", "Which hours?")
    actions.submit(by=scene.writer, place=scene.place(scene.writer, claim), now=timezone.now())


def test_a_claim_within_a_change_of_rate_is_refused(scene: Scene) -> None:
    day_rates.agree(
        by=scene.lead,
        standing=stand(scene.lead, scene.mission.slug, on=DAY),
        role="planning officer",
        amount=Decimal(400),
        starts_on=dt.date(2026, 10, 15),
        source="Minutes",
    )
    with pytest.raises(NotNow, match="changes on 15 October 2026"):
        scene.draft()


def test_days_to_come_are_not_claimed(scene: Scene) -> None:
    with pytest.raises(NotNow, match="days that are over"):
        scene.sent(after=dt.date(2026, 12, 1))


def test_more_than_is_left_of_the_award_is_refused(scene: Scene) -> None:
    with pytest.raises(NotNow, match="is left of the award"):
        scene.sent(days="32.00")


def test_waiting_is_counted_in_working_days(scene: Scene) -> None:
    claim = scene.sent()
    claim.status_since = dt.datetime(2026, 12, 18, 12, tzinfo=dt.UTC)  # a Friday before Christmas
    claim.status = "submitted"
    # 21 to 24 and 29 to 31 December, 4 to 6 January; 25 and 28 December and 1 January are bank holidays.
    assert waiting([claim], on=DAY)[claim.pk].due_on == dt.date(2027, 1, 6)


def test_other_councils_and_suppliers_do_not_know_of_it(scene: Scene) -> None:
    claim = scene.sent()
    stranger = give(make_user(), "finance-certifier", make_council())
    url = claim.get_absolute_url()
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(scene.certifier).get(url).status_code == 200
    assert client_of(scene.member).get(url).status_code == 200


def test_the_team_does_not_see_drafts(scene: Scene) -> None:
    assert client_of(scene.member).get(scene.draft().get_absolute_url()).status_code == 404


def test_evidence_is_a_download(scene: Scene) -> None:
    claim = scene.draft()
    answer = client_of(scene.writer).get(f"{claim.get_absolute_url()}files/{claim.files.get().pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\a.PDF", "a.pdf"),
        ("a\r\nb\u202e.csv", "ab.csv"),
        ("...", "file"),
        ("<i>.txt", "i.txt"),
    ],
)
def test_hostile_names_lose_what_hurts(name: str, safe: str) -> None:
    assert evidence_files.safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"<html>"), ("a.html", b"%PDF-1.7"), ("a.txt", b"<script>"), ("a.csv", b"a\x00b"), ("a.txt", b"")],
)
def test_what_a_file_is_not_is_refused(name: str, content: bytes) -> None:
    assert evidence_files.why_not(name, content)


def test_a_step_and_its_audit_row_come_and_go_together(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = scene.draft()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        actions.submit(by=scene.writer, place=scene.place(scene.writer, claim), now=timezone.now())
    claim.refresh_from_db()
    assert claim.status == "draft"
    assert not AuditRow.objects.filter(action="claim.submit").exists()


def test_pages_of_claims_open(scene: Scene) -> None:
    base = f"/missions/{scene.mission.slug}"
    claim = scene.draft()
    writer = client_of(scene.writer)
    for path in ("your-time/", "day-rates/", "claims/", "claims/new/", f"claims/{claim.pk}/", f"claims/{claim.pk}/edit/"):
        assert writer.get(f"{base}/{path}").status_code == 200, path
    assert "£320.50" in writer.get(f"{base}/your-time/").content.decode()


def test_what_waits_stands_above_what_is_closed(scene: Scene) -> None:
    closed = scene.sent()
    actions.withdraw(by=scene.writer, place=scene.place(scene.writer, closed), now=timezone.now() - dt.timedelta(days=9))
    newer = scene.draft(invoice="INV-2", first=AFTER, after=dt.date(2026, 11, 10))
    older = scene.sent(invoice="INV-3")
    Claim.objects.filter(pk=older.pk).update(status_since=timezone.now() - dt.timedelta(days=5))
    assert list(Claim.objects.waiting_first()) == [older, newer, closed]


def test_a_claim_has_as_many_lines_as_it_takes_without_a_script(scene: Scene) -> None:
    """Each press of the button saves what is there and shows one line more; what is wrong keeps what was typed."""
    claim = scene.draft()
    client, address = client_of(scene.writer), f"/missions/{scene.mission.slug}/claims/{claim.pk}/edit/"
    roles = [
        day_rates.agree(
            by=scene.lead, standing=stand(scene.lead, scene.mission.slug, on=DAY), role=f"Role {number}",
            amount=Decimal(100), starts_on=dt.date(2026, 4, 1), source="Prospectus",
        ).role_id
        for number in range(6)
    ]  # fmt: skip
    data: dict[str, str] = {"then": "line", "invoice_number": "INV-1", "statement": "Reading", "count": "2"}
    for name, day in (("starts_on", FIRST), ("last_day", dt.date(2026, 10, 31))):
        data |= {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
    for number, role in enumerate(roles, start=1):
        line = {"work": f"round-{scene.round.pk}", "role": str(role), "days": "0.5"}
        data |= {f"{name}_{number}": value for name, value in line.items()}
        answer = client.post(address, data)
        assert answer.status_code == 302
        page = client.get(answer.headers["Location"])
        data["count"] = str(page.context["form"].count)
        assert f'id="line-{number + 1}"' in page.content.decode()
    assert [line.role_id for line in claim.lines.order_by("pk")] == roles
    wrong = client.post(address, {**data, "days_1": "0.3"})
    assert (wrong.status_code, wrong.context["form"].count) == (200, int(data["count"]) + 1)
