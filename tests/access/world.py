"""One of each thing and one person for each role of the role table, as the access matrix needs them."""

from dataclasses import dataclass

from codesign.models import Contribution, Invitation, Participant, Round
from funding.models import Award
from missions.decisions.models import Decision
from missions.interventions.models import Intervention, Iteration
from missions.outcomes.models import Indicator
from missions.people.models import User
from missions.people.roles import ROLES
from missions.problems.models import PainPoint
from missions.register.models import Organisation
from missions.reports.models import Report
from missions.stewardship.models import Mission
from tests import making


@dataclass
class World:
    """`people` maps every role's name to its person; None for the anonymous visitor."""

    mission: Mission
    council: Organisation
    supplier: Organisation
    people: dict[str, User | None]
    pain_point: PainPoint
    intervention: Intervention
    iteration: Iteration
    award: Award
    indicator: Indicator
    decision: Decision
    report: Report
    draft_report: Report
    round: Round
    draft_round: Round
    invitation: Invitation
    participant: Participant
    contribution: Contribution

    def person(self, role: str) -> User:
        """The person of a role that is signed in."""
        found = self.people[role]
        assert found is not None
        return found


def make_world() -> World:
    mission = making.make_mission("matrix")
    council, supplier = making.make_council("AAA", name="Ayton"), making.make_supplier("00000001")
    people: dict[str, User | None] = {}
    for role in ROLES:
        if role.name == "anonymous":
            people[role.name] = None
            continue
        people[role.name] = user = making.make_user(f"{role.name}@matrix.example", is_administrator=role.name == "administrator")
        places: dict[str, Mission | Organisation] = {"mission": mission, "council": council, "supplier": supplier}
        where = places.get(role.where)
        if where is not None:
            making.give(user, role.name, where)
        if role.name == "facilitator":
            making.give(user, "member", mission)

    def person(role: str) -> User:
        found = people[role]
        assert found is not None
        return found

    point = making.make_pain_point(mission, reference="PP-001")
    intervention = making.make_intervention(mission, slug="standard", pain_point=point, is_headline=True)
    iteration = making.make_iteration(mission, slug="round-one", serves=intervention)
    round_ = making.make_round(mission, slug="open-round", weighing="rank")
    participant = making.make_participant(round_, person("participant"), council)
    return World(
        mission=mission,
        council=council,
        supplier=supplier,
        people=people,
        pain_point=point,
        intervention=intervention,
        iteration=iteration,
        award=making.make_award(mission, council, iteration=iteration, reference="A1"),
        indicator=making.make_indicator(mission, slug="homes", is_headline=True),
        decision=making.make_decision(mission, person("director"), person("lead"), iteration=iteration),
        report=_submitted_report(mission, person("lead")),
        draft_report=making.make_report(mission, person("lead"), issue=2),
        round=round_,
        draft_round=making.make_round(mission, slug="draft-round", status="draft"),
        invitation=making.make_invitation(round_, council),
        participant=participant,
        contribution=making.make_contribution(participant),
    )


def _submitted_report(mission: Mission, author: User) -> Report:
    return making.make_report(
        mission,
        author,
        issue=1,
        status="submitted",
        sha256="0" * 64,
        confidence="amber",
        confidence_reason="Adoption is slow.",
        submitted_at="2026-09-01T09:00:00Z",
        known_at="2026-09-01T09:00:00Z",
        next_review_on="2026-12-01",
    )
