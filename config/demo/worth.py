"""Whether it is worth it and because of us: made-up costs and benefits, and effects computed from the published figures."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from config.demo.accounts import LEAD, MEMBER
from missions.adoption.stages import Stage
from missions.core import clock
from missions.interventions.models import Intervention
from missions.outcomes.actions.benefits import LineValues, add_line
from missions.outcomes.actions.effects import make_estimate
from missions.outcomes.models import Indicator
from missions.people.models import User
from missions.stewardship.access import stand
from missions.stewardship.models import Mission

PRICES = 2026
MADE_UP = "Made up to show the product: no study stands behind it"
# Indicator and intervention: two with councils enough to tell, one that is refused because figures are too thin.
QUESTIONS = (
    ("net-additional-dwellings", "article-4-direction"),
    ("net-additional-dwellings", "conservation-area"),
    ("major-decisions-on-time", "article-4-direction"),
)


@dataclass(frozen=True)
class Line:
    """One cost or benefit; amounts in thousands of pounds for each year from the first one on."""

    name: str
    kind: str
    category: str
    bearer: str
    optimism: str
    mitigation: str
    first: int = 2024
    forecast: tuple[int, ...] = ()
    actual: tuple[int, ...] = ()
    owner: str = LEAD.email
    agreed: dict[str, object] = field(default_factory=dict)


LINES = (
    Line(
        "The team that runs the mission", "cost", "cash-releasing", "The department", "5", "Posts are filled and paid by grade.",
        forecast=(900, 950, 900, 600, 300, 300, 300, 300, 300, 300), actual=(870, 985),
    ),
    Line(
        "Grants to councils that publish data", "cost", "cash-releasing", "The department", "10",
        "Grants are equal and announced in advance, so only their number can grow.",
        forecast=(1800, 2400, 1500, 400), actual=(1750, 2610),
    ),
    Line(
        "Officers’ time to publish and to change how they work", "cost", "non-cash-releasing", "Councils’ planning services", "30",
        "Few councils have recorded their hours so far. Champions help the next ones.",
        forecast=(350, 600, 700, 500, 200, 150, 150, 150, 150, 150), actual=(420, 690), owner=MEMBER.email,
    ),
    Line(
        "Software that councils stop paying for", "benefit", "cash-releasing", "Councils that end a contract", "20",
        "Counted from the day on which a contract ends, not from the day on which a tool is live.",
        first=2026, forecast=(150, 450, 900, 1200, 1400, 1400, 1400, 1400),
        agreed={"budget_holder": "Head of planning at each of the councils (made up)", "agreed_on": dt.date(2026, 3, 27)},
    ),
    Line(
        "Hours no longer spent on answering what the map shows", "benefit", "non-cash-releasing", "Councils’ planning services", "25",
        "Twelve councils counted enquiries for two weeks (made up).",
        first=2025, forecast=(200, 600, 1100, 1500, 1700, 1800, 1800, 1800, 1800), actual=(140,), owner=MEMBER.email,
    ),
    Line(
        "Applicants who know earlier whether they need permission", "benefit", "societal", "Applicants and their agents", "40",
        "The least certain line: hours saved by applicants are an assumption.",
        first=2026, forecast=(100, 400, 700, 900, 1000, 1000, 1000, 1000),
    ),
    Line(
        "Trust in planning decisions", "benefit", "societal", "Residents", "0", "Could not be put in money.", owner=MEMBER.email
    ),
)  # fmt: skip


def appraise_and_estimate(mission: Mission, people: dict[str, User], *, now: dt.datetime) -> None:
    """The lines of the case, each by its owner, and what the estimates say."""
    on = clock.london_day(now)
    for line in LINES:
        _add(mission, line, people[line.owner], on)
    lead = people[LEAD.email]
    for indicator, intervention in QUESTIONS:
        make_estimate(
            by=lead,
            standing=stand(lead, mission.slug, on=on),
            indicator=Indicator.objects.select_related("mission").get(mission=mission, slug=indicator),
            intervention=Intervention.objects.get(mission=mission, slug=intervention),
            stage=Stage.LIVE.value,
            now=now,
        )


def _add(mission: Mission, line: Line, owner: User, on: dt.date) -> None:
    values = LineValues(
        name=line.name,
        kind=line.kind,
        category=line.category,
        bearer=line.bearer,
        source=MADE_UP,
        optimism_percent=Decimal(line.optimism),
        mitigation=line.mitigation,
        price_base_year=PRICES,
        **line.agreed,  # type: ignore[arg-type]
    )
    forecast, actual = (
        {line.first + place: Decimal(1000 * thousands) for place, thousands in enumerate(amounts)}
        for amounts in (line.forecast, line.actual)
    )
    standing = stand(owner, mission.slug, on=on)
    add_line(by=owner, standing=standing, values=values, forecast=forecast, actual=actual, is_illustrative=True)
