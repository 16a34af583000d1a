"""Paying for councils’ time, and an award to a supplier: made up, and walked through the same actions that pages use.

The funds are illustrative, so that none of this counts beside the money that was really awarded.
"""

import datetime as dt
from decimal import Decimal

from codesign.models import Round
from config.demo.accounts import CERTIFIER, COUNCIL, DIRECTOR, LEAD, MEMBER, PAYER, SIGNATORY
from config.demo.people import SUPPLIER_NAME
from funding.access import award_for
from funding.actions import awards, day_rates, funds
from funding.actions import claims as claiming
from funding.actions import subsidy as subsidies
from funding.actions.documents import SentFile
from funding.claim_access import claim_for
from funding.models import Award, Claim, Fund, StandardItem
from missions.core import clock, jobs
from missions.core.periods import FinancialYear
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission

TIME_AMOUNT, SUPPLIER_AMOUNT = Decimal("9600.00"), Decimal("84500.00")
OFFICER, DATA_OFFICER = "Planning officer", "Data officer"
TIMESHEET = "day,who,hours\nMonday,planning officer,3.7\nTuesday,planning officer,7.4\n"


class Stage:
    """Who does something on which day."""

    def __init__(self, mission: Mission, people: dict[str, User], moment: dt.datetime) -> None:
        self.mission, self.people, self.now = mission, people, moment
        self.on = clock.london_day(moment)

    def standing(self, email: str) -> Standing:
        """How somebody stands that day."""
        return stand(self.people[email], self.mission.slug, on=self.on)

    def later(self, days: int) -> "Stage":
        """The same people some days later."""
        return Stage(self.mission, self.people, self.now + dt.timedelta(days=days))


def pay_for_time(mission: Mission, people: dict[str, User], *, now: dt.datetime) -> None:
    """Dorset has an award for its time, one claim paid, one waiting and one in draft; a supplier is asked to confirm its position."""
    stage = Stage(mission, people, now - dt.timedelta(days=110))
    fund = _fund(stage, "codesign-time", "Time for co-design (made up)", is_section_31=True)
    award = _accepted(stage, _award_to_dorset(stage, fund))
    for role, amount in ((OFFICER, "310.00"), (DATA_OFFICER, "285.50")):
        day_rates.agree(
            by=people[LEAD.email],
            standing=stage.standing(LEAD.email),
            role=role,
            amount=Decimal(amount),
            starts_on=stage.on,
            source="Agreed with councils in the working group (made up)",
        )
    ended, going_on = (
        Round.objects.filter(mission=mission, status=status).earliest("opens_at") for status in ("responded", "open")
    )
    paid = _written(stage.later(52), award, ended, OFFICER, "2.50", "DOR-1041", 48, 42)
    _paid(stage.later(53), paid)
    waiting = _written(stage.later(108), award, going_on, OFFICER, "1.25", "DOR-1107", 10, 5)
    _submitted(stage.later(108), waiting)
    _written(stage.later(109), award, going_on, DATA_OFFICER, "0.75", "", 10, 2)
    _told_supplier(stage.later(100))


def _fund(stage: Stage, slug: str, name: str, **values: bool) -> Fund:
    lead, standing = stage.people[LEAD.email], stage.standing(LEAD.email)
    power = "Section 31 of the Local Government Act 2003" if values else "Section 1 of the Localism Act 2011 (made up)"
    fund = funds.create_fund(by=lead, standing=standing, slug=slug, name=name, legal_power=power, is_illustrative=True, **values)
    first = FinancialYear.of(stage.on).start_year
    for year in (first, first + 1):
        funds.publish_budget(
            by=lead, standing=standing, fund=fund, start_year=year, budget=Decimal("250000.00"), published_on=stage.on
        )
    return fund


def _drafted(stage: Stage, fund: Fund, recipient: Organisation, amount: Decimal, purpose: str, summary: str) -> Award:
    award = awards.draft(
        by=stage.people[MEMBER.email],
        standing=stage.standing(MEMBER.email),
        fund=fund,
        years={FinancialYear.of(stage.on).start_year: amount},
        recipient=recipient,
        purpose=purpose,
        summary=summary,
        starts_on=stage.on,
        ends_on=stage.on + dt.timedelta(days=364),
        route="direct",
        route_reason="It is the one that takes part in the test.",
    )
    place = award_for(stage.standing(MEMBER.email), award.reference)
    awards.submit(by=stage.people[MEMBER.email], place=place, now=stage.now)
    return award


def _award_to_dorset(stage: Stage, fund: Fund) -> Award:
    dorset = Organisation.objects.get(code="DST")
    return _drafted(
        stage, fund, dorset, TIME_AMOUNT, "council-backfill", "Officers’ time in rounds and in testing the tree standard"
    )


def _accepted(stage: Stage, award: Award) -> Award:
    """Approved by the director, determined, accepted and certified by the council, active."""

    def place(email: str) -> dict[str, object]:
        return {"by": stage.people[email], "place": award_for(stage.standing(email), award.reference)}

    awards.approve(**place(DIRECTOR.email), now=stage.now)  # type: ignore[arg-type]
    awards.determine(
        **place(MEMBER.email),  # type: ignore[arg-type]
        number="31/0000 (made up)",
        spend_kind="revenue",
        consent_on=stage.on,
        determined_on=stage.on,
    )
    awards.offer(**place(MEMBER.email), now=stage.now)  # type: ignore[arg-type]
    awards.accept(**place(SIGNATORY.email), now=stage.now)  # type: ignore[arg-type]
    awards.certify(**place(CERTIFIER.email), now=stage.now)  # type: ignore[arg-type]
    items = dict.fromkeys(StandardItem.values, (True, "")) | {"competition": (False, "Every council that takes part is paid.")}
    awards.check_standard(**place(MEMBER.email), items=items, now=stage.now)  # type: ignore[arg-type]
    awards.activate(**place(MEMBER.email), now=stage.now)  # type: ignore[arg-type]
    return Award.objects.get(pk=award.pk)


def _written(
    stage: Stage, award: Award, round_: Round, role: str, days: str, invoice: str, first_days_ago: int, last_days_ago: int
) -> Claim:
    """A draft of Dorset’s for days that are over, with its timesheet."""
    by, standing = stage.people[COUNCIL.email], stage.standing(COUNCIL.email)
    first = stage.on - dt.timedelta(days=first_days_ago)
    after = stage.on - dt.timedelta(days=last_days_ago - 1)
    claim = claiming.begin(by=by, standing=standing, award=award, council=award.recipient, starts_on=first, ends_on=after)
    place = claim_for(standing, claim.pk)
    rate = award.fund.mission.paid_roles.get(name=role)
    line = claiming.Line(f"round-{round_.pk}", rate.pk, Decimal(days))
    words = "Reading the round, answering it, and asking colleagues in conservation and legal."
    file = SentFile("timesheet.csv", f"{TIMESHEET}{invoice}\n".encode()) if invoice else None
    claiming.write(by=by, place=place, written=claiming.Written(first, after, invoice, words, [line]), file=file)
    return claim


def _submitted(stage: Stage, claim: Claim) -> None:
    place = claim_for(stage.standing(COUNCIL.email), claim.pk)
    claiming.submit(by=stage.people[COUNCIL.email], place=place, now=stage.now)


def _paid(stage: Stage, claim: Claim) -> None:
    """Sent, certified, checked, approved, released by five people; the run pays it at once."""
    _submitted(stage, claim)
    for email, move, days in (
        (CERTIFIER.email, claiming.certify, 2),
        (MEMBER.email, claiming.check, 5),
        (LEAD.email, claiming.approve, 6),
        (PAYER.email, claiming.pay, 8),
    ):
        then = stage.later(days)
        move(by=stage.people[email], place=claim_for(then.standing(email), claim.pk), now=then.now)
    claim.refresh_from_db()
    assert claim.payment is not None  # noqa: S101 - it was approved
    run = claim.payment.run
    assert run is not None  # noqa: S101 - it was released
    assert run.job_id is not None  # noqa: S101 - and so a job was asked for
    jobs.run(run.job_id, now=stage.later(8).now)


def _told_supplier(stage: Stage) -> None:
    """The supplier knows the amount and has not confirmed its position yet."""
    fund = _fund(stage, "supplier-adoption", "Supplier adoption (made up)")
    supplier = Organisation.objects.get(kind="supplier", name=SUPPLIER_NAME)
    summary = "Exports that meet the tree standard, tested with three councils"
    award = _drafted(stage, fund, supplier, SUPPLIER_AMOUNT, "supplier-adoption", summary)
    subsidies.notify(by=stage.people[MEMBER.email], standing=stage.standing(MEMBER.email), award=award, now=stage.now)
