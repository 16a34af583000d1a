"""Pages of an award from its draft to its end: who sees what, whose turn it is, and what is refused in which words."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funding.actions import awards, documents, payments, variations
from funding.actions.documents import SentFile
from funding.actions.milestones import confirm, report
from funding.models import Award, AwardYear, Document, Milestone, Payment, Variation
from funding.reminders import without_evidence
from funding.terms import Terms
from missions.core import jobs
from missions.core.files import keep
from missions.core.models import AuditRow, Job
from tests import making
from tests.access.of_funding import boxes
from tests.funding.awarding import NOW, ON, Cast, active, approved, drafted, make_cast, submitted
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
END = dt.date(2027, 3, 31)


@pytest.fixture
def cast() -> Cast:
    return make_cast("10000.00")


def url(award: Award, rest: str = "") -> str:
    return f"{award.get_absolute_url()}{rest}"


def text_of(user: Any, address: str) -> str:
    response = client_of(user).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def step(user: Any, award: Award, name: str, **data: str) -> Any:
    return client_of(user).post(url(award, f"steps/{name}/"), data)


def status_of(award: Award) -> str:
    return Award.objects.get(pk=award.pk).status


def with_milestone(cast: Cast, **values: Any) -> Award:
    award = drafted(cast)
    place = cast.at(cast.member, award)
    item = {"title": "Data published", "kind": "evidence", "due_on": END, "amount": Decimal(400), **values}
    awards.add_milestone(by=cast.member, place=place, **item)
    return award


def running(cast: Cast, **values: Any) -> Award:
    award = active(cast)
    item = {"title": "Data published", "kind": "evidence", "due_on": END, "amount": Decimal(400), **values}
    Milestone.objects.create(award=award, number=1, **item)
    return award


def met(cast: Cast) -> Award:
    award = running(cast)
    report(by=cast.signatory, place=cast.at(cast.signatory, award), number=1, report="Done.", evidence_url="", now=NOW)
    confirm(by=cast.member, place=cast.at(cast.member, award), number=1, now=NOW)
    return award


# Draft


def test_a_draft_is_the_sum_of_its_years_and_never_counts_a_partner(cast: Cast) -> None:
    partner = making.make_council("BEE", name="Beeton")
    data = {
        "recipient": cast.council.code.lower(),
        "partners": "Beeton\nBEE\n",
        "purpose": "council-backfill",
        "summary": "Time",
        "year_2026": "£1,000.50",
        "year_2027": "0.25",
        "route": "competition",
        **boxes("starts_on", ON),
        **boxes("ends_on", END),
    }
    answer = client_of(cast.member).post(f"/missions/{cast.mission.slug}/funds/{cast.fund.slug}/draft/", data)
    award = Award.objects.get(reference="ST-0001")
    assert answer["Location"] == award.get_absolute_url()
    assert (award.amount, list(award.partners.all())) == (Decimal("1000.75"), [partner])
    assert list(AwardYear.objects.values_list("start_year", "amount")) == [(2026, Decimal("1000.50")), (2027, Decimal("0.25"))]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"recipient": "Nowhere at all"}, "No organisation in the register is called"),
        ({"year_2026": ""}, "Enter pounds for at least one financial year"),
        ({"route": "direct"}, "Say why it is a direct award"),
        ({"ends_on_year": "2025"}, "The last day must not be before the first day"),
    ],
)
def test_what_can_be_no_draft_is_refused_in_words(cast: Cast, change: dict[str, str], words: str) -> None:
    data = {"recipient": cast.council.code, "purpose": "council-backfill", "summary": "Time", "year_2026": "10"}
    days = {**boxes("starts_on", ON), **boxes("ends_on", END)}
    answer = client_of(cast.member).post(
        f"/missions/{cast.mission.slug}/funds/{cast.fund.slug}/draft/", {**data, **days, **change}
    )
    assert words in answer.content.decode()
    assert not Award.objects.exists()


def test_milestones_and_documents_of_a_draft(cast: Cast) -> None:
    award, member = drafted(cast), client_of(cast.member)
    data = {"title": "Data published", "kind": "evidence", "amount": "400.50", **boxes("due_on", END)}
    assert member.post(url(award, "milestones/"), data).status_code == 302
    file = SimpleUploadedFile("../agreement.txt", b"We agree.")
    assert member.post(url(award, "documents/"), {"title": "Agreement", "file": file}).status_code == 302
    text = text_of(cast.member, url(award))
    assert "£400.50" in text
    document = Document.objects.get()
    sent = member.get(url(award, f"documents/{document.pk}/"))
    assert (sent.content, sent["Content-Disposition"]) == (b"We agree.", 'attachment; filename="agreement.txt"')
    assert member.post(url(award, "milestones/1/remove/")).status_code == 302
    assert not award.milestones.exists()


def test_a_file_that_a_browser_could_run_is_refused(cast: Cast) -> None:
    file = SimpleUploadedFile("page.html", b"<script>alert(1)</script>")
    answer = client_of(cast.member).post(url(drafted(cast), "documents/"), {"title": "Page", "file": file})
    assert "Send the file as PDF" in answer.content.decode()
    assert not Document.objects.exists()


# Approval


def test_an_incomplete_draft_says_what_is_missing(cast: Cast) -> None:
    award = drafted(cast, starts_on=None)
    answer = step(cast.member, award, "submit")
    assert "Say when the work starts and when it ends." in answer.content.decode()
    assert status_of(award) == "draft"


def test_who_submitted_reads_why_they_cannot_approve(cast: Cast) -> None:
    award = drafted(cast)
    awards.submit(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    sentence = "You submitted or changed this, so somebody else approves it."
    assert f"Approve this award: {sentence}" in text_of(cast.lead, url(award))
    answer = step(cast.lead, award, "approve")
    assert (answer.status_code, sentence in answer.content.decode()) == (403, True)
    assert step(cast.director, award, "approve").status_code == 302


def test_above_the_limit_the_lead_reads_who_approves(cast: Cast) -> None:
    cast.mission.mandates.update(award_limit=Decimal("999.99"))
    award = submitted(cast, "1000.00")
    assert "This is £1,000, so the director approves it." in text_of(cast.lead, url(award))
    assert step(cast.lead, award, "approve").status_code == 403
    assert step(cast.director, award, "approve").status_code == 302


def test_a_fund_without_room_says_what_is_left(cast: Cast) -> None:
    award = submitted(cast, "10000.01")
    answer = step(cast.lead, award, "approve")
    assert "The fund has £10,000 left in 2026/27, and this needs £10,000.01." in answer.content.decode()
    assert status_of(award) == "submitted"


def test_an_award_is_returned_with_a_reason_and_submitted_again(cast: Cast) -> None:
    award = submitted(cast)
    assert "Say why" in step(cast.lead, award, "return").content.decode()
    assert step(cast.lead, award, "return", reason="Say which years.").status_code == 302
    assert "Say which years." in text_of(cast.member, url(award))
    assert step(cast.member, award, "submit").status_code == 302
    again = Award.objects.get(pk=award.pk)
    assert (again.status, again.submitted_by, again.status_reason) == ("submitted", cast.member, "")


def test_refusing_keeps_the_reason_and_promises_nothing(cast: Cast) -> None:
    award = submitted(cast)
    assert step(cast.director, award, "refuse", reason="No case.").status_code == 302
    refused = Award.objects.get(pk=award.pk)
    assert (refused.status, refused.committed) == ("rejected", 0)
    assert "No case." in text_of(cast.member, url(award))


def test_each_page_says_whose_turn_it_is_and_since_when(cast: Cast) -> None:
    award = submitted(cast)
    assert "It is the turn of the approver</strong>, since 1 September 2026" in text_of(cast.member, url(award))
    awards.approve(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    awards.offer(by=cast.member, place=cast.at(cast.member, award), now=NOW)
    assert "It is the turn of the recipient’s signatory</strong>, since 1 September 2026" in text_of(cast.signatory, url(award))
    listed = text_of(cast.signatory, f"/missions/{cast.mission.slug}/awards-in-progress/")
    assert "The recipient’s signatory, since 1 September 2026" in listed


# Offer


def offered(cast: Cast, **values: Any) -> Award:
    award = approved(cast, **values)
    awards.offer(by=cast.member, place=cast.at(cast.member, award), now=NOW)
    return award


def test_the_letter_is_read_as_a_page_and_taken_away_as_a_pdf(cast: Cast) -> None:
    award = offered(cast)
    job = Job.objects.get(kind="funding.award-letter")
    assert "The PDF is being made" in text_of(cast.signatory, url(award, "letter/"))
    assert jobs.run(job.pk, now=NOW)
    text = text_of(cast.signatory, url(award, "letter/"))
    assert "£1,000" in text
    pdf = client_of(cast.signatory).get(url(award, f"documents/{Document.objects.get().pk}/"))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_only_the_signatory_accepts(cast: Cast) -> None:
    award = offered(cast)
    coordinator = making.give(making.make_user(), "coordinator", cast.council)
    sentence = "Only the recipient’s signatory can accept or decline an offer."
    assert sentence in text_of(coordinator, url(award))
    assert step(coordinator, award, "accept").status_code == 403
    assert step(cast.signatory, award, "accept").status_code == 302
    assert status_of(award) == "accepted"


def test_declining_gives_the_money_back_and_keeps_the_reason(cast: Cast) -> None:
    award = offered(cast)
    assert step(cast.signatory, award, "decline", reason="No officers free.").status_code == 302
    declined = Award.objects.get(pk=award.pk)
    assert (declined.status, declined.committed) == ("declined", 0)
    assert "No officers free." in text_of(cast.member, url(award))


def test_an_award_cannot_start_before_the_checklist(cast: Cast) -> None:
    award = offered(cast)
    step(cast.signatory, award, "accept")
    assert "10 items are neither met nor explained" in step(cast.member, award, "activate").content.decode()
    member = client_of(cast.member)
    items = member.get(url(award, "standard/")).context["form"].rows
    met = {fields[0].name: "yes" for fields in items}
    unexplained = member.post(url(award, "standard/"), {**met, "panel_met": "no"})
    assert "Explain why this isn’t met" in unexplained.content.decode()
    explained = {**met, "panel_met": "no", "panel_why": "It is neither new nor risky."}
    assert member.post(url(award, "standard/"), explained).status_code == 302
    assert step(cast.member, award, "activate").status_code == 302


def test_a_section_31_grant_waits_for_its_determination_and_its_certifier(cast: Cast) -> None:
    cast.fund.is_section_31 = True
    cast.fund.save()
    certifier = making.give(making.make_user(), "finance-certifier", cast.council)
    award = offered(cast)
    step(cast.signatory, award, "accept")
    days = {**boxes("consent_on", ON), **boxes("determined_on", ON)}
    data = {"number": "31/4711", "spend_kind": "revenue", **days}
    early = client_of(cast.member).post(url(award, "determination/"), {**data, **boxes("determined_on", dt.date(2026, 8, 31))})
    assert "The determination comes after the Treasury’s consent" in early.content.decode()
    assert client_of(cast.member).post(url(award, "determination/"), data).status_code == 302
    assert step(cast.signatory, award, "certify").status_code == 403
    assert step(certifier, award, "certify").status_code == 302
    assert "31/4711" in text_of(certifier, url(award))
    assert "Certified by" in text_of(certifier, url(award))


# Milestones, changes, payments


def test_a_milestone_is_reported_with_its_evidence_and_confirmed(cast: Cast) -> None:
    award = running(cast)
    address = url(award, "milestones/1/")
    without = client_of(cast.signatory).post(address, {"report": "Done."})
    assert "This milestone asks for evidence." in without.content.decode()
    file = SimpleUploadedFile("orders.csv", b"reference\nTPO/1\n")
    assert client_of(cast.signatory).post(address, {"report": "Done.", "file": file}).status_code == 302
    assert not without_evidence(Milestone.objects.open()).exists()
    assert Document.objects.get().milestone == award.milestones.get()
    assert "It is the turn of the mission team" in text_of(cast.member, address)
    assert "Milestone 1. Data published: the mission team" in text_of(cast.member, url(award))
    assert client_of(cast.member).post(f"{address}met/").status_code == 302
    assert award.milestones.get().status == "met"
    assert "Payment for milestone 1 to be asked for: the mission team" in text_of(cast.member, url(award))


def test_a_milestone_sent_back_is_reported_again(cast: Cast) -> None:
    award = running(cast, kind="delivery")
    report(by=cast.signatory, place=cast.at(cast.signatory, award), number=1, report="Done.", evidence_url="", now=NOW)
    assert client_of(cast.member).post(url(award, "milestones/1/back/")).status_code == 302
    assert "Report it as reached" in text_of(cast.signatory, url(award, "milestones/1/"))


def test_a_change_keeps_the_earlier_terms_readable(cast: Cast) -> None:
    award = running(cast)
    data = {
        "reason": "More orders than expected.",
        "year_2026": "1,500.50",
        **boxes("starts_on", ON),
        **boxes("ends_on", dt.date(2027, 6, 30)),
        "conditions": "",
        **boxes("due_1", dt.date(2027, 6, 30)),
        "amount_1": "500",
        "new_title": "A guide for others",
        "new_amount": "250.25",
        **boxes("new_due", dt.date(2027, 6, 30)),
    }
    answer = client_of(cast.member).post(url(award, "changes/new/"), data)
    assert answer["Location"] == url(award, "changes/1/")
    assert "somebody else approves it" in text_of(cast.member, answer["Location"]) or "Only this mission’s" in text_of(
        cast.member, answer["Location"]
    )
    assert client_of(cast.lead).post(f"{answer['Location']}approve/").status_code == 302
    changed = Award.objects.get(pk=award.pk)
    assert (changed.amount, changed.committed, changed.ends_on) == (
        Decimal("1500.50"),
        Decimal("1500.50"),
        dt.date(2027, 6, 30),
    )
    assert list(changed.milestones.values_list("number", "amount")) == [(1, Decimal(500)), (2, Decimal("250.25"))]
    text = text_of(cast.signatory, answer["Location"])
    for words in ("£1,000", "£1,500.50", "31 March 2027", "30 June 2027", "More orders than expected."):
        assert words in text


def test_a_reported_milestone_is_not_in_the_form_of_a_change(cast: Cast) -> None:
    award = met(cast)
    form = client_of(cast.member).get(url(award, "changes/new/")).context["form"]
    assert "amount_1" not in form.fields


def test_who_proposed_a_change_reads_why_they_cannot_approve_it(cast: Cast) -> None:
    award = active(cast)
    after = Terms.of(award)
    variations.propose(
        by=cast.lead,
        place=cast.at(cast.lead, award),
        terms=Terms({2026: Decimal(900)}, after.starts_on, after.ends_on, "", ()),
        reason="Less.",
        now=NOW,
    )
    assert "You submitted or changed this" in text_of(cast.lead, url(award, "changes/1/"))
    assert client_of(cast.lead).post(url(award, "changes/1/approve/")).status_code == 403
    assert "Say why" in client_of(cast.director).post(url(award, "changes/1/refuse/")).content.decode()
    assert client_of(cast.director).post(url(award, "changes/1/refuse/"), {"reason": "Keep it."}).status_code == 302
    assert Variation.objects.get().status == "rejected"
    assert Award.objects.get(pk=award.pk).amount == Decimal(1000)


def test_a_milestone_is_paid_once_and_released_by_another_person(cast: Cast) -> None:
    award = met(cast)
    assert client_of(cast.member).post(url(award, "payments/"), {"of": "1"}).status_code == 302
    payment = Payment.objects.get()
    assert payment.amount == Decimal(400)
    assert "1" not in client_of(cast.member).get(url(award, "payments/")).context["form"].met
    listed = f"/missions/{cast.mission.slug}/payments/"
    assert client_of(cast.lead).post(listed, {"payment": payment.pk}).status_code == 403
    assert "Choose at least one payment" in client_of(cast.officer).post(listed, {}).content.decode()
    assert client_of(cast.officer).post(listed, {"payment": payment.pk}).status_code == 302
    run = Payment.objects.get().run
    assert run is not None
    assert jobs.run(run.job_id or 0, now=NOW)
    text = text_of(cast.signatory, url(award, "payments/"))
    assert "Paid: payment 1" in text
    assert Award.objects.get(pk=award.pk).paid == Decimal(400)


def test_an_officer_who_asked_or_approved_reads_why_somebody_else_releases(cast: Cast) -> None:
    making.give(cast.lead, "payments-officer", cast.mission)
    making.give(cast.officer, "member", cast.mission)
    award = active(cast)  # approved by the lead
    payments.request(by=cast.officer, place=cast.at(cast.officer, award), amount=Decimal(5), what="Time", now=NOW)
    listed = f"/missions/{cast.mission.slug}/payments/"
    assert "You approved this award, so somebody else releases its payments." in text_of(cast.lead, listed)
    assert "You asked for this payment, so somebody else releases it." in text_of(cast.officer, listed)
    assert client_of(cast.officer).post(listed, {"payment": Payment.objects.get().pk}).status_code == 403


def test_a_payment_is_never_more_than_what_is_left(cast: Cast) -> None:
    data = {"of": "other", "what": "Time", "amount": "1000.01"}
    answer = client_of(cast.member).post(url(active(cast), "payments/"), data)
    assert "£1,000 of this award is neither paid nor asked for, and this is £1,000.01." in answer.content.decode()
    assert not Payment.objects.exists()


def test_a_refused_payment_keeps_its_reason(cast: Cast) -> None:
    award = active(cast)
    payments.request(by=cast.member, place=cast.at(cast.member, award), amount=Decimal(5), what="Time", now=NOW)
    address = f"/missions/{cast.mission.slug}/payments/{Payment.objects.get().pk}/refuse/"
    assert "Say why" in client_of(cast.officer).post(address, {"reason": ""}).content.decode()
    assert client_of(cast.officer).post(address, {"reason": "No invoice."}).status_code == 302
    assert "No invoice." in text_of(cast.member, url(award, "payments/"))


def test_money_is_taken_back_and_the_rest_returns_to_the_fund(cast: Cast) -> None:
    award = met(cast)
    payments.request(by=cast.member, place=cast.at(cast.member, award), amount=Decimal(400), what="M", now=NOW)
    run = payments.release(by=cast.officer, standing=cast.stands(cast.officer), payments=list(Payment.objects.all()), now=NOW)
    jobs.run(run.job_id or 0, now=NOW)
    assert "Only £400 was paid" in step(cast.lead, award, "recover", amount="400.01", reason="Stopped.").content.decode()
    assert step(cast.lead, award, "recover", amount="150.50", reason="Stopped.").status_code == 302
    ended = Award.objects.get(pk=award.pk)
    assert (ended.status, ended.paid, ended.committed) == ("recovered", Decimal("249.50"), Decimal("249.50"))
    assert "−£150.50" in text_of(cast.signatory, url(award, "payments/"))


def test_closing_gives_back_what_was_not_paid(cast: Cast) -> None:
    award = active(cast)
    assert step(cast.member, award, "complete").status_code == 302
    assert Award.objects.get(pk=award.pk).committed == 0
    assert step(cast.member, award, "complete").status_code == 409


def test_an_award_passes_on_in_parts_that_add_up(cast: Cast) -> None:
    award, north, south = active(cast), making.make_council("NOR", name="North"), making.make_council("SOU", name="South")
    data = {
        "giver": cast.council.pk,
        **boxes("on", dt.date(2027, 4, 1)),
        "reason": "Structural changes order",
        "to_1": north.code,
        "part_1": "600.00",
        "to_2": "South",
        "part_2": "399.99",
    }
    short = client_of(cast.lead).post(url(award, "pass-on/"), data)
    assert "They must agree to the penny." in short.content.decode()
    assert client_of(cast.lead).post(url(award, "pass-on/"), {**data, "part_2": "400.00"}).status_code == 302
    text = text_of(cast.member, url(award, "pass-on/"))
    assert "North (£600), South (£400)" in text
    successor = making.give(making.make_user(), "signatory", south)
    assert "Structural changes order" in text_of(successor, url(award, "pass-on/"))


# Who sees what


def test_recipients_see_their_own_awards_only(cast: Cast) -> None:
    """Everybody may know that an award was given; what isn't public is for its own recipient."""
    mine, theirs = running(cast), offered(cast, recipient=making.make_council())
    listed = text_of(cast.signatory, f"/missions/{cast.mission.slug}/awards-in-progress/")
    assert mine.reference in listed
    assert theirs.reference not in listed
    client = client_of(cast.signatory)
    for rest in ("payments/", "changes/", "letter/", "pass-on/"):
        assert client.get(url(mine, rest)).status_code == 200, rest
        assert client.get(url(theirs, rest)).status_code == 404, rest
    assert "Ledger" not in text_of(cast.signatory, url(theirs))
    assert "What happens next" not in text_of(cast.signatory, url(theirs))


def test_suppliers_never_see_each_others(cast: Cast) -> None:
    suppliers = [making.make_supplier(), making.make_supplier()]
    people = [making.give(making.make_user(), "supplier-signatory", supplier) for supplier in suppliers]
    made = [making.make_award(cast.mission, supplier, fund=cast.fund, status="draft") for supplier in suppliers]
    for award in made:
        Document.objects.create(award=award, title="Agreement", file=keep_text(award.reference))
    Award.objects.filter(pk__in=[award.pk for award in made]).update(status="declined", submitted_by=cast.member)
    for person, own, other in zip(people, made, reversed(made), strict=True):
        listed = text_of(person, f"/missions/{cast.mission.slug}/awards-in-progress/")
        assert (own.reference in listed, other.reference in listed) == (True, False)
        client = client_of(person)
        for rest in ("", "payments/", "changes/", "letter/", "pass-on/", f"documents/{other.documents.get().pk}/"):
            assert client.get(url(other, rest)).status_code == 404, rest
        assert client.get(url(own)).status_code == 200


def keep_text(text: str) -> Any:
    return keep(f"{text}.txt", text.encode())


def test_an_award_is_hidden_from_its_recipient_until_it_is_offered(cast: Cast) -> None:
    award = submitted(cast)
    assert client_of(cast.signatory).get(url(award)).status_code == 404
    awards.approve(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    assert client_of(cast.signatory).get(url(award, "letter/")).status_code == 404


# Queries


def test_pages_take_the_same_number_of_queries_with_more_to_show(cast: Cast) -> None:
    award = met(cast)
    places = [
        (cast.lead, ""),
        (cast.member, "payments/"),
        (cast.lead, "changes/"),
        (cast.member, "changes/new/"),
        (cast.lead, "letter/"),
    ]
    _grow(cast, award, 1)
    few = [queries_of(client_of(user), url(award, rest)) for user, rest in places]
    few.append(queries_of(client_of(cast.officer), f"/missions/{cast.mission.slug}/payments/"))
    _grow(cast, award, 10)
    many = [queries_of(client_of(user), url(award, rest)) for user, rest in places]
    many.append(queries_of(client_of(cast.officer), f"/missions/{cast.mission.slug}/payments/"))
    assert many == few
    assert max(few) <= 12


def _grow(cast: Cast, award: Award, many: int) -> None:
    terms = Terms.of(award).as_json()
    for _ in range(many):
        number = award.milestones.count() + 1
        Milestone.objects.create(award=award, number=number, title="More", due_on=END, amount=1)
        Document.objects.create(award=award, title="Award letter", file=keep_text(f"{number}"))
        values = {"before": terms, "after": terms, "amount": award.amount, "proposed_by": cast.member}
        Variation.objects.create(award=award, number=number, reason="R", status="withdrawn", **values)
        payments.request(by=cast.member, place=cast.at(cast.member, award), amount=Decimal(1), what="Time", now=NOW)
        active(cast, "10.00")


def test_a_document_is_written_into_the_audit_trail(cast: Cast) -> None:
    award = drafted(cast)
    file = SentFile("a.txt", b"a")
    documents.add(by=cast.member, place=cast.at(cast.member, award), title="A", file=file, now=NOW)
    assert AuditRow.objects.filter(action="award.add-document").count() == 1
