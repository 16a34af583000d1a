"""Funds, awards and payments: what was given is public, the rest is for the mission and, from the offer on, for its recipient."""

import datetime as dt
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from funding.models import (
    Award,
    AwardYear,
    Document,
    EntryKind,
    Fund,
    FundYear,
    LedgerEntry,
    Milestone,
    Payment,
    Variation,
)
from funding.terms import Terms
from missions.core import clock
from missions.core.files import keep
from missions.people.roles import COUNCIL_ROLES
from tests.access.rows import EVERYBODY, ON_MISSION, Row
from tests.access.world import World
from tests.making import make_award, make_council, numbers

COUNCIL = tuple(role.value for role in COUNCIL_ROLES)
SUPPLIER = ("product-contact", "supplier-signatory")
REPORTERS = ("signatory", "coordinator", "contributor")
STEWARDS = ("lead", "member", "facilitator")
APPROVERS = ("lead", "director")
PAYERS = ("payments-officer",)
WHOLE = (*ON_MISSION, *COUNCIL)
START, END = dt.date(2026, 4, 1), dt.date(2027, 3, 31)


def on_mission(world: World) -> dict[str, object]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, object]:
    return {"mission": world.mission.slug, "reference": world.award.reference}


def fund_of(world: World) -> Fund:
    values = {"name": "Fund of the matrix", "is_section_31": True}
    fund, _ = Fund.objects.get_or_create(mission=world.mission, slug="matrix", defaults=values)
    year = {"budget": Decimal(1_000_000), "published_on": START}
    FundYear.objects.get_or_create(fund=fund, start_year=2026, defaults=year)
    return fund


def of_fund(world: World) -> dict[str, object]:
    return {**on_mission(world), "slug": fund_of(world).slug}


def make(world: World, status: str) -> Award:
    """£1,000 with one milestone, drafted and submitted by the member, approved by the director, accepted by somebody else."""
    award = make_award(
        world.mission,
        world.council,
        fund=fund_of(world),
        reference=f"M{next(numbers)}",
        status="draft" if status == "draft" else "submitted",
        status_at=clock.now(),
        edited_by=world.person("member"),
        submitted_by=None if status == "draft" else world.person("member"),
        starts_on=START,
        ends_on=END,
        route="competition",
    )
    AwardYear.objects.create(award=award, start_year=2026, amount=award.amount)
    Milestone.objects.create(award=award, number=1, title="Reached", due_on=END, amount=Decimal(400), status_at=clock.now())
    if status not in ("draft", "submitted"):
        year = FundYear.objects.get(fund=award.fund, start_year=2026)
        LedgerEntry.objects.create(award=award, fund_year=year, kind=EntryKind.COMMIT, amount=award.amount)
        award.refresh_from_db()
        award.approved_by, award.approved_at = world.person("director"), clock.now()
        award.accepted_by = world.person("stranger") if status in ("accepted", "active") else None
        award.status = status
        award.save()
    return award


def address(award: Award, **more: object) -> dict[str, object]:
    return {"mission": award.fund.mission.slug, "reference": award.reference, **more}


def draft(world: World) -> dict[str, object]:
    return address(make(world, "draft"))


def submitted(world: World) -> dict[str, object]:
    return address(make(world, "submitted"))


def offered(world: World) -> dict[str, object]:
    return address(make(world, "offered"))


def accepted(world: World) -> dict[str, object]:
    return address(make(world, "accepted"))


def active(world: World) -> dict[str, object]:
    return address(make(world, "active"))


def to_submit(world: World) -> dict[str, object]:
    return {**draft(world), "name": "submit"}


def to_approve(world: World) -> dict[str, object]:
    return {**submitted(world), "name": "approve"}


def to_return(world: World) -> dict[str, object]:
    return {**submitted(world), "name": "return"}


def to_accept(world: World) -> dict[str, object]:
    return {**offered(world), "name": "accept"}


def to_recover(world: World) -> dict[str, object]:
    return {**active(world), "name": "recover"}


def milestone_of_draft(world: World) -> dict[str, object]:
    return {**draft(world), "number": 1}


def planned(world: World) -> dict[str, object]:
    return {**active(world), "number": 1}


def reported(world: World) -> dict[str, object]:
    award = make(world, "active")
    award.milestones.update(status="reported", report="Done.", reported_by=world.person("stranger"))
    document_of(award, award.milestones.get())
    return address(award, number=1)


def to_confirm(world: World) -> dict[str, object]:
    return {**reported(world), "answer": "met"}


def document_of(award: Award, milestone: Milestone | None = None) -> Document:
    return Document.objects.create(award=award, milestone=milestone, title="Agreement", file=keep("a.txt", b"agreed"))


def with_document(world: World) -> dict[str, object]:
    award = make(world, "offered")
    return address(award, pk=document_of(award).pk)


def vary(world: World) -> Award:
    award = make(world, "active")
    terms = Terms.of(award).as_json()
    later = {**terms, "ends_on": "2027-04-30"}
    Variation.objects.create(
        award=award, number=1, reason="Late.", before=terms, after=later, amount=award.amount, proposed_by=world.person("member")
    )
    return award


def varied(world: World) -> dict[str, object]:
    return address(vary(world), number=1)


def changed(world: World) -> dict[str, object]:
    return address(vary(world))


def to_decide(world: World) -> dict[str, object]:
    return {**varied(world), "answer": "approve"}


def ask(world: World) -> Payment:
    award = make(world, "active")
    values = {"amount": Decimal(400), "what": "Time", "requested_by": world.person("member")}
    return Payment.objects.create(award=award, payee=world.council, number=1, **values)


def asked(world: World) -> dict[str, object]:
    return {**on_mission(world), "pk": ask(world).pk}


def paying(world: World) -> dict[str, object]:
    return address(ask(world).award)


def boxes(name: str, value: dt.date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def fund_data(world: World) -> dict[str, object]:
    return {"name": f"Another fund {next(numbers)}", "legal_power": "Localism Act 2011, section 1"}


def budget_data(world: World) -> dict[str, object]:
    return {"start_year": clock.today().year, "budget": "£5,000.50", **boxes("published_on", START)}


def award_data(world: World) -> dict[str, object]:
    return {"recipient": world.council.code, "purpose": "council-backfill", "summary": "Time", "year_2026": "1,000.50"}


def milestone_data(world: World) -> dict[str, object]:
    return {"title": "Reached", "kind": "delivery", "amount": "0", **boxes("due_on", END)}


def document_data(world: World) -> dict[str, object]:
    return {"title": "Agreement", "file": SimpleUploadedFile("agreement.txt", b"We agree.")}


def determination_data(world: World) -> dict[str, object]:
    return {"number": "31/1", "spend_kind": "revenue", **boxes("consent_on", START), **boxes("determined_on", START)}


def variation_data(world: World) -> dict[str, object]:
    days = {**boxes("starts_on", START), **boxes("ends_on", dt.date(2027, 5, 31)), **boxes("due_1", END)}
    return {"reason": "It takes longer.", "year_2026": "1000", "amount_1": "400", **days}


def novation_data(world: World) -> dict[str, object]:
    to = make_council(name="Successor")
    return {"giver": world.council.pk, "reason": "Order", "to_1": to.code, "part_1": "1000", **boxes("on", dt.date(2027, 4, 1))}


def payment_data(world: World) -> dict[str, object]:
    return {"of": "other", "what": "Time", "amount": "10"}


def release_data(world: World) -> dict[str, object]:
    return {"payment": ask(world).pk}


def only(roles: tuple[str, ...], seen_by: tuple[str, ...]) -> dict[str, int]:
    """Those who see it and may not: 403."""
    return dict.fromkeys(set(seen_by) - set(roles), 403)


OF_DRAFT = only(STEWARDS, ON_MISSION)
ROWS = [
    Row("funding:awards", EVERYBODY, on_mission),
    Row("funding:download", EVERYBODY, on_mission),
    Row("funding:award", EVERYBODY, one),
    Row("funding:award", ON_MISSION, draft, anonymous=404),
    Row("funding:award", ON_MISSION, submitted, anonymous=404),
    Row("funding:award", EVERYBODY, accepted),
    Row("funding:award", EVERYBODY, active),
    Row("funding:funds", EVERYBODY, on_mission),
    Row("funding:fund", EVERYBODY, of_fund),
    Row("funding:fund_new", APPROVERS, on_mission, otherwise=403),
    Row("funding:fund_new", APPROVERS, on_mission, ok=302, otherwise=403, method="post", data=fund_data),
    Row("funding:fund_edit", APPROVERS, of_fund, otherwise=403),
    Row("funding:fund_edit", APPROVERS, of_fund, ok=302, otherwise=403, method="post", data=fund_data),
    Row("funding:fund_budget", APPROVERS, of_fund, otherwise=403),
    Row("funding:fund_budget", APPROVERS, of_fund, ok=302, otherwise=403, method="post", data=budget_data),
    Row("funding:award_new", STEWARDS, of_fund, otherwise=403),
    Row("funding:award_new", STEWARDS, of_fund, ok=302, otherwise=403, method="post", data=award_data),
    Row("funding:awards_in_progress", (*WHOLE, *SUPPLIER), on_mission),
    Row("funding:award_edit", STEWARDS, draft, others=OF_DRAFT),
    Row("funding:award_edit", STEWARDS, draft, ok=302, method="post", data=award_data, others=OF_DRAFT),
    Row("funding:milestone_add", STEWARDS, draft, others=OF_DRAFT),
    Row("funding:milestone_add", STEWARDS, draft, ok=302, method="post", data=milestone_data, others=OF_DRAFT),
    Row("funding:milestone_remove", STEWARDS, milestone_of_draft, ok=302, method="post", others=OF_DRAFT),
    Row("funding:milestone", WHOLE, planned),
    Row("funding:milestone", WHOLE, reported),
    Row(
        "funding:milestone",
        REPORTERS,
        planned,
        ok=302,
        method="post",
        data=lambda world: {"report": "Done."},
        others=only(REPORTERS, WHOLE),
    ),
    Row("funding:milestone_check", STEWARDS, to_confirm, ok=302, method="post", others=only(STEWARDS, WHOLE)),
    Row("funding:document_add", STEWARDS, active, others=only(STEWARDS, WHOLE)),
    Row("funding:document_add", STEWARDS, active, ok=302, method="post", data=document_data, others=only(STEWARDS, WHOLE)),
    Row("funding:document_download", WHOLE, with_document),
    Row("funding:award_step", STEWARDS, to_submit, ok=302, method="post", others=OF_DRAFT),
    Row("funding:award_step", APPROVERS, to_approve, others=only(APPROVERS, ON_MISSION)),
    Row("funding:award_step", APPROVERS, to_approve, ok=302, method="post", others=only(APPROVERS, ON_MISSION)),
    Row(
        "funding:award_step",
        APPROVERS,
        to_return,
        ok=302,
        method="post",
        data=lambda world: {"reason": "Say more."},
        others=only(APPROVERS, ON_MISSION),
    ),
    Row("funding:award_step", ("signatory",), to_accept, others=only(("signatory",), WHOLE)),
    Row("funding:award_step", ("signatory",), to_accept, ok=302, method="post", others=only(("signatory",), WHOLE)),
    Row("funding:award_step", APPROVERS, to_recover, others=only(APPROVERS, WHOLE)),
    Row("funding:award_letter", WHOLE, offered),
    Row("funding:award_letter", STEWARDS, offered, ok=302, method="post", others=only(STEWARDS, WHOLE)),
    Row("funding:award_standard", STEWARDS, accepted, others=only(STEWARDS, WHOLE)),
    Row(
        "funding:award_standard",
        STEWARDS,
        accepted,
        ok=302,
        method="post",
        data=lambda world: {"officer_met": "yes"},
        others=only(STEWARDS, WHOLE),
    ),
    Row("funding:award_determination", STEWARDS, accepted, others=only(STEWARDS, WHOLE)),
    Row(
        "funding:award_determination",
        STEWARDS,
        accepted,
        ok=302,
        method="post",
        data=determination_data,
        others=only(STEWARDS, WHOLE),
    ),
    Row("funding:changes", WHOLE, changed),
    Row("funding:change_propose", STEWARDS, active, others=only(STEWARDS, WHOLE)),
    Row("funding:change_propose", STEWARDS, active, ok=302, method="post", data=variation_data, others=only(STEWARDS, WHOLE)),
    Row("funding:change", WHOLE, varied),
    Row("funding:change_decide", APPROVERS, to_decide, ok=302, method="post", others=only(APPROVERS, WHOLE)),
    Row("funding:award_payments", WHOLE, paying),
    Row("funding:award_payments", STEWARDS, paying, ok=302, method="post", data=payment_data, others=only(STEWARDS, WHOLE)),
    Row("funding:pass_on", WHOLE, active),
    Row("funding:pass_on", ("lead",), active, ok=302, method="post", data=novation_data, others=only(("lead",), WHOLE)),
    Row("funding:payments", ON_MISSION, on_mission),
    Row("funding:payments", PAYERS, on_mission, ok=302, method="post", data=release_data, others=only(PAYERS, ON_MISSION)),
    Row("funding:payment_refuse", PAYERS, asked, others=only(PAYERS, ON_MISSION)),
    Row(
        "funding:payment_refuse",
        PAYERS,
        asked,
        ok=302,
        method="post",
        data=lambda world: {"reason": "No invoice."},
        others=only(PAYERS, ON_MISSION),
    ),
]
