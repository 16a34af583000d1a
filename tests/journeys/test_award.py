"""An award from its draft to its last payment with six people, a change of its terms, and a refusal."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts
from config.demo.awards import FUND
from funding.models import Award, PaymentRun, StandardItem
from missions.core import clock, jobs
from missions.core.periods import FinancialYear

pytestmark = pytest.mark.journey
MISSION = "/missions/digital-planning/"


def parts(day: dt.date) -> tuple[str, str, str]:
    return str(day.day), str(day.month), str(day.year)


def test_an_award_from_draft_to_its_last_payment(anybody: Callable[..., Any]) -> None:
    today = clock.today()
    member = anybody(accounts.MEMBER.email)
    award = is_drafted(member, today)
    page = award.get_absolute_url()
    director = anybody(accounts.DIRECTOR.email)
    director.opens(page).sees("It is the turn of the approver").follows("Approve this award").finds_it_accessible()
    director.presses("Approve this award").sees("Approved. The mission team sends the offer next.")
    is_offered(member, page, today)
    signatory = anybody(accounts.SIGNATORY.email, width=360)
    signatory.opens(f"{MISSION}awards-in-progress/").follows(award.reference).sees("It is the turn of the recipient’s signatory")
    signatory.follows("Accept this award").presses("Accept this award").sees("Accepted.").finds_it_accessible()
    certifier = anybody(accounts.CERTIFIER.email)
    certifier.opens(page).follows("Certify this grant").presses("Certify this grant").sees("Certified by Daniel Marsh")
    starts(member, page)
    officer = anybody(accounts.COUNCIL.email, width=360)
    officer.opens(page).follows("1. Fifty orders are published").fills("How was it reached?", "They are on our open data page.")
    officer.finds_it_accessible().presses("Report it as reached").sees("Reported. The mission team looks at it next.")
    member.opens(f"{page}milestones/1/").presses("Confirm that it is met").sees("Payment for milestone 1 to be asked for")
    member.follows("Payments and ledger").page.get_by_label("Milestone 1. Fifty orders").check()
    member.presses("Ask for this payment").sees("The payments officer releases it next.").finds_it_accessible()
    is_paid(anybody(accounts.PAYER.email), award)
    signatory.opens(f"{page}payments/").sees("Paid: payment 1").finds_it_accessible()
    member.opens(page).follows("Close this award").finds_it_accessible().presses("Close this award").sees("The award is closed.")


def is_drafted(member: Any, today: dt.date) -> Award:
    """One milestone for the whole amount, submitted."""
    member.opens(f"{MISSION}awards/").follows("Funds and what they have left").follows("Publishing tree data")
    member.follows("Draft an award").presses("Save the draft").sees("There is a problem").finds_it_accessible()
    member.fills("Who receives it?", "Dorset Council").chooses("Paying for councils’ time").fills(
        "What is the money for", "A test"
    )
    member.fills(f"Pounds in {FinancialYear.of(today)}", "£1,250.50").chooses("Open competition")
    member.fills_day("starts_on", *parts(today)).fills_day("ends_on", *parts(today + dt.timedelta(days=60)))
    member.presses("Save the draft").sees("Add its milestones, then submit it.")
    member.follows("Add a milestone").fills("What has to be reached?", "Fifty orders are published")
    member.fills_day("due_on", *parts(today + dt.timedelta(days=30))).fills("Paid for it in pounds", "1250.50")
    member.presses("Add it").sees("Milestone 1 is added.").finds_it_accessible()
    member.follows("Submit for approval").presses("Submit for approval").sees("The approver is asked next.")
    return Award.objects.select_related("fund__mission").filter(fund__slug=FUND).latest("pk")


def is_offered(member: Any, page: str, today: dt.date) -> None:
    """With its determination."""
    member.opens(page).follows("Determination under section 31").fills("Number of the determination", "31/1").chooses("Revenue")
    member.fills_day("consent_on", *parts(today)).fills_day("determined_on", *parts(today)).finds_it_accessible()
    member.presses("Save it").follows("Send the offer").presses("Send the offer").sees("Offered.").follows("Award letter")
    member.sees_heading("Award letter").finds_it_accessible()


def starts(member: Any, page: str) -> None:
    """Once every item of the grants standard is answered."""
    member.opens(page).follows("Start this award").presses("Start this award").sees("neither met nor explained")
    member.finds_it_accessible().opens(page).follows("Checklist of the grants standard")
    for number in range(len(StandardItem.values)):
        member.chooses("Met", nth=number)
    member.finds_it_accessible().presses("Save the checklist").follows("Start this award").presses("Start this award")
    member.sees("The award is active.")


def is_paid(payer: Any, award: Award) -> None:
    """Chosen and released; the run does the rest."""
    payer.opens(f"{MISSION}payments/").presses("Release the chosen payments").sees("Choose at least one payment to release.")
    payer.page.get_by_label(f"of award {award.reference}").check()
    payer.finds_it_accessible().presses("Release the chosen payments").sees("Released in payment run")
    run = PaymentRun.objects.filter(payments__award=award).latest("number")
    jobs.run(run.job_id or 0, now=clock.now())


def test_a_change_of_terms_has_its_own_approval(anybody: Callable[..., Any]) -> None:
    award = Award.objects.select_related("fund__mission").get(fund__slug=FUND, status="active", paid__gt=0)
    page = award.get_absolute_url()
    member, director = anybody(accounts.MEMBER.email), anybody(accounts.DIRECTOR.email, width=360)
    member.opens(page).follows("Changes of the terms").finds_it_accessible().follows("Propose a change").finds_it_accessible()
    member.fills(f"Pounds in {FinancialYear.of(award.starts_on or clock.today())}", "23,000.00")
    member.fills("Why should the terms change?", "More orders than anybody knew.").presses("Propose this change")
    member.sees("Nothing changes until somebody else approves it.").finds_it_accessible()
    director.opens(f"{page}changes/1/").sees("It is the turn of the approver").finds_it_accessible()
    director.presses("Approve this change").sees("the earlier ones stay readable").sees("£31,250.50").sees("£30,750.50")


def test_the_director_refuses_an_award_with_a_reason(anybody: Callable[..., Any]) -> None:
    award = Award.objects.select_related("fund__mission").get(fund__slug=FUND, status="submitted")
    director = anybody(accounts.DIRECTOR.email)
    director.opens(award.get_absolute_url()).follows("Refuse it").presses("Refuse it").sees("Say why").finds_it_accessible()
    director.fills("Why?", "Boundaries come first.").presses("Refuse it").sees("Refused. The reason is kept with the award.")
    anybody(accounts.MEMBER.email).opens(award.get_absolute_url()).sees("Boundaries come first.").finds_it_accessible()
