"""Never overspent: on any path, however many approve at once."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from funding.actions import awards, payments, variations
from funding.ledger import reconcile
from funding.models import Award, FundYear, LedgerEntry, Payment, PaymentRun
from funding.terms import Terms
from missions.core.models import AuditRow, Job
from missions.core.refusals import NotAllowed, NotNow
from tests.funding.awarding import NOW, Cast, active, approved, drafted, make_cast, submitted


def refused_by_database(sql: str, *values: Any) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


@pytest.mark.django_db(transaction=True)
def test_of_32_approvals_at_once_10_fit_and_22_are_refused_with_what_is_left() -> None:
    cast = make_cast("10000.00")
    waiting = [submitted(cast) for _ in range(32)]

    def approve(award: Award) -> str:
        try:
            awards.approve(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
        except NotNow as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(approve, waiting))
    assert answers.count("") == 10
    assert {answer for answer in answers if answer} == {"The fund has £0 left in 2026/27, and this needs £1,000."}
    assert FundYear.objects.get(start_year=2026).committed == Decimal("10000.00")
    assert Award.objects.filter(status="approved").count() == 10
    assert LedgerEntry.objects.count() == 10
    assert reconcile() == []


@pytest.mark.django_db
def test_raw_sql_can_neither_overcommit_nor_overpay_nor_touch_totals_or_entries() -> None:
    cast = make_cast("1500.00")
    award, second = approved(cast), submitted(cast)
    year = FundYear.objects.get(start_year=2026)
    commit = (
        "INSERT INTO funding_ledgerentry (award_id, fund_year_id, kind, amount, made_at, note) VALUES (%s, %s, %s, %s, now(), '')"
    )
    assert refused_by_database(commit, second.pk, year.pk, "commit", Decimal("500.01"))
    assert refused_by_database("UPDATE funding_fundyear SET committed = 0")
    assert refused_by_database("UPDATE funding_fundyear SET budget = 999.99 WHERE start_year = 2026")
    assert refused_by_database("UPDATE funding_award SET paid = 1 WHERE id = %s", award.pk)
    assert refused_by_database("UPDATE funding_award SET amount = 2 WHERE id = %s", award.pk)
    assert refused_by_database("UPDATE funding_award SET status = 'approved' WHERE id = %s", second.pk)
    assert refused_by_database("UPDATE funding_ledgerentry SET amount = 1")
    assert refused_by_database("DELETE FROM funding_ledgerentry")


@pytest.mark.django_db
def test_a_fund_without_a_published_budget_approves_nothing() -> None:
    cast = make_cast(published=False)
    with pytest.raises(NotNow, match="no published budget for 2026/27"):
        approved(cast)


@pytest.mark.django_db
def test_who_submitted_or_changed_it_never_approves_it_and_raw_sql_neither() -> None:
    cast = make_cast()
    award = drafted(cast)
    awards.submit(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    with pytest.raises(NotAllowed, match="somebody else approves"):
        awards.approve(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    sql = "UPDATE funding_award SET approved_by_id = %s, approved_at = now() WHERE id = %s"
    assert refused_by_database(sql, cast.lead.pk, award.pk)
    assert refused_by_database(sql, cast.officer.pk, award.pk)


@pytest.mark.django_db
def test_who_submitted_it_before_it_was_returned_never_approves_it() -> None:
    cast = make_cast()
    award = drafted(cast)
    awards.submit(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    awards.send_back(by=cast.director, place=cast.at(cast.director, award), reason="Say which years.", now=NOW)
    awards.submit(by=cast.member, place=cast.at(cast.member, award), now=NOW)
    with pytest.raises(NotAllowed, match="You submitted or changed this"):
        awards.approve(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    sql = "UPDATE funding_award SET approved_by_id = %s, approved_at = now() WHERE id = %s"
    assert refused_by_database(sql, cast.lead.pk, award.pk)
    assert refused_by_database("DELETE FROM funding_awardauthor WHERE award_id = %s", award.pk)
    assert refused_by_database("UPDATE funding_awardauthor SET user_id = %s WHERE award_id = %s", cast.officer.pk, award.pk)
    awards.approve(by=cast.director, place=cast.at(cast.director, award), now=NOW)
    assert Award.objects.get(pk=award.pk).approved_by == cast.director


@pytest.mark.django_db
def test_who_changed_an_award_by_raw_sql_is_remembered_too() -> None:
    cast = make_cast()
    award = submitted(cast)
    Award.objects.filter(pk=award.pk).update(edited_by=cast.lead)
    Award.objects.filter(pk=award.pk).update(edited_by=cast.member)
    assert {author.user for author in award.authors.all()} == {cast.member, cast.lead}
    with pytest.raises(NotAllowed, match="You submitted or changed this"):
        awards.approve(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)


@pytest.mark.django_db
def test_who_proposed_other_terms_before_never_approves_a_later_change() -> None:
    cast = make_cast()
    award = active(cast)
    for by, amount in ((cast.lead, "900.00"), (cast.member, "950.00")):
        before = Terms.of(award)
        terms = Terms({2026: Decimal(amount)}, before.starts_on, before.ends_on, "", ())
        item = variations.propose(by=by, place=cast.at(by, award), terms=terms, reason="Less.", now=NOW)
        if by == cast.lead:
            variations.withdraw(by=by, place=cast.at(by, award), number=item.number, now=NOW)
    with pytest.raises(NotAllowed, match="You submitted or changed this"):
        variations.approve(by=cast.lead, place=cast.at(cast.lead, award), number=2, now=NOW)
    sql = "UPDATE funding_variation SET status = 'approved', decided_by_id = %s, decided_at = now() WHERE id = %s"
    assert refused_by_database(sql, cast.lead.pk, item.pk)
    variations.approve(by=cast.director, place=cast.at(cast.director, award), number=2, now=NOW)
    assert Award.objects.get(pk=award.pk).amount == Decimal(950)


@pytest.mark.django_db
def test_above_the_mandates_limit_the_director_approves() -> None:
    cast = make_cast("400000.00")
    award = submitted(cast, "250000.01")
    with pytest.raises(NotAllowed, match="the director approves"):
        awards.approve(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    assert refused_by_database(
        "UPDATE funding_award SET approved_by_id = %s, approved_at = now() WHERE id = %s", cast.lead.pk, award.pk
    )
    awards.approve(by=cast.director, place=cast.at(cast.director, award), now=NOW)
    assert Award.objects.get(pk=award.pk).status == "approved"


def ask(cast: Cast, award: Award, amount: str) -> Payment:
    place = cast.at(cast.member, award)
    return payments.request(by=cast.member, place=place, amount=Decimal(amount), what="Work", now=NOW)


@pytest.mark.django_db
def test_a_payment_is_asked_for_approved_and_released_by_three_people() -> None:
    cast = make_cast()
    award = active(cast)
    payment = ask(cast, award, "400.00")
    for user in (cast.lead, cast.member):
        sql = "UPDATE funding_payment SET status = 'released', released_by_id = %s, released_at = now() WHERE id = %s"
        assert refused_by_database(sql, user.pk, payment.pk)
    with pytest.raises(NotNow, match="£600 of this award"):
        ask(cast, award, "600.01")


@pytest.mark.django_db
def test_a_run_killed_in_the_middle_leaves_nothing_and_runs_again_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    award = active(cast)
    asked = [ask(cast, award, "300.00") for _ in range(3)]
    payments.release(by=cast.officer, standing=cast.stands(cast.officer), payments=asked, now=NOW)
    job, run, real = Job.objects.get(kind=payments.RUN_KIND), PaymentRun.objects.get(), payments.pay

    def killed(pk: int, **values: object) -> str | None:
        if pk == asked[1].pk:
            raise ConnectionError("the worker was killed")
        return real(pk, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(payments, "pay", killed)
    with pytest.raises(ConnectionError), transaction.atomic():
        payments.do_run(job, lambda *told: None)  # type: ignore[arg-type]
    assert not LedgerEntry.objects.filter(kind="pay").exists()
    monkeypatch.setattr(payments, "pay", real)
    for _ in range(2):
        payments.do_run(job, lambda *told: None)  # type: ignore[arg-type]
    assert Award.objects.get().paid == Decimal("900.00")
    assert LedgerEntry.objects.filter(kind="pay").count() == 3
    assert set(Payment.objects.filter(run=run).values_list("status", flat=True)) == {"paid"}
    assert reconcile() == []


@pytest.mark.django_db
def test_recovery_takes_money_back_and_returns_what_is_left_to_the_fund() -> None:
    cast = make_cast()
    award = active(cast)
    asked = [ask(cast, award, "600.00")]
    payments.release(by=cast.officer, standing=cast.stands(cast.officer), payments=asked, now=NOW)
    payments.do_run(Job.objects.get(kind=payments.RUN_KIND), lambda *told: None)  # type: ignore[arg-type]
    place = cast.at(cast.lead, award)
    awards.recover(by=cast.lead, place=place, amount=Decimal("450.25"), reason="Work stopped.", now=NOW)
    year = FundYear.objects.get(start_year=2026)
    assert (year.committed, year.paid) == (Decimal("149.75"), Decimal("149.75"))
    assert reconcile() == []


@pytest.mark.django_db
def test_an_approval_and_its_audit_row_fall_together(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    award = submitted(cast)
    place, before = cast.at(cast.lead, award), AuditRow.objects.count()

    def broken(*args: object, **values: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("funding.actions.moves.record", broken)
    with pytest.raises(RuntimeError):
        awards.approve(by=cast.lead, place=place, now=NOW)
    assert (Award.objects.get().status, LedgerEntry.objects.count()) == ("submitted", 0)
    assert AuditRow.objects.count() == before
