"""Makes one of each thing, for tests: keyword arguments override what is made up."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from codesign.models import Contribution, Invitation, Participant, Purpose, Round, Segment, Statement
from funding.models import Award, Fund
from missions.adoption.models import AdoptionEvent, Source
from missions.core.money import to_pence
from missions.decisions.models import Decision, FrozenEvidence
from missions.interventions.models import (
    Intervention,
    InterventionKind,
    Iteration,
    IterationServes,
    PainPointAddressed,
    ScalingMethod,
)
from missions.market.models import Deployment, MarketAnswer, MarketList, Product
from missions.outcomes.models import (
    Ask,
    BenefitAmount,
    BenefitLine,
    Collection,
    Direction,
    Indicator,
    Measurement,
    OverCouncils,
    OverPeriods,
)
from missions.people.models import OrganisationRole, User
from missions.people.roles import MissionRoleName
from missions.problems.models import Barrier, Basis, Disclosure, Evidence, EvidenceLink, EvidenceSource, PainPoint
from missions.register.models import CouncilType, Identifier, Kind, Organisation
from missions.reports.models import Report
from missions.stakeholders.models import Contact, Stake, StakeRole
from missions.stewardship.models import EligibleType, Lever, Mandate, Mission, MissionRole

TODAY = dt.date(2026, 9, 1)
numbers = itertools.count(1)


def make_user(email: str = "", **values: Any) -> User:
    email = email or f"person{next(numbers)}@council.example"
    return User.objects.create_user(email, values.pop("name", email.split("@")[0].title()), **values)


def make_council(code: str = "", **values: Any) -> Organisation:
    code = code or f"C{next(numbers):03d}"
    defaults: dict[str, Any] = {
        "name": f"Council {code}",
        "kind": Kind.COUNCIL,
        "council_type": CouncilType.DISTRICT,
        "nation": "England",
        "region": "South East",
        "population": 100_000,
        "starts_on": dt.date(1974, 4, 1),
    }
    council = Organisation.objects.create(code=code, **{**defaults, **values})
    Identifier.objects.create(organisation=council, scheme="local-authority", value=code)
    return council


def make_supplier(code: str = "", **values: Any) -> Organisation:
    code = code or f"{next(numbers):08d}"
    return Organisation.objects.create(code=code, **{"name": f"Supplier {code}", "kind": Kind.SUPPLIER, **values})


def make_department(code: str = "dept", **values: Any) -> Organisation:
    defaults = {"name": "Department of Service", "kind": Kind.DEPARTMENT}
    return Organisation.objects.get_or_create(code=code, defaults={**defaults, **values})[0]


def make_mission(slug: str = "", **values: Any) -> Mission:
    """Active, for districts in England, with a mandate of one lever that runs to 2030."""
    slug = slug or f"mission-{next(numbers)}"
    defaults: dict[str, Any] = {
        "name": slug.replace("-", " ").capitalize(),
        "service": "Planning",
        "problem": "Every council buys its own.",
        "lead_department": make_department(),
        "status": "active",
        "starts_on": dt.date(2020, 4, 1),
        "review_every_months": 3,
    }
    mission = Mission.objects.create(slug=slug, **{**defaults, **values})
    EligibleType.objects.create(mission=mission, nation="England", council_type=CouncilType.DISTRICT)
    mandate = Mandate.objects.create(
        mission=mission,
        starts_on=dt.date(2020, 4, 1),
        ends_on=dt.date(2030, 4, 1),
        award_limit=to_pence(Decimal(250_000)),
        iteration_limit=to_pence(Decimal(1_000_000)),
    )
    mandate.levers.add(Lever.objects.get_or_create(slug="grants", defaults={"name": "Grants", "style": "fund"})[0])
    return mission


def give(user: User, role: str, where: Mission | Organisation, **values: Any) -> User:
    """A role on a mission or for an organisation, since 2020 unless said otherwise."""
    values = {"starts_on": dt.date(2020, 4, 1), **values}
    if isinstance(where, Mission):
        MissionRole.objects.create(user=user, mission=where, role=role, **values)
    else:
        OrganisationRole.objects.create(user=user, organisation=where, role=role, **values)
    return user


def make_lead(mission: Mission) -> User:
    return give(make_user(), MissionRoleName.LEAD, mission)


def make_director(mission: Mission) -> User:
    return give(make_user(), MissionRoleName.DIRECTOR, mission)


def make_pain_point(mission: Mission, **values: Any) -> PainPoint:
    reference = values.pop("reference", f"PP-{next(numbers):03d}")
    return PainPoint.objects.create(
        mission=mission, reference=reference, **{"title": f"It hurts ({reference})", "barrier": Barrier.DATA, **values}
    )


def make_evidence(mission: Mission, **values: Any) -> Evidence:
    pain_point = values.pop("pain_point", None)
    defaults = {"source": EvidenceSource.ROUND, "text": "We type it twice.", "disclosure": Disclosure.PUBLIC}
    evidence = Evidence.objects.create(mission=mission, **{**defaults, **values})
    if pain_point is not None:
        EvidenceLink.objects.create(pain_point=pain_point, evidence=evidence, basis=Basis.JUDGEMENT)
    return evidence


def make_intervention(mission: Mission, **values: Any) -> Intervention:
    slug = values.pop("slug", f"intervention-{next(numbers)}")
    pain_point = values.pop("pain_point", None)
    defaults = {"name": slug.capitalize(), "kind": InterventionKind.DATA_STANDARD, "status": "scaling"}
    intervention = Intervention.objects.create(mission=mission, slug=slug, **{**defaults, **values})
    if pain_point is not None:
        PainPointAddressed.objects.create(intervention=intervention, pain_point=pain_point, basis=Basis.JUDGEMENT)
    return intervention


def make_iteration(mission: Mission, **values: Any) -> Iteration:
    slug = values.pop("slug", f"iteration-{next(numbers)}")
    serves = values.pop("serves", None)
    defaults: dict[str, Any] = {
        "name": slug.capitalize(),
        "method": ScalingMethod.COUNCIL_BACKFILL,
        "status": "running",
        "starts_on": dt.date(2026, 4, 1),
        "ends_on": dt.date(2026, 10, 1),
    }
    iteration = Iteration.objects.create(mission=mission, slug=slug, **{**defaults, **values})
    if serves is not None:
        IterationServes.objects.create(iteration=iteration, intervention=serves, basis=Basis.JUDGEMENT)
    return iteration


def make_event(intervention: Intervention, council: Organisation, stage: str = "live", **values: Any) -> AdoptionEvent:
    defaults: dict[str, Any] = {"happened_on": dt.date(2026, 1, 1), "source": Source.VERIFIED, "recorded_at": timezone.now()}
    return AdoptionEvent.objects.create(intervention=intervention, organisation=council, stage=stage, **{**defaults, **values})


def make_product(supplier: Organisation | None, name: str = "", **values: Any) -> Product:
    name = name or f"Product {next(numbers)}"
    return Product.objects.create(supplier=supplier, name=name, **{"slug": slugify(name), "service": "Planning", **values})


def make_deployment(council: Organisation, product: Product, **values: Any) -> Deployment:
    """Seen on 20 February 2025, by whoever says so."""
    seen_on = values.get("observed_on", dt.date(2025, 2, 20))
    defaults = {"observed_on": seen_on, "last_seen_on": seen_on, "source": "A list"}
    return Deployment.objects.create(council=council, product=product, **{**defaults, **values})


def make_market_answer(council: Organisation, kind: str, **values: Any) -> MarketAnswer:
    seen_on = values.get("observed_on", dt.date(2025, 2, 20))
    defaults = {"service": "Planning", "observed_on": seen_on, "last_seen_on": seen_on}
    return MarketAnswer.objects.create(council=council, kind=kind, **{**defaults, **values})


def make_market_list(observed_on: dt.date, service: str = "Planning") -> MarketList:
    return MarketList.objects.create(service=service, observed_on=observed_on, source=f"List {next(numbers)}")


def make_award(mission: Mission, recipient: Organisation, amount: str = "1000.00", **values: Any) -> Award:
    reference = values.pop("reference", f"A{next(numbers)}")
    fund = values.pop("fund", None) or Fund.objects.get_or_create(mission=mission, slug="fund-1", defaults={"name": "Fund 1"})[0]
    iteration = values.get("iteration")
    defaults: dict[str, Any] = {
        "awarded_on": dt.date(2026, 5, 1),
        "status": "recorded",
        "iteration_basis": Basis.JUDGEMENT if iteration else "",
    }
    return Award.objects.create(
        fund=fund, reference=reference, recipient=recipient, amount=Decimal(amount), **{**defaults, **values}
    )


def make_indicator(mission: Mission, **values: Any) -> Indicator:
    slug = values.pop("slug", f"indicator-{next(numbers)}")
    defaults: dict[str, Any] = {
        "name": slug.capitalize(),
        "definition": "What is counted.",
        "unit": "homes",
        "direction": Direction.UP,
        "frequency": "financial-year",
        "over_periods": OverPeriods.SUM,
        "over_councils": OverCouncils.SUM,
    }
    return Indicator.objects.create(mission=mission, slug=slug, **{**defaults, **values})


def make_measurement(indicator: Indicator, council: Organisation, value: str, **values: Any) -> Measurement:
    defaults: dict[str, Any] = {"period_start": dt.date(2025, 4, 1), "recorded_at": timezone.now()}
    return Measurement.objects.create(indicator=indicator, organisation=council, value=Decimal(value), **{**defaults, **values})


def make_benefit_line(mission: Mission, forecast: dict[int, str] | None = None, **values: Any) -> BenefitLine:
    """A cost of £1,000 in 2026/27 unless said otherwise; `actual` amounts by year like `forecast`."""
    actual = values.pop("actual", {})
    defaults: dict[str, Any] = {
        "name": f"Line {next(numbers)}",
        "kind": "cost",
        "category": "societal",
        "bearer": "Councils",
        "source": "Survey",
        "mitigation": "None needed",
        "price_base_year": 2026,
    }
    line = BenefitLine.objects.create(mission=mission, **{**defaults, **values})
    for nature, amounts in (("forecast", {2026: "1000"} if forecast is None else forecast), ("actual", actual)):
        for year, amount in amounts.items():
            BenefitAmount.objects.create(line=line, nature=nature, year=year, amount=Decimal(amount))
    return line


def make_decision(mission: Mission, asked_of: User, asked_by: User, **values: Any) -> Decision:
    defaults: dict[str, Any] = {
        "question": "Should it go on?",
        "options": ["scale", "continue", "adapt", "stop"],
        "due_on": dt.date(2026, 12, 1),
    }
    return Decision.objects.create(mission=mission, asked_of=asked_of, asked_by=asked_by, **{**defaults, **values})


def make_frozen_evidence(**values: Any) -> FrozenEvidence:
    return FrozenEvidence.objects.create(
        **{"content": {}, "sha256": "0" * 64, "as_at": TODAY, "known_at": timezone.now(), **values}
    )


def make_report(mission: Mission, author: User, **values: Any) -> Report:
    defaults = {"issue": next(numbers), "title": "Outcome report", "as_at": TODAY}
    return Report.objects.create(mission=mission, author=author, **{**defaults, **values})


def make_round(mission: Mission, **values: Any) -> Round:
    """Open from a week ago to a week from now, with two statements."""
    slug = values.pop("slug", f"round-{next(numbers)}")
    now = timezone.now()
    defaults: dict[str, Any] = {
        "title": slug.capitalize(),
        "purpose": Purpose.FIND,
        "question": "What hurts?",
        "minutes": 10,
        "opens_at": now - dt.timedelta(days=7),
        "closes_at": now + dt.timedelta(days=7),
        "status": "open",
    }
    made = Round.objects.create(mission=mission, slug=slug, **{**defaults, **values})
    for position in (1, 2):
        Statement.objects.create(round=made, position=position, text=f"Statement {position}")
    return made


def make_invitation(round_: Round, council: Organisation | None, email: str = "", **values: Any) -> Invitation:
    defaults = {"segment": Segment.COUNCIL}
    return Invitation.objects.create(
        round=round_, organisation=council, email=email or f"invited{next(numbers)}@council.example", **{**defaults, **values}
    )


def make_participant(round_: Round, user: User, council: Organisation) -> Participant:
    invitation = make_invitation(round_, council, user.email)
    return Participant.objects.create(
        round=round_, invitation=invitation, user=user, organisation=council, segment=Segment.COUNCIL
    )


def make_contribution(participant: Participant, **values: Any) -> Contribution:
    evidence = make_evidence(participant.round.mission, said_by=participant.user, organisation=participant.organisation, **values)
    return Contribution.objects.create(participant=participant, evidence=evidence)


def client_of(user: User | None) -> Client:
    """A browser in which this person is signed in (None: nobody is)."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def make_collection(indicator: Indicator, *councils: Organisation, **values: Any) -> Collection:
    defaults: dict[str, Any] = {"period_start": dt.date(2024, 4, 1), "due_on": dt.date(2026, 10, 1)}
    if "opened_by" not in values:
        values["opened_by"] = make_user()
    collection = Collection.objects.create(indicator=indicator, **{**defaults, **values})
    Ask.objects.bulk_create([Ask(collection=collection, organisation=council) for council in councils])
    return collection


def make_stake(mission: Mission, organisation: Organisation, **values: Any) -> Stake:
    defaults: dict[str, Any] = {"role": StakeRole.values[0], "interest": 3, "influence": 3, "added_on": dt.date(2026, 4, 1)}
    return Stake.objects.create(mission=mission, organisation=organisation, **{**defaults, **values})


def make_contact(stake: Stake, by: User, **values: Any) -> Contact:
    defaults: dict[str, Any] = {
        "happened_on": dt.date(2026, 8, 1),
        "kind": "call",
        "outcome": "agreed",
        "recorded_at": timezone.now(),
        "recorded_by": by,
        "made_by": by,
    }
    return Contact.objects.create(stake=stake, **{**defaults, **values})
