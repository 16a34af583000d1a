"""A council claims for its time: written, certified, checked, approved and paid by five people; a refusal on the way."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from config.demo import accounts
from funding.models import Claim, LedgerEntry, SubsidyNotice
from missions.core import clock

pytestmark = pytest.mark.journey
MISSION = "/missions/digital-planning/"


def fills_the_claim(officer: Any, *, role: str, days: str, invoice: str) -> None:
    page = officer.page
    page.locator("[name=work_1]").select_option(index=2)
    page.locator("[name=role_1]").select_option(label=role)
    page.locator("[name=days_1]").fill(days)
    officer.fills("Your invoice number", invoice).fills("What was the time for?", "Reading the round and answering it.")
    page.locator("[name=evidence]").set_input_files(
        {"name": "hours.csv", "mimeType": "text/csv", "buffer": b"day,hours\n1,7.4\n"}
    )


def starts(officer: Any, *days: str) -> Any:
    officer.opens(f"{MISSION}your-time/").sees("What was asked of Dorset").finds_it_accessible().follows("Start a claim")
    officer.presses("Continue").sees("There is a problem").finds_it_accessible()
    officer.page.get_by_label("Time for co-design").first.check()
    year = str(clock.today().year)
    officer.fills_day("starts_on", days[0], days[1], year).fills_day("last_day", days[2], days[3], year)
    return officer.presses("Continue").sees_heading("What do you claim for?").finds_it_accessible()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_list_and_each_state_of_a_claim(anybody: Callable[..., Any], width: int) -> None:
    officer = anybody(accounts.COUNCIL.email, width=width)
    officer.opens(f"{MISSION}claims/").finds_it_accessible()
    for state in ("Draft", "Submitted", "Paid"):
        expect(officer.page.get_by_role("cell", name=state).first).to_be_visible()
    for status in ("draft", "submitted", "paid"):
        claim = Claim.objects.filter(status=status, council__code="DST").earliest("pk")
        officer.opens(claim.get_absolute_url()).finds_it_accessible()


def test_a_claim_is_written_sent_returned_and_paid(anybody: Callable[..., Any]) -> None:
    officer, certifier, member = (anybody(account.email) for account in (accounts.COUNCIL, accounts.CERTIFIER, accounts.MEMBER))
    lead, payer = anybody(accounts.LEAD.email, width=360), anybody(accounts.PAYER.email)
    # The council writes it; what is missing is said, and nothing that was typed is lost
    day = clock.today().replace(day=1)
    starts(officer, "1", str(day.month), "1", str(day.month))
    fills_the_claim(officer, role="Planning officer", days="0.3", invoice="DOR-2003")
    officer.presses("Save and check before sending").sees("enter days in quarters").finds_it_accessible()
    fills_the_claim(officer, role="Planning officer", days="1.75", invoice="DOR-2003")
    officer.presses("Save and check before sending").sees("£542.50").finds_it_accessible()
    address = officer.page.url
    officer.presses("Send to our finance certifier").sees("It is the turn of the council’s finance certifier")
    # Nobody can skip a step or take two
    assert officer.page.get_by_role("button", name="Certify this claim").count() == 0
    member.opens(address).sees("Only the council’s finance certifier").does_not_see("Confirm that it is checked")
    certifier.opens(address).finds_it_accessible().presses("Certify this claim").sees("It is the turn of the mission team")
    # The team returns it with what must change, and the council sends it again
    member.opens(address).finds_it_accessible()
    member.page.get_by_text("Return it to the council").click()
    member.presses("Return it with these comments").sees("There is a problem").finds_it_accessible()
    member.fills("What must change?", "Which afternoon was it?").presses("Return it with these comments").sees("Returned")
    officer.opens(address).sees("Which afternoon was it?").finds_it_accessible().follows("Change this claim")
    officer.presses("Save and check before sending").presses("Send to our finance certifier")
    certifier.opens(address).presses("Certify this claim")
    member.opens(address).presses("Confirm that it is checked").sees("It is the turn of the mission lead")
    assert member.page.get_by_role("button", name="Approve for payment").count() == 0
    lead.opens(address).finds_it_accessible().presses("Approve for payment").sees("It is the turn of the payments officer")
    payer.opens(address).finds_it_accessible().presses("Release the payment").sees("Released")
    claim = Claim.objects.get(invoice_number="DOR-2003")
    people = {claim.submitted_by_id, claim.certified_by_id, claim.checked_by_id, claim.approved_by_id}
    assert len(people) == 4
    assert claim.payment is not None
    assert claim.payment.released_by_id not in people
    drawn = [str(entry.amount) for entry in LedgerEntry.objects.filter(payment=claim.payment)]
    assert drawn in ([], ["542.50"])  # the run pays within minutes


def test_the_same_work_twice_is_refused_in_words(anybody: Callable[..., Any]) -> None:
    officer = anybody(accounts.COUNCIL.email, width=360)
    waiting = Claim.objects.filter(status="submitted", council__code="DST").earliest("pk")
    first, last = waiting.starts_on, waiting.last_day
    assert first is not None
    assert last is not None
    starts(officer, str(first.day), str(first.month), str(last.day), str(last.month))
    page = officer.page
    page.locator("[name=work_1]").select_option(value=waiting.lines.get().work)
    page.locator("[name=role_1]").select_option(label="Planning officer")
    page.locator("[name=days_1]").fill("1")
    officer.fills("Your invoice number", "DOR-2002")
    page.locator("[name=evidence]").set_input_files({"name": "hours.csv", "mimeType": "text/csv", "buffer": b"day,hours\n2,7\n"})
    officer.presses("Save and check before sending").sees(f"Claim {waiting.pk} is for").finds_it_accessible()


def test_the_lead_agrees_a_day_rate_and_anybody_reads_it(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email, width=360)
    lead.opens(f"{MISSION}day-rates/").presses("Agree this rate").sees("There is a problem").finds_it_accessible()
    lead.fills("Role", "Conservation officer").fills("Pounds a day", "301.50").fills_day("starts_on", "1", "4", "2026")
    lead.fills("Where was it agreed?", "Minutes of the working group").presses("Agree this rate").sees("£301.50")
    anybody(None).opens(f"{MISSION}day-rates/").sees("Conservation officer").finds_it_accessible()


def test_a_supplier_sees_its_own_subsidy_page_only(anybody: Callable[..., Any]) -> None:
    member = anybody(accounts.MEMBER.email)
    member.opens(f"{MISSION}subsidies/").sees("The rules today").finds_it_accessible()
    supplier = anybody(accounts.SUPPLIER.email, width=360)
    award = SubsidyNotice.objects.select_related("award").earliest("pk").award
    supplier.opens(f"{MISSION}awards/{award.reference}/subsidy/").sees("Told of £84,500").finds_it_accessible()
