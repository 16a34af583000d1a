"""Everything that one import brings in, as plain rows."""

from dataclasses import dataclass, field

from funding.rows import AwardRow, FundRow
from missions.adoption.rows import EventRow
from missions.core.importing import Problem
from missions.interventions.rows import InterventionRow, IterationRow
from missions.outcomes.rows import IndicatorRow, MeasurementRow, OutcomeRow
from missions.problems.rows import JustificationRow, NeedRow, PainPointRow
from missions.register.rows import OrganisationRow
from missions.stewardship.rows import EligibleRow, LeverRow, MissionRow

# The planning authorities of England that the programme is for: districts, unitaries, metropolitan districts, London boroughs, the City.
ELIGIBLE = tuple(
    EligibleRow("England", kind) for kind in ("district", "unitary", "metropolitan", "london-borough", "city-corporation")
)


@dataclass
class Bundle:
    """`references` are (register code, reference of planning data); `problems` name the file of each."""

    mission: MissionRow
    levers: list[LeverRow] = field(default_factory=list)
    eligible: tuple[EligibleRow, ...] = ELIGIBLE
    organisations: list[OrganisationRow] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    needs: list[NeedRow] = field(default_factory=list)
    justifications: list[JustificationRow] = field(default_factory=list)
    pain_points: list[PainPointRow] = field(default_factory=list)
    interventions: list[InterventionRow] = field(default_factory=list)
    iterations: list[IterationRow] = field(default_factory=list)
    funds: list[FundRow] = field(default_factory=list)
    awards: list[AwardRow] = field(default_factory=list)
    adoption_events: list[EventRow] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    measurements: list[MeasurementRow] = field(default_factory=list)
    outcomes: list[OutcomeRow] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
