"""The figures of a market as at a day, for the page and for the command; the same code, the same queries whatever the size."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from missions.market.concentration import Concentration, Holding, concentration
from missions.market.picture import NOTHING_RECORDED, Picture, Place, picture
from missions.stewardship.models import Mission

# 1,000 and 2,000 come from merger guidance of 2010 that was replaced in 2021 without thresholds.
BANDS = ((1_000, "Below 1,000: unconcentrated"), (2_000, "1,000 to 2,000: concentrated"))
TOP_BAND = "2,000 and more: highly concentrated"


@dataclass(frozen=True)
class Share:
    """One supplier: councils that use it and the people who live there, as shares of the councils that are known."""

    name: str
    councils: int
    share: float
    population: int
    population_share: float | None


@dataclass(frozen=True)
class Summary:
    """A picture of a market with its figures."""

    picture: Picture

    @cached_property
    def figures(self) -> Concentration:
        """Concentration over the councils; a product whose supplier isn’t known counts as a supplier of its own."""
        unnamed = {system.supplier for _, system in self.picture.systems if system.deployment.product.supplier_id is None}
        holdings = [Holding(place.suppliers, place.in_doubt) for place in self.picture.places]
        return concentration(holdings, unnamed=frozenset(unnamed))

    @property
    def exist(self) -> int:
        """The eligible population on the day."""
        return len(self.picture.places)

    @property
    def known(self) -> int:
        """Councils with at least one system whose product is known."""
        return len(self.picture.by_state["known"])

    @property
    def none(self) -> int:
        """Councils that have no such system."""
        return len(self.picture.by_state["none"])

    @property
    def refused(self) -> int:
        """Councils that refused to say."""
        return len(self.picture.by_state["refused"])

    @property
    def unknown(self) -> int:
        """All others: whose supplier isn’t known, that refused, or about which nothing is recorded."""
        return self.exist - self.known - self.none

    @cached_property
    def partly_known(self) -> list[Place]:
        """Known councils that also have a system of an unknown supplier."""
        return [place for place in self.picture.by_state["known"] if place.in_doubt]

    @cached_property
    def several(self) -> list[Place]:
        """Councils that run several systems side by side."""
        return [place for place in self.picture.places if place.has_several]

    @cached_property
    def shares(self) -> list[Share]:
        """Suppliers, the one with most councils first. Councils with several count for each, so shares can add up to more than 100."""
        people: dict[str, int] = {}
        known = self.picture.by_state["known"]
        for place in known:
            for supplier in place.suppliers:
                people[supplier] = people.get(supplier, 0) + (place.council.population or 0)
        all_people = sum(place.council.population or 0 for place in known)
        councils = self.figures.councils
        return [
            Share(
                name=str(name),
                councils=councils[name],
                share=100 * councils[name] / self.known,
                population=people[str(name)],
                population_share=100 * people[str(name)] / all_people if all_people else None,
            )
            for name in self.figures.ranked
        ]

    @cached_property
    def without_population(self) -> int:
        """Known councils whose population isn’t in the register: they count in no share by population."""
        return sum(place.council.population is None for place in self.picture.by_state["known"])

    @property
    def band(self) -> str:
        """The screening convention’s band, “” where nothing is known."""
        value = self.figures.hhi.value
        return "" if value is None else band_of(value)

    def as_json(self) -> dict[str, Any]:
        """What `market_summary --json` prints. Shares are percentages; `unknown` holds `refused` and `nothing_recorded`."""
        figures = self.figures
        return {
            "mission": self.picture.mission.slug,
            "as_at": self.picture.as_at.isoformat(),
            "councils": {
                "exist": self.exist,
                "known": self.known,
                "unknown": self.unknown,
                "none": self.none,
                "refused": self.refused,
                "nothing_recorded": len(self.picture.by_state[NOTHING_RECORDED]),
                "partly_known": len(self.partly_known),
            },
            "suppliers": [
                {
                    "name": item.name,
                    "councils": item.councils,
                    "share_of_known": round(item.share, 2),
                    "share_of_known_population": _rounded(item.population_share),
                }
                for item in self.shares
            ],
            "hhi": _rounded(figures.hhi.value),
            "hhi_bounds": [_rounded(figures.hhi.low), _rounded(figures.hhi.high)],
            "top1": _rounded(figures.top1.value),
            "top1_bounds": [_rounded(figures.top1.low), _rounded(figures.top1.high)],
            "top4": _rounded(figures.top4.value),
            "several_systems": sorted(place.council.code for place in self.several),
            "not_seen_since": sorted({place.council.code for place, _ in self.picture.not_seen_since}),
        }


def summarise(mission: Mission, *, as_at: dt.date, nation: str = "") -> Summary:
    """The market of a mission as at a day, of one nation if given."""
    return Summary(picture(mission, as_at=as_at, nation=nation))


def band_of(hhi: float) -> str:
    """In which band of the screening convention a figure lies."""
    return next((label for limit, label in BANDS if hhi < limit), TOP_BAND)


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2)
