"""Random sequences of moves by random people on real PostgreSQL: after each one every rule is recomputed, by SQL or from a log of our own.

The log says only what was answered, who did it and how much; what follows from it is counted here again, without the code under test.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from funding.actions import awards, payments, variations
from funding.models import Award, Payment, PaymentRun, StandardItem, Variation
from funding.terms import Terms
from missions.core.refusals import Refusal
from missions.stewardship.models import Mandate
from tests import making
from tests.funding.awarding import NOW, ON, Cast, make_cast

BUDGET, LIMIT = Decimal("10000.00"), Decimal("3000.00")
EXAMPLES, STEPS = 10, 30
AMOUNTS = ("0.01", "333.33", "1000.00", "2999.99", "3000.01", "6000.50")
# Two hold nearly every role, so that only the separation of duties can stop them.
PEOPLE = ("member", "lead", "director", "officer", "signatory", "everything", "everything_else")
# They come oftener, since moves of others are mostly refused for want of the role.
people = st.sampled_from((*PEOPLE, *(3 * ("everything", "everything_else"))))
approvers = st.sampled_from(("lead", "director", "everything", "everything_else"))
amounts, which = st.sampled_from(AMOUNTS), st.integers(0, 5)

# What the books must say, by plain sums; each query finds what is wrong.
WRONG = {
    "a year’s totals are the sums of its entries, within its budget": """
        SELECT year.id FROM funding_fundyear year LEFT JOIN funding_ledgerentry entry ON entry.fund_year_id = year.id
         GROUP BY year.id HAVING
           year.committed <> coalesce(sum(entry.amount) FILTER (WHERE entry.kind IN ('commit', 'vary', 'close')), 0)
           OR year.paid <> coalesce(sum(entry.amount) FILTER (WHERE entry.kind IN ('pay', 'recover')), 0)
           OR year.committed > year.budget OR year.paid > year.committed OR year.paid < 0""",
    "an award’s totals are the sums of its entries, and nothing is paid beyond it": """
        SELECT award.id FROM funding_award award LEFT JOIN funding_ledgerentry entry ON entry.award_id = award.id
         GROUP BY award.id HAVING
           award.committed <> coalesce(sum(entry.amount) FILTER (WHERE entry.kind IN ('commit', 'vary', 'close')), 0)
           OR award.paid <> coalesce(sum(entry.amount) FILTER (WHERE entry.kind IN ('pay', 'recover')), 0)
           OR coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'pay'), 0) > award.amount
           OR (award.status IN ('approved', 'offered', 'accepted', 'active') AND award.committed <> award.amount)
           OR (award.status IN ('draft', 'submitted', 'rejected', 'declined', 'withdrawn') AND award.committed <> 0)
           OR (award.status IN ('completed', 'recovered') AND award.committed <> award.paid)""",
    "no year of an award is paid beyond what it promised": """
        SELECT entry.award_id FROM funding_ledgerentry entry GROUP BY entry.award_id, entry.fund_year_id HAVING
           sum(entry.amount) FILTER (WHERE entry.kind IN ('pay', 'recover'))
             > coalesce(sum(entry.amount) FILTER (WHERE entry.kind IN ('commit', 'vary', 'close')), 0)""",
    "an award is the sum of its years until it ends": """
        SELECT award.id FROM funding_award award LEFT JOIN funding_awardyear year ON year.award_id = award.id
         GROUP BY award.id HAVING coalesce(sum(year.amount), 0) <> award.amount""",
    "what is paid was drawn to the penny, once, and nothing else was": """
        SELECT payment.id FROM funding_payment payment LEFT JOIN funding_ledgerentry entry ON entry.payment_id = payment.id
         GROUP BY payment.id HAVING coalesce(sum(entry.amount), 0) <> CASE WHEN payment.status = 'paid' THEN payment.amount ELSE 0 END""",
    "asked for and paid together never pass the award": """
        SELECT award.id FROM funding_award award JOIN funding_payment payment ON payment.award_id = award.id
         WHERE payment.status <> 'refused' AND award.status NOT IN ('completed', 'recovered')
         GROUP BY award.id HAVING sum(payment.amount) > award.amount""",
}  # fmt: skip
# Paths past the pages. Each is refused wherever it would change a row.
RAW = (
    "UPDATE funding_ledgerentry SET amount = amount + 0.01",
    "DELETE FROM funding_ledgerentry",
    "UPDATE funding_fundyear SET committed = committed + 0.01",
    "UPDATE funding_award SET paid = paid + 0.01",
    "UPDATE funding_fundyear SET budget = committed - 0.01 WHERE committed > 0",
    "UPDATE funding_award SET approved_by_id = submitted_by_id WHERE submitted_by_id IS NOT NULL AND status <> 'recorded'",
    """UPDATE funding_award SET approved_by_id = author.user_id, approved_at = now()
         FROM funding_awardauthor author WHERE author.award_id = funding_award.id""",
    """UPDATE funding_variation SET status = 'approved', decided_by_id = author.user_id, decided_at = now()
         FROM funding_awardauthor author WHERE author.award_id = funding_variation.award_id""",
    "DELETE FROM funding_awardauthor",
    "UPDATE funding_payment SET amount = amount + 0.01",
    "UPDATE funding_payment SET released_by_id = requested_by_id WHERE status = 'requested'",
    "UPDATE funding_payment SET status = 'requested', paid_at = NULL WHERE status = 'paid'",
    "UPDATE funding_variation SET after = before",
    """INSERT INTO funding_ledgerentry (award_id, fund_year_id, kind, amount, made_at, note)
       SELECT award.id, year.id, 'commit', year.budget - year.committed + 0.01, now(), '' FROM funding_award award
         JOIN funding_fundyear year ON year.fund_id = award.fund_id""",
)  # fmt: skip


class Books(RuleBasedStateMachine):
    """A fund of £10,000 a year, a lead who approves up to £3,000, and awards that anybody may try to move."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.log: list[tuple[str, int, str, Decimal]] = []
        self.seen: list[tuple[Any, ...]] = []

    def teardown(self) -> None:
        """What one sequence wrote is gone before the next begins."""
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # What is there to move

    def user(self, name: str) -> Any:
        return getattr(self.cast, name)

    def pick(self, number: int, *statuses: str) -> Award:
        """One of the awards: of those in a status where there are any."""
        every = list(Award.objects.select_related("fund__mission", "recipient").order_by("pk"))
        found = [award for award in every if award.status in statuses] or every
        return found[number % len(found)]

    def tries(self, move: str, name: str, award: Award, do: Callable[..., object], **values: Any) -> bool:
        """Somebody tries a move; a refusal must be one in words, and only what was answered is noted."""
        user = self.user(name)
        try:
            with transaction.atomic():
                do(by=user, place=self.cast.at(user, award), now=NOW, **values)
        except (Refusal, Http404):  # the second: to somebody whom the award is no business of, it isn't there
            return False
        self.log.append((move, award.pk, name, Decimal(values.get("amount", 0))))
        return True

    # Moves

    @initialize(first=amounts, second=amounts)
    def two_awards_that_run(self, first: str, second: str) -> None:
        for number, amount in enumerate((first, second)):
            self.draft("member", amount, "0.01")
            for _ in range(5):
                self.goes_on(number)

    @rule(name=people, now_=amounts, later=amounts)
    def draft(self, name: str, now_: str, later: str) -> None:
        try:
            award = awards.draft(
                by=self.user(name),
                standing=self.cast.stands(self.user(name)),
                fund=self.cast.fund,
                years={2026: Decimal(now_), 2027: Decimal(later)},
                recipient=self.cast.council,
                purpose="council-backfill",
                starts_on=ON,
                ends_on=dt.date(2027, 3, 31),
                route="competition",
            )
        except Refusal:
            assert name in ("director", "officer", "signatory")
            return
        self.log.append(("edit", award.pk, name, Decimal(0)))

    @rule(number=which, name=people, amount=amounts)
    def edit(self, number: int, name: str, amount: str) -> None:
        self.tries("edit", name, self.pick(number), _edit, years={2026: Decimal(amount)})

    @rule(number=which)
    def goes_on(self, number: int) -> None:
        """The next step of the usual road, by who usually takes it."""
        award = self.pick(number)
        if award.status == "accepted":
            items = dict.fromkeys(StandardItem.values, (True, ""))
            awards.check_standard(by=self.cast.member, place=self.cast.at(self.cast.member, award), items=items, now=NOW)
        for status, move, names in (
            ("draft", "submit", ("member",)),
            ("submitted", "approve", ("lead", "director")),
            ("approved", "offer", ("member",)),
            ("offered", "accept", ("signatory",)),
            ("accepted", "activate", ("member",)),
        ):
            if award.status == status:
                _ = any(self.tries(move, name, award, getattr(awards, move)) for name in names)

    @rule(number=which, name=people, move=st.sampled_from(("submit", "approve", "offer", "accept", "activate")))
    def moves(self, number: int, name: str, move: str) -> None:
        self.tries(move, name, self.pick(number), getattr(awards, move))

    @rule(
        number=which,
        name=people,
        move=st.sampled_from(("reject", "withdraw", "decline", "complete")),
        fits=st.booleans(),
    )
    def ends(self, number: int, name: str, move: str, fits: bool) -> None:
        wanted = {"reject": "submitted", "decline": "offered", "complete": "active"}.get(move, "accepted")
        self.tries(move, name, self.pick(number, *([wanted] * fits)), getattr(awards, move), reason="It must end.")

    @rule(number=which, first=people, by=approvers, again=people)
    def is_returned(self, number: int, first: str, by: str, again: str) -> None:
        """Submitted, returned and submitted again, perhaps by somebody else; then the first one tries to approve it."""
        self.draft(again, "0.01", "0.01")
        award = self.pick(number, "draft", "submitted")
        self.tries("submit", first, award, awards.submit)
        self.tries("return", by, award, awards.send_back, reason="Say more.")
        self.tries("submit", again, award, awards.submit)
        self.tries("approve", first, award, awards.approve)

    @rule(number=which, name=people, amount=amounts)
    def recover(self, number: int, name: str, amount: str) -> None:
        self.tries(
            "recover",
            name,
            self.pick(number, "active", "completed"),
            awards.recover,
            amount=Decimal(amount),
            reason="Work stopped.",
        )

    @rule(number=which, name=people, now_=amounts, later=st.sampled_from(("0.00", *AMOUNTS)))
    def vary(self, number: int, name: str, now_: str, later: str) -> None:
        award = self.pick(number, "approved", "accepted", "active")
        before = Terms.of(award)
        years = {2026: Decimal(now_), 2027: Decimal(later)}
        terms = Terms(years, before.starts_on, before.ends_on, before.conditions, before.milestones)
        self.tries("propose", name, award, variations.propose, terms=terms, reason="Costs differ.")

    @rule(number=which, later=amounts)
    def terms_change(self, number: int, later: str) -> None:
        """Proposed and approved by who usually does it."""
        self.vary(number, "member", "1000.00", later)
        for name in ("lead", "director"):
            self.decide_variation(name, "approve")

    @rule(name=people, move=st.sampled_from(("approve", "approve", "reject", "withdraw")))
    def decide_variation(self, name: str, move: str) -> None:
        for item in Variation.objects.filter(status="proposed").select_related("award__fund__mission", "award__recipient"):
            values = {"reason": "No."} if move == "reject" else {}
            self.tries(f"{move} variation", name, item.award, getattr(variations, move), number=item.number, **values)

    @rule(number=which, name=people, amount=amounts)
    def ask_for_payment(self, number: int, name: str, amount: str) -> None:
        self.tries("ask", name, self.pick(number), payments.request, amount=Decimal(amount), what="Work")

    @rule(number=which, amount=amounts)
    def is_paid(self, number: int, amount: str) -> None:
        """Asked for, released and paid by who usually does it."""
        self.ask_for_payment(number, "member", amount)
        self.release_or_refuse("officer", release=True, most=3)
        self.pay(-1)

    @rule(name=people, release=st.booleans(), most=st.integers(1, 3))
    def release_or_refuse(self, name: str, release: bool, most: int) -> None:
        user, waiting = self.user(name), list(Payment.objects.filter(status="requested").order_by("pk")[:most])
        standing = self.cast.stands(user)
        try:
            with transaction.atomic():
                if release:
                    payments.release(by=user, standing=standing, payments=waiting, now=NOW)
                elif waiting:
                    payments.refuse(by=user, standing=standing, payment=waiting[0], reason="Not now.")
        except Refusal:
            return
        self.log += [("release", payment.award_id, name, payment.amount) for payment in waiting if release]

    @rule(number=which)
    def pay(self, number: int) -> None:
        """A run does its work, perhaps for the second time."""
        runs = list(PaymentRun.objects.select_related("job").order_by("pk"))
        if runs:
            payments.do_run(runs[number % len(runs)].job, lambda *told: None)  # type: ignore[arg-type]

    @rule(sql=st.sampled_from(RAW))
    def goes_past_the_pages(self, sql: str) -> None:
        before = _books()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
                assert cursor.rowcount == 0, f"not refused: {sql}"
        except DatabaseError:
            pass
        assert _books() == before

    # What holds after each

    @invariant()
    def the_books_add_up(self) -> None:
        with connection.cursor() as cursor:
            for what, sql in WRONG.items():
                cursor.execute(sql)
                assert cursor.fetchall() == [], what

    @invariant()
    def the_ledger_only_grows(self) -> None:
        rows = _rows("SELECT * FROM funding_ledgerentry ORDER BY id")
        assert rows[: len(self.seen)] == self.seen
        self.seen = rows

    @invariant()
    def duties_are_separate(self) -> None:
        """From our own log: nobody approves what they ever submitted, changed or proposed; nor pays what they asked for or approved."""
        authors, approvers = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
        asked: dict[int, str] = {}
        for move, award, name, _ in self.log:
            if move in ("edit", "submit", "propose"):
                authors[award].add(name)
            elif move == "ask":
                asked[award] = name
            elif move in ("approve", "approve variation"):
                assert name not in authors[award], f"{move} by one of its authors"
                approvers[award].add(name)
            elif move == "release":
                assert name not in approvers[award] | {asked[award]}, "released by who approved or asked"

    @invariant()
    def nothing_is_promised_or_paid_beyond_the_log(self) -> None:
        """Approvals that were answered and the money that they promised are the same awards."""
        approved = {award for move, award, *_ in self.log if move == "approve"}
        assert {pk for (pk,) in _rows("SELECT id FROM funding_award WHERE approved_by_id IS NOT NULL")} == approved
        assert {pk for (pk,) in _rows("SELECT DISTINCT award_id FROM funding_ledgerentry WHERE kind = 'commit'")} == approved
        released = sum((amount for move, *_, amount in self.log if move == "release"), Decimal(0))
        ((drawn,),) = _rows("SELECT coalesce(sum(amount), 0) FROM funding_ledgerentry WHERE kind = 'pay'")
        assert drawn <= released

    @invariant()
    def the_lead_keeps_to_the_limit(self) -> None:
        """Above £3,000 only a director has approved."""
        directors = {self.cast.director.pk, self.user("everything_else").pk}
        first = "SELECT award_id, sum(amount) FROM funding_ledgerentry WHERE kind = 'commit' GROUP BY award_id"
        by = dict(_rows("SELECT id, approved_by_id FROM funding_award WHERE approved_by_id IS NOT NULL"))
        for award, amount in _rows(first):
            assert amount <= LIMIT or by[award] in directors


def _edit(*, by: Any, place: Any, now: dt.datetime, years: dict[int, Decimal]) -> None:
    awards.edit(by=by, place=place, years=years)


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _books() -> list[list[tuple[Any, ...]]]:
    return [
        _rows("SELECT id, budget, committed, paid FROM funding_fundyear ORDER BY id"),
        _rows("SELECT id, status, amount, committed, paid, approved_by_id FROM funding_award ORDER BY id"),
        _rows("SELECT id, status, amount, released_by_id FROM funding_payment ORDER BY id"),
        _rows("SELECT * FROM funding_ledgerentry ORDER BY id"),
    ]


@pytest.mark.django_db
def test_every_rule_holds_over_random_sequences_of_moves() -> None:
    cast = make_cast(str(BUDGET))
    Mandate.objects.filter(mission=cast.mission).update(award_limit=LIMIT)
    for name, roles in {
        "everything": ("member", "lead", "payments-officer"),
        "everything_else": ("member", "director", "payments-officer"),
    }.items():
        user = making.give(making.make_user(), "signatory", cast.council)
        for role in roles:
            making.give(user, role, cast.mission)
        setattr(cast, name, user)
    moved: list[str] = []

    class Here(Books):
        def teardown(self) -> None:
            moved.extend(move for move, *_ in self.log)
            moved.extend("pay" for _ in range(len([row for row in self.seen if "pay" in row])))
            super().teardown()

    Here.cast = cast
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # The sequences must have got somewhere: money was promised, varied, paid and given back.
    wanted = {
        "submit",
        "return",
        "approve",
        "offer",
        "accept",
        "activate",
        "propose",
        "approve variation",
        "ask",
        "release",
        "pay",
    }
    assert wanted <= set(moved), wanted - set(moved)
    assert {"complete", "withdraw", "decline", "recover"} & set(moved)
