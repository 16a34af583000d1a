"""The pages that are measured, who looks at them, and how many floors each may cost (speed.md: the aim; here with a margin for noise)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from codesign.models import Participant
from missions.people.models import User
from missions.stewardship.models import MissionRole

MISSION = "scale-01"
PAGE, WRITE = 6.0, 5.0
# As the issue has it: over a bare page of one query.
ADOPTION = 5.0
MILLISECONDS_A_ROW = 0.15


@dataclass(frozen=True)
class Page:
    """One address; `limit` is in floors, or in milliseconds for each line of a file."""

    name: str
    url_name: str
    arguments: tuple[Any, ...] = ()
    who: str = "anonymous"
    query: str = ""
    limit: float = PAGE
    is_file: bool = False
    body: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str | None:
        """Its address; None while it doesn't exist."""
        try:
            return reverse(self.url_name, args=self.arguments) + self.query
        except NoReverseMatch:
            return None


def people() -> dict[str, User | None]:
    """Somebody of each sort: the first mission's team, a council officer in a round that is open."""
    team = {role.role: role.user for role in MissionRole.objects.filter(mission__slug=MISSION).select_related("user")}
    return {"anonymous": None, "lead": team["lead"], "director": team["director"], "officer": participant().user}


def participant() -> Participant:
    """Somebody who takes part in the first mission's open round and works for nobody but a council."""
    found = Participant.objects.filter(round__mission__slug=MISSION, round__slug="what-hurts-1", user__mission_roles=None)
    return found.select_related("user", "round").order_by("pk")[0]


def pages() -> list[Page]:
    """All of them, addresses resolved from names, so that a page that moves is still measured."""
    taking_part = participant()
    statements = taking_part.round.statements.values_list("pk", flat=True)
    votes = {f"statement-{pk}": "1" for pk in statements}
    first, point, tool = MISSION, "PP-00001", "intervention-001"
    return [
        Page("public home", "public_home"),
        Page("missions", "stewardship:missions"),
        Page("mission overview", "stewardship:mission", (first,)),
        Page("pain points", "problems:pain_points", (first,), "lead"),
        Page("pain points, filtered", "problems:pain_points", (first,), "lead", "?barrier=data&status=validated"),
        Page("pain points, page 20", "problems:pain_points", (first,), "lead", "?page=20"),
        Page("pain point, 200 voices", "problems:pain_point", (first, point), "lead"),
        Page("thread", "thread", (first, point), "lead"),
        Page("interventions", "interventions:interventions", (first,)),
        Page("intervention", "interventions:intervention", (first, tool)),
        Page("iteration", "interventions:iteration", (first, "round-001"), "lead"),
        Page("adoption", "adoption:adoption", (first, tool), limit=ADOPTION),
        Page("iterations", "adoption:iterations", (first,)),
        Page("outcomes", "outcomes:outcomes", (first,)),
        Page("indicator", "outcomes:indicator", (first, "indicator-01")),
        Page("awards", "funding:awards", (first,)),
        Page("register", "register:organisations"),
        Page("council", "register:organisation", ("scale-0001",)),
        Page("home of a lead", "home", (), "lead"),
        Page("home of an officer", "home", (), "officer"),
        Page("portfolio", "portfolio", (), "director"),
        Page("gaps", "gaps", (first,), "lead"),
        Page("decisions", "decisions:decisions", (first,), "director"),
        Page("search", "search", (), "lead", "?q=council"),
        Page("round, team", "codesign:round", (first, "what-hurts-1"), "lead"),
        Page("round, participant", "rounds:take_part", (taking_part.round_id,), "officer"),
        Page("10 votes", "rounds:vote", (taking_part.round_id,), "officer", limit=WRITE, body=votes),
        Page("adoption CSV", "adoption:download", (first, tool), limit=MILLISECONDS_A_ROW, is_file=True),
        Page("indicator CSV", "outcomes:download", (first, "indicator-01"), limit=MILLISECONDS_A_ROW, is_file=True),
        Page("awards CSV", "funding:download", (first,), limit=MILLISECONDS_A_ROW, is_file=True),
    ]
