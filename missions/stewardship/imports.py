"""Stores missions that were read from published descriptions."""

from collections.abc import Sequence
from dataclasses import asdict

from missions.core.importing import Tally, upsert
from missions.register.models import Organisation
from missions.stewardship.models import EligibleType, Goal, Lever, Mandate, Mission
from missions.stewardship.rows import EligibleRow, LeverRow, MissionRow

FIELDS = ("name", "service", "problem", "vision", "starts_on", "source_url")


def store_mission(row: MissionRow, levers: Sequence[LeverRow], eligible: Sequence[EligibleRow]) -> tuple[Mission, Tally]:
    """A mission with its goals, mandate, levers and eligible types. What people changed since (status, owners, limits) stays."""
    lead = Organisation.objects.get(code=row.lead)
    values = {name: getattr(row, name) for name in FIELDS}
    item = Mission(slug=row.slug, lead_department=lead, status="active", review_every_months=3, **values)
    tally = upsert([item], key=("slug",), fields=FIELDS)
    mission = Mission.objects.get(slug=row.slug)
    goals = [Goal(mission=mission, position=place, text=text) for place, text in enumerate(row.goals, start=1)]
    upsert(goals, key=("mission_id", "position"), fields=("text",))
    upsert(
        [Lever(**asdict(lever)) for lever in levers],
        key=("slug",),
        fields=(),
    )
    _mandate(mission, [lever.slug for lever in levers])
    types = [EligibleType(mission=mission, nation=kind.nation, council_type=kind.council_type) for kind in eligible]
    upsert(types, key=("mission_id", "nation", "council_type"), fields=())
    return mission, tally


def _mandate(mission: Mission, levers: Sequence[str]) -> None:
    mandate, _ = Mandate.objects.get_or_create(mission=mission, defaults={"starts_on": mission.starts_on})
    if not mandate.levers.exists():
        mandate.levers.set(Lever.objects.filter(slug__in=levers))
