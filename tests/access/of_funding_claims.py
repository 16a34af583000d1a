"""Claims, day rates and the subsidy rules: councils and suppliers meet their own only."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from funding.models import (
    ActorMember,
    Award,
    Claim,
    ClaimFile,
    ConformancePass,
    EconomicActor,
    Fund,
    FundYear,
    LedgerEntry,
    Milestone,
    SubsidyNotice,
)
from missions.core.files import keep
from missions.people.roles import COUNCIL_ROLES
from tests.access.rows import EVERYBODY, ON_MISSION, Row
from tests.access.world import World
from tests.making import make_award, numbers

COUNCIL = tuple(role.value for role in COUNCIL_ROLES)
SUPPLIER = ("product-contact", "supplier-signatory")
WRITERS = ("coordinator", "contributor")
LEAD_OR_MEMBER = ("lead", "member", "facilitator")
DAYS = {
    "starts_on_day": "1",
    "starts_on_month": "10",
    "starts_on_year": "2026",
    "last_day_day": "31",
    "last_day_month": "10",
    "last_day_year": "2026",
}


def on_mission(world: World) -> dict[str, object]:
    return {"mission": world.mission.slug}


def make_claim(world: World, status: str = "draft") -> Claim:
    values: dict[str, object] = {"status": status, "invoice_number": f"I-{next(numbers)}"}
    if status != "draft":
        values["submitted_by"] = world.person("participant")
    if status in ("certified", "checked"):
        values["certified_by"] = world.person("data-provider")
    if status == "checked":
        values["checked_by"] = world.person("stranger")
    return Claim.objects.create(
        award=world.award,
        council=world.council,
        starts_on=dt.date(2026, 10, 1),
        ends_on=dt.date(2026, 11, 1),
        created_by=world.person("coordinator"),
        **values,
    )


def draft(world: World) -> dict[str, object]:
    return {**on_mission(world), "pk": make_claim(world).pk}


def sent(world: World) -> dict[str, object]:
    return {**on_mission(world), "pk": make_claim(world, "submitted").pk}


def file_of(world: World) -> dict[str, object]:
    claim = make_claim(world)
    file = keep("a.txt", b"hours")
    added = ClaimFile.objects.create(claim=claim, file=file, name="a.txt", added_by=world.person("coordinator"))
    return {**on_mission(world), "pk": claim.pk, "file": added.pk}


def to_certify(world: World) -> dict[str, object]:
    return {**sent(world), "step": "certify"}


def to_check(world: World) -> dict[str, object]:
    return {**on_mission(world), "pk": make_claim(world, "certified").pk, "step": "check"}


def to_withdraw(world: World) -> dict[str, object]:
    return {**sent(world), "step": "withdraw"}


def of_supplier(world: World, status: str = "submitted") -> dict[str, object]:
    award = make_award(
        world.mission, world.supplier, reference=f"S{next(numbers)}", status=status, awarded_on=dt.date(2026, 5, 1)
    )
    return {**on_mission(world), "reference": award.reference}


def given(world: World) -> dict[str, object]:
    return of_supplier(world, "recorded")


def told(world: World) -> dict[str, object]:
    found = of_supplier(world)
    award = world.supplier.awards.get(reference=found["reference"])
    SubsidyNotice.objects.create(award=award, amount=award.amount, limit=315_000, notified_by=world.person("stranger"))
    return found


def confirmed(world: World) -> dict[str, object]:
    found = told(world)
    world.supplier.awards.get(reference=found["reference"]).subsidy_notices.update(
        confirmed_at=timezone.now(),
        confirmed_by=world.person("supplier-signatory"),
        confirmation="Yes.",
        document=keep("a.txt", b"yes"),
    )
    return found


def member(world: World) -> dict[str, object]:
    made = ActorMember.objects.filter(organisation=world.supplier).first()
    if made is None:
        actor = EconomicActor.objects.create(name="Group")
        made = ActorMember.objects.create(
            actor=actor, organisation=world.supplier, starts_on=dt.date(2020, 1, 1), source="Register"
        )
    return {**on_mission(world), "pk": made.pk}


def group(world: World) -> dict[str, object]:
    day = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2026"}
    return {"organisation": world.supplier.pk, "group": "Group", "source": "Register", **day}


def rate(world: World) -> dict[str, str]:
    day = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2026"}
    return {"role": "Officer", "amount": "300", "source": "Prospectus", **day}


def proven_by_a_test(world: World, by: str = "") -> dict[str, object]:
    award = make_running(world)
    item = Milestone.objects.create(
        award=award, number=1, title="Passes", kind="conformance", due_on=dt.date(2026, 12, 1), amount=Decimal(1)
    )
    if by:
        ConformancePass.objects.create(
            milestone=item,
            product="Plan 2",
            standard="Trees 1.0",
            passed_on=dt.date(2026, 5, 1),
            report_url="https://www.example.org/report",
            entered_by=world.person(by),
        )
    return {**on_mission(world), "reference": award.reference, "number": 1}


def make_running(world: World) -> Award:
    """Active, past the actions: £1 is promised and nothing is paid."""
    fund, _ = Fund.objects.get_or_create(mission=world.mission, slug="running", defaults={"name": "Running"})
    year, _ = FundYear.objects.get_or_create(
        fund=fund, start_year=2026, defaults={"budget": Decimal(1000), "published_on": dt.date(2026, 4, 1)}
    )
    values = {"fund": fund, "reference": f"S{next(numbers)}", "status": "submitted", "submitted_by": world.person("member")}
    award = make_award(world.mission, world.supplier, "1.00", **values)
    LedgerEntry.objects.create(award=award, fund_year=year, kind="commit", amount=award.amount)
    award.refresh_from_db()
    award.approved_by, award.approved_at = world.person("director"), timezone.now()
    award.accepted_by, award.status = world.person("supplier-signatory"), "active"
    award.save()
    return award


def a_pass(world: World) -> dict[str, str]:
    day = {"passed_on_day": "1", "passed_on_month": "5", "passed_on_year": "2026"}
    return {"product": "Plan 2", "standard": "Trees 1.0", "report_url": "https://www.example.org/report", **day}


ROWS = [
    Row("funding:your_time", EVERYBODY, on_mission),
    Row("funding:day_rates", EVERYBODY, on_mission),
    Row("funding:day_rates", ("lead",), on_mission, ok=302, otherwise=403, anonymous=403, method="post", data=rate),
    Row("funding:claims", (*ON_MISSION, *COUNCIL), on_mission),
    Row("funding:claim_begin", (*ON_MISSION, *COUNCIL), on_mission),
    Row("funding:claim", COUNCIL, draft),
    Row("funding:claim", (*ON_MISSION, *COUNCIL), sent),
    Row("funding:claim_edit", WRITERS, draft, others=dict.fromkeys(set(COUNCIL) - set(WRITERS), 403)),
    Row(
        "funding:claim_edit",
        WRITERS,
        draft,
        ok=302,
        method="post",
        data=lambda world: DAYS,
        others=dict.fromkeys(set(COUNCIL) - set(WRITERS), 403),
    ),
    Row("funding:claim_file", COUNCIL, file_of),
    Row(
        "funding:claim_file_remove",
        WRITERS,
        file_of,
        ok=302,
        method="post",
        others=dict.fromkeys(set(COUNCIL) - set(WRITERS), 403),
    ),
    Row(
        "funding:claim_move",
        ("finance-certifier",),
        to_certify,
        ok=302,
        method="post",
        others=dict.fromkeys({*ON_MISSION, *COUNCIL} - {"finance-certifier"}, 403),
    ),
    Row(
        "funding:claim_move",
        ("lead", "member", "analyst", "facilitator"),
        to_check,
        ok=302,
        method="post",
        others=dict.fromkeys({*ON_MISSION, *COUNCIL} - {"lead", "member", "analyst", "facilitator"}, 403),
    ),
    Row(
        "funding:claim_move",
        WRITERS,
        to_withdraw,
        ok=302,
        method="post",
        others=dict.fromkeys({*ON_MISSION, *COUNCIL} - set(WRITERS), 403),
    ),
    Row("funding:subsidies", ON_MISSION, on_mission),
    Row(
        "funding:subsidy_join",
        LEAD_OR_MEMBER,
        on_mission,
        ok=302,
        method="post",
        data=group,
        others=dict.fromkeys(set(ON_MISSION) - set(LEAD_OR_MEMBER), 403),
    ),
    Row(
        "funding:subsidy_leave",
        LEAD_OR_MEMBER,
        member,
        ok=302,
        method="post",
        others=dict.fromkeys(set(ON_MISSION) - set(LEAD_OR_MEMBER), 403),
    ),
    Row("funding:award_subsidy", (*ON_MISSION, *SUPPLIER), of_supplier),
    Row(
        "funding:subsidy_notify",
        LEAD_OR_MEMBER,
        of_supplier,
        ok=302,
        method="post",
        others=dict.fromkeys({*ON_MISSION, *SUPPLIER} - set(LEAD_OR_MEMBER), 403),
    ),
    Row(
        "funding:subsidy_confirm",
        (*LEAD_OR_MEMBER, "supplier-signatory"),
        told,
        others=dict.fromkeys({*ON_MISSION, "product-contact"} - set(LEAD_OR_MEMBER), 403),
    ),
    Row(
        "funding:subsidy_confirm",
        ("supplier-signatory",),
        told,
        ok=302,
        method="post",
        data=lambda world: {"confirmed": "on"},
        others={**dict.fromkeys({*ON_MISSION, "product-contact"}, 403), **dict.fromkeys(LEAD_OR_MEMBER, 200)},
    ),
    Row("funding:subsidy_confirmation", (*ON_MISSION, *SUPPLIER), confirmed),
    Row(
        "funding:subsidy_route",
        ("lead", "director"),
        of_supplier,
        others=dict.fromkeys({*ON_MISSION, *SUPPLIER} - {"lead", "director"}, 403),
    ),
    Row(
        "funding:subsidy_route",
        ("lead", "director"),
        of_supplier,
        ok=302,
        method="post",
        data=lambda world: {"kind": "assessed", "reference": "A", "reason": "B"},
        others=dict.fromkeys({*ON_MISSION, *SUPPLIER} - {"lead", "director"}, 403),
    ),
    Row(
        "funding:subsidy_publish",
        LEAD_OR_MEMBER,
        given,
        ok=302,
        method="post",
        data=lambda world: {"reference": "E1", "published_on_day": "1", "published_on_month": "6", "published_on_year": "2026"},
        others=dict.fromkeys({*ON_MISSION, *SUPPLIER} - set(LEAD_OR_MEMBER), 403),
    ),
    Row("funding:conformance", (*ON_MISSION, *SUPPLIER), proven_by_a_test),
    Row(
        "funding:conformance",
        (*LEAD_OR_MEMBER, *SUPPLIER),
        proven_by_a_test,
        ok=302,
        method="post",
        data=a_pass,
        others=dict.fromkeys(set(ON_MISSION) - set(LEAD_OR_MEMBER), 403),
    ),
    Row(
        "funding:conformance_verify",
        LEAD_OR_MEMBER,
        lambda world: proven_by_a_test(world, "product-contact"),
        ok=302,
        method="post",
        others=dict.fromkeys({*ON_MISSION, *SUPPLIER} - set(LEAD_OR_MEMBER), 403),
    ),
]
