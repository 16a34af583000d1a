"""The demo's priorities, theories of change and what rests on what: judged by the demo's people, made up, and said so in each reason."""

from decimal import Decimal
from typing import NamedTuple

from config.demo.accounts import LEAD, MEMBER
from missions.core import clock
from missions.interventions.models import Intervention
from missions.interventions.plan_actions import add_dependency, judge_intervention, set_theory
from missions.interventions.plan_models import Step, Strength
from missions.people.models import User
from missions.problems.actions import judge_pain_point
from missions.problems.judging import Confidence, Estimate, Impact
from missions.problems.models import PainPoint
from missions.stewardship.access import stand
from missions.stewardship.models import Mission

MADE_UP = " (Made up for this demo.)"


class Judged(NamedTuple):
    """What somebody thinks of a pain point or an intervention."""

    key: str
    confidence: Confidence
    months: str
    why: str
    impact: Impact | None = None


POINTS = (
    Judged("PP-075", Confidence.SEEN, "18", "Four councils described it in the round and the champions hear the same."),
    Judged("PP-027", Confidence.SAID, "3", "Gateshead counted its returned applications for a month."),
    Judged("PP-064", Confidence.SAID, "4", "The council wrote about it twice.", Impact.MUCH),
    Judged("PP-068", Confidence.GUESSED, "9", "One report; we haven’t asked others yet.", Impact.SOME),
    Judged("PP-069", Confidence.SEEN, "6", "Two neighbours said the same at the last meeting.", Impact.HEAVY),
    Judged("PP-070", Confidence.SAID, "12", "It needs a change in how the data are licensed.", Impact.MUCH),
    Judged("PP-084", Confidence.SEEN, "5", "Every engagement pilot met it.", Impact.MUCH),
    Judged("PP-094", Confidence.GUESSED, "2", "Small and quick, if it is what we think.", Impact.LITTLE),
    Judged("PP-095", Confidence.MEASURED, "24", "The council counted the hours of its officers over a year.", Impact.STOPS),
)
INTERVENTIONS = (
    Judged("article-4-direction", Confidence.MEASURED, "14", "Adoption is counted by council and month."),
    Judged("conservation-area", Confidence.SEEN, "12", "It goes the way of article 4 directions, a year later."),
    Judged("tree-preservation-order", Confidence.SAID, "20", "Councils say that it is the hardest record to sort.", Impact.MUCH),
    Judged("listed-building", Confidence.SEEN, "10", "The national list has most of it.", Impact.SOME),
    Judged("brownfield-land", Confidence.MEASURED, "4", "Published by law since 2017.", Impact.SOME),
    Judged("planx", Confidence.SEEN, "48", "Councils that use it report fewer invalid applications."),
    Judged("bops", Confidence.SAID, "60", "Few councils are live, so it is early to say.", Impact.HEAVY),
    Judged("extract", Confidence.GUESSED, "16", "A promising trial in three councils."),
    Judged("planning-data-platform-planningdatagovuk", Confidence.SEEN, "90", "Every standard needs it."),
)
THEORIES = {
    "article-4-direction": {
        Step.INPUTS: ("Improvement fund: £100,000 for each council", "The team’s data designers", "The duty to publish in the 2023 Act"),
        Step.ACTIVITIES: (
            "Agree with councils what to record", "Pay for officers’ time to sort old directions", "Check each first file within a week",
        ),
        Step.OUTPUTS: ("A standard with a published schema", "Directions of each council as open data"),
        Step.OUTCOMES: ("Residents know whether they need permission", "Officers stop searching paper files", "Suppliers build on one format"),
        Step.ASSUMPTIONS: ("Old paper records can be found and dated", "Councils keep publishing when the grant has ended"),
    },
    "planx": {
        Step.INPUTS: ("Software fund", "Councils that co-own the content"),
        Step.ACTIVITIES: ("Turn rules into questions that residents can answer",),
        Step.OUTPUTS: ("A service that checks an application before it is sent",),
        Step.OUTCOMES: ("Fewer invalid applications", "Less time from receipt to decision"),
    },
}  # fmt: skip
RESTS = (
    ("planx", "article-4-direction", Strength.HELPED, "It can answer for a place where the direction is data"),
    ("planx", "conservation-area", Strength.HELPED, "The same for conservation areas"),
    ("article-4-direction", "planning-data-platform-planningdatagovuk", Strength.NEEDS, "It checks and publishes the files"),
    ("conservation-area", "planning-data-platform-planningdatagovuk", Strength.NEEDS, "It checks and publishes the files"),
    ("bops", "planning-application-decision", Strength.NEEDS, "It sends decisions in that format"),
    ("extract", "planning-software-improvement-fund", Strength.HELPED, "It paid for the first trial"),
)


def judge_and_plan(mission: Mission, people: dict[str, User]) -> None:
    """The member judges, the lead writes theories and says what rests on what."""
    member, lead, on = people[MEMBER.email], people[LEAD.email], clock.today()
    judging, leading = stand(member, mission.slug, on=on), stand(lead, mission.slug, on=on)
    points = {point.reference: point for point in PainPoint.objects.filter(mission=mission)}
    for row in POINTS:
        judge_pain_point(by=member, standing=judging, pain_point=points[row.key], estimate=_estimate(row))
    items = {item.slug: item for item in Intervention.objects.filter(mission=mission)}
    for row in INTERVENTIONS:
        judge_intervention(by=member, standing=judging, intervention=items[row.key], estimate=_estimate(row))
    for slug, theory in THEORIES.items():
        lines = {step.value: words for step, words in theory.items()}
        lines[Step.ASSUMPTIONS] = (*lines.get(Step.ASSUMPTIONS, ()), "All of this is made up for the demo")
        set_theory(by=lead, standing=leading, intervention=items[slug], lines=lines)
    for slug, on_slug, strength, why in RESTS:
        item, on_item = items[slug], items[on_slug]
        add_dependency(by=lead, standing=leading, intervention=item, on=on_item, strength=strength, why=f"{why} (made up)")


def _estimate(row: Judged) -> Estimate:
    return Estimate(row.why + MADE_UP, row.impact, row.confidence, Decimal(row.months))
