"""One organisation as a register states it, before it is stored."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from missions.register.models import CouncilType, Kind, Scheme

# Type codes of the published register. GLA is a “strategic regional authority”: not a council in our figures.
KINDS = {
    "NMD": (Kind.COUNCIL, CouncilType.DISTRICT),
    "UA": (Kind.COUNCIL, CouncilType.UNITARY),
    "MD": (Kind.COUNCIL, CouncilType.METROPOLITAN),
    "LBO": (Kind.COUNCIL, CouncilType.LONDON_BOROUGH),
    "CC": (Kind.COUNCIL, CouncilType.CITY_CORPORATION),
    "CTY": (Kind.COUNCIL, CouncilType.COUNTY),
    "SCO": (Kind.COUNCIL, CouncilType.SCOTTISH),
    "WPA": (Kind.COUNCIL, CouncilType.WELSH),
    "NID": (Kind.COUNCIL, CouncilType.NORTHERN_IRISH),
    "COMB": (Kind.COMBINED_AUTHORITY, ""),
    "SRA": (Kind.COMBINED_AUTHORITY, ""),
    "NPARK": (Kind.NATIONAL_PARK, ""),
    "DEVCORP": (Kind.DEVELOPMENT_CORPORATION, ""),
    "COMPANY": (Kind.SUPPLIER, ""),
    "DEPT": (Kind.DEPARTMENT, ""),
}


@dataclass(frozen=True)
class OrganisationRow:
    """`ends_on` is the day after the last; `line` is where it stood in its file."""

    code: str
    name: str
    type: str
    official_name: str = ""
    nation: str = ""
    region: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    followed_by: tuple[str, ...] = ()
    population: int | None = None
    population_year: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    website: str = ""
    gss: str = ""
    former_gss: tuple[str, ...] = ()
    planning_data: str = ""
    company: str = ""
    known_as: tuple[str, ...] = ()
    line: int = 0

    @property
    def identifiers(self) -> list[tuple[str, str]]:
        """(scheme, value) of every code it goes by."""
        is_council_code = self.type not in {"NPARK", "DEVCORP", "COMPANY", "DEPT"}
        pairs = [(Scheme.LOCAL_AUTHORITY, self.code if is_council_code else ""), (Scheme.GSS, self.gss)]
        pairs += [(Scheme.FORMER_GSS, value) for value in self.former_gss]
        pairs += [(Scheme.PLANNING_DATA, self.planning_data), (Scheme.COMPANY, self.company)]
        return [(scheme.value, value) for scheme, value in pairs if value]


@dataclass(frozen=True)
class LinkRow:
    """One council follows another, as a list of links states it. “” and None: the list doesn't say.

    `successor` in full is there for one that the register doesn't hold yet.
    """

    predecessor: str
    successor: str
    vests_on: dt.date | None = None
    status: str = ""
    population_share: Decimal | None = None
    name: str = ""
    type: str = ""
    gss: str = ""
    line: int = 0
