"""Many of each thing beside the one that the access matrix's world holds, for the tests that count queries."""

import datetime as dt
from typing import Any

from django.utils import timezone

from codesign.models import Response, Statement, Vote
from funding.models import Award
from missions.adoption.models import Blocker
from missions.adoption.rollups import refresh
from missions.core.models import OutboxMessage
from missions.interventions.plan_models import Dependency, InterventionJudgement, TheoryLine
from missions.market.models import Finding
from missions.outcomes.models import Level, PublishedOutcome
from missions.outcomes.rollups import rebuild
from missions.people.roles import MissionRoleName
from missions.problems.models import Basis, Justification, Need, PainPointJudgement
from missions.register.models import Organisation, Succession
from missions.stewardship.models import Lever
from tests import making
from tests.access.of_standards import version_of
from tests.access.world import World
from tests.standards.published import make_test, make_version

NEXT_APRIL = dt.date(2030, 4, 1)


def make_many(world: World, many: int) -> None:
    """So many more of each: on the mission, beside it, and behind the things that the world's addresses show."""
    for _ in range(many):
        council = making.make_council()
        Succession.objects.create(predecessor=council, successor=world.council, vests_on=dt.date(2025, 4, 1))
        _add_people(world, council)
        _add_work(world, council)
        _add_answers(world, council)
        _add_writing(world)
        _add_market(world, council)
        _add_stake(world, council)
        _add_standard(world, council)
        _add_plans(world)
        OutboxMessage.objects.create(
            key=f"many-{council.pk}",
            message_id=f"<{council.pk}@many.example>",
            to_address="a@many.example",
            subject="Hello",
            text="A word.",
        )
    refresh(list(world.mission.interventions.all()), on=making.TODAY)
    rebuild(world.mission.indicators.all())


def _add_people(world: World, council: Organisation) -> None:
    making.give(making.make_user(), MissionRoleName.MEMBER, world.mission)
    making.give(making.make_user(), "contributor", world.council)
    elsewhere = making.make_mission()
    for role in MissionRoleName.values:
        making.give(world.person("director"), role, elsewhere)
    making.give(world.person("coordinator"), "coordinator", council)
    making.give(world.person("product-contact"), "product-contact", making.make_supplier())
    making.make_intervention(elsewhere, is_headline=True)
    making.make_indicator(elsewhere, is_headline=True)


def _add_work(world: World, council: Organisation) -> None:
    mission = world.mission
    point = making.make_pain_point(mission)
    for shown in (point, world.pain_point):
        making.make_evidence(mission, pain_point=shown, organisation=council)
    intervention = making.make_intervention(mission, pain_point=world.pain_point)
    making.make_intervention(mission, pain_point=point)
    iteration = making.make_iteration(mission, serves=world.intervention)
    world.iteration.serves.create(intervention=intervention, basis=Basis.JUDGEMENT)
    for item in (intervention, world.intervention):
        making.make_event(item, council)
        making.make_event(item, world.council)
        making.make_event(item, council, "aware", happened_on=dt.date(2025, 12, 1), source="self-reported")
        Blocker.objects.create(
            intervention=item,
            organisation=council,
            barrier="funding",
            starts_on=dt.date(2025, 12, 1),
            recorded_by=world.person("lead"),
            recorded_at=timezone.now(),
        )
    shared: Award = making.make_award(mission, world.council, iteration=world.iteration)
    shared.partners.add(council)
    world.award.partners.add(council)
    making.make_award(mission, council, iteration=iteration).partners.add(world.council)
    indicator = making.make_indicator(mission)
    for measured in (indicator, world.indicator):
        making.make_measurement(measured, council, "3")
        Level.objects.create(indicator=measured, kind=Level.Kind.TARGET, value=9, for_day=NEXT_APRIL, recorded_at=timezone.now())
    making.make_measurement(indicator, world.council, "4")
    PublishedOutcome.objects.create(
        mission=mission,
        reference=f"O{council.pk}",
        name="Faster",
        value="3",
        evidence_type="Report",
        intervention=world.intervention,
        iteration=world.iteration,
    )


def _add_answers(world: World, council: Organisation) -> None:
    round_ = making.make_round(world.mission)
    making.make_participant(round_, world.person("participant"), council)
    participant = making.make_participant(world.round, making.make_user(), council)
    statement = Statement.objects.create(round=world.round, position=1000 + council.pk, text="It is slow.")
    Vote.objects.create(statement=statement, participant=participant, value=1)
    making.make_invitation(world.round, council)
    making.make_invitation(world.draft_round, council)
    for by in (participant, world.participant):
        said = making.make_contribution(by, pain_point=world.pain_point)
        Response.objects.create(
            contribution=said, what="done", text="Done.", pain_point=world.pain_point, answered_by=world.person("lead")
        )
        making.make_contribution(by)


def _add_writing(world: World) -> None:
    mission, director, lead = world.mission, world.person("director"), world.person("lead")
    making.make_decision(mission, director, lead)
    making.make_decision(
        mission,
        director,
        lead,
        status="taken",
        outcome="scale",
        rationale="It works.",
        decided_by=director,
        decided_at=timezone.now(),
        evidence=making.make_frozen_evidence(),
    )
    world.decision.clarifications.create(question="What?", asked_at=timezone.now(), answer="That.", answered_at=timezone.now())
    issue = next(making.numbers) + 100
    making.make_report(mission, lead, issue=issue)
    frozen = {
        "status": "signed-off",
        "sha256": "0" * 64,
        "confidence": "amber",
        "confidence_reason": "Adoption is slow.",
        "submitted_at": timezone.now(),
        "known_at": timezone.now(),
        "next_review_on": dt.date(2026, 12, 1),
        "answered_by": director,
        "answered_at": timezone.now(),
    }
    making.make_report(mission, lead, issue=issue, version=2, **frozen)
    world.report.readings.create(user=making.make_user())


def _add_stake(world: World, council: Organisation) -> None:
    """A stakeholder with a contact."""
    making.make_contact(making.make_stake(world.mission, council), world.person("lead"))


def _add_plans(world: World) -> None:
    """Judgements, lines of a theory, what rests on what, levers and needs."""
    mission, lead, item = world.mission, world.person("lead"), world.intervention
    words: dict[str, Any] = {"impact": 3, "confidence": "seen", "effort_months": 2, "reason": "We saw it.", "judged_by": lead}
    point = making.make_pain_point(mission)
    making.make_evidence(mission, pain_point=point, organisation=world.council, severity=4)
    other = making.make_intervention(mission, pain_point=point, status="stopped", status_reason="Done.")
    third = making.make_intervention(mission)
    PainPointJudgement.objects.create(pain_point=point, **words)
    InterventionJudgement.objects.create(intervention=third, **words)
    Dependency.objects.create(intervention=item, on=other, strength="needs")
    Dependency.objects.create(intervention=third, on=item, strength="helped")
    TheoryLine.objects.create(intervention=item, step="inputs", position=other.pk % 30_000, wording="Money")
    lever = Lever.objects.create(slug=f"lever-{other.pk}", name=f"Lever {other.pk}", style="fund")
    for uses in (item.levers, mission.mandates.get().levers):
        uses.add(lever)
    need = Need.objects.create(mission=mission, reference=f"N-{other.pk}", name="Find it")
    Justification.objects.create(mission=mission, reference=f"J-{other.pk}", satisfaction="full").needs.add(need)


def _add_standard(world: World, council: Organisation) -> None:
    """One more draft, a product that passed the version that holds, which a council runs, and a test of a council's own file."""
    lead, product = world.person("lead"), making.make_product(world.supplier)
    version = version_of(world, "published")
    make_version(world.intervention, lead, status="draft")
    make_version(making.make_intervention(world.mission), lead)
    make_test(version, lead, product=product)
    make_test(version, world.participant.user, council=world.council)
    making.make_deployment(council, product)
    making.make_deployment(world.council, product)


def _add_market(world: World, council: Organisation) -> None:
    """A system whose contract ends soon, a finding that was judged and one that wasn't."""
    mission, product = world.mission, making.make_product(making.make_supplier())
    making.make_deployment(council, product, contract_ends_on=NEXT_APRIL)
    said = making.make_evidence(mission, pain_point=world.pain_point, organisation=council)
    for status in ("draft", "judged"):
        finding = Finding.objects.create(
            mission=mission,
            reference=f"MF-{next(making.numbers) + 100}",
            kind="lock-in",
            strength="weak",
            statement="Leaving costs too much.",
            written_by=world.person("member"),
        )
        finding.evidence.create(source="said", pointer=str(said.pk))
        finding.evidence.create(source="pain-point", pointer=world.pain_point.reference)
        if status == "judged":
            finding.status, finding.judged_by, finding.judged_at = status, world.person("lead"), timezone.now()
            finding.save()
