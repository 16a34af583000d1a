"""A pass of the standard’s conformance test proves a milestone: recorded by one, verified by another, kept from then on."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from funding.actions import conformance, milestones
from funding.models import Award, ConformancePass, Milestone
from funding.reminders import without_evidence
from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from tests.funding.awarding import NOW, ON, Cast, active, make_cast
from tests.making import client_of, give, make_user

pytestmark = pytest.mark.django_db
REPORT = "https://www.example.org/report"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def award(cast: Cast) -> Award:
    """It runs; its one milestone of £400 is proven by a conformance test, and the recipient has reported it."""
    award = active(cast)
    Milestone.objects.create(award=award, number=1, title="Passes", kind="conformance", due_on=ON, amount=Decimal(400))
    place = cast.at(cast.signatory, award)
    milestones.report(by=cast.signatory, place=place, number=1, report="It passes.", evidence_url="", now=NOW)
    return award


def enter(cast: Cast, award: Award, **values: object) -> None:
    user = values.pop("by", cast.signatory)
    about = {"product": " Plan 2 ", "standard": "Trees 1.0", "passed_on": ON, "report_url": REPORT, **values}
    conformance.record_pass(by=user, place=cast.at(user, award), number=1, now=NOW, **about)  # type: ignore[arg-type]


def confirm(cast: Cast, award: Award) -> None:
    milestones.confirm(by=cast.lead, place=cast.at(cast.lead, award), number=1, now=NOW)


def test_a_milestone_is_confirmed_only_after_its_pass_was_verified(cast: Cast, award: Award) -> None:
    with pytest.raises(NotNow, match="Record the pass"):
        confirm(cast, award)
    enter(cast, award)
    with pytest.raises(NotNow, match="Record the pass"):
        confirm(cast, award)
    conformance.verify_pass(by=cast.member, place=cast.at(cast.member, award), number=1, now=NOW)
    confirm(cast, award)
    assert award.milestones.get().status == "met"
    assert ConformancePass.objects.get().product == "Plan 2"


def test_nobody_verifies_what_they_recorded_and_the_database_neither(cast: Cast, award: Award) -> None:
    enter(cast, award, by=cast.member)
    with pytest.raises(NotAllowed, match="somebody else verifies"):
        conformance.verify_pass(by=cast.member, place=cast.at(cast.member, award), number=1, now=NOW)
    with pytest.raises(IntegrityError, match="conformance_verified_by_another"), transaction.atomic():
        ConformancePass.objects.update(verified_by=cast.member, verified_at=NOW)


def test_who_works_for_the_recipient_verifies_nothing(cast: Cast, award: Award) -> None:
    enter(cast, award)
    both = give(give(make_user(), "member", cast.mission), "coordinator", cast.council)
    with pytest.raises(NotAllowed, match="work for the recipient"):
        conformance.verify_pass(by=both, place=cast.at(both, award), number=1, now=NOW)


def test_a_pass_is_corrected_until_it_is_verified(cast: Cast, award: Award) -> None:
    enter(cast, award)
    enter(cast, award, product="Plan 3")
    assert ConformancePass.objects.get().product == "Plan 3"
    conformance.verify_pass(by=cast.member, place=cast.at(cast.member, award), number=1, now=NOW)
    with pytest.raises(NotNow, match="doesn’t change"):
        enter(cast, award, product="Plan 4")


def test_a_pass_to_come_is_no_pass(cast: Cast, award: Award) -> None:
    with pytest.raises(NotNow, match="future"):
        enter(cast, award, passed_on=ON + dt.timedelta(days=1))


def test_other_milestones_have_no_pass(cast: Cast, award: Award) -> None:
    award.milestones.update(kind="delivery")
    with pytest.raises(NotNow, match="no such milestone"):
        enter(cast, award)
    confirm(cast, award)


def test_a_recorded_pass_is_the_evidence_that_reminders_ask_for(cast: Cast, award: Award) -> None:
    assert without_evidence(Milestone.objects.all()).exists()
    enter(cast, award)
    assert not without_evidence(Milestone.objects.all()).exists()


def test_a_pass_and_its_audit_row_fall_together(cast: Cast, award: Award, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(conformance, "record", broken)
    with pytest.raises(RuntimeError):
        enter(cast, award)
    assert not ConformancePass.objects.exists()
    assert not AuditRow.objects.filter(action__startswith="conformance").exists()


def test_from_the_form_to_the_verified_pass(cast: Cast, award: Award) -> None:
    address = f"/missions/{cast.mission.slug}/awards/{award.reference}/milestones/1/conformance/"
    day = {"passed_on_day": "1", "passed_on_month": "9", "passed_on_year": "2026"}
    supplier, member = client_of(cast.signatory), client_of(cast.member)
    assert "Enter the address of the report." in supplier.post(address, {"product": "Plan"}).content.decode()
    supplier.post(address, {"product": "Plan 2", "standard": "Trees 1.0", "report_url": REPORT, **day})
    assert "Verify this pass" not in supplier.get(address).content.decode()
    assert "Verify this pass" in member.get(address).content.decode()
    member.post(f"{address}verify/")
    assert "it is the evidence of this milestone" in member.get(address).content.decode()


def test_the_page_of_the_milestone_leads_to_its_test_and_other_milestones_to_none(cast: Cast, award: Award) -> None:
    page = f"{award.get_absolute_url()}milestones/1/"
    assert f'href="{page}conformance/"' in client_of(cast.signatory).get(page).content.decode()
    Milestone.objects.update(kind="delivery")
    assert "conformance" not in client_of(cast.signatory).get(page).content.decode()
