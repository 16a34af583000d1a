"""Reads a folder of published tables, as their publishers lay them out, into one bundle."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from config.programme.bundle import Bundle
from config.programme.judgements import judged, one
from config.programme.suppliers import read_companies
from funding.belonging import iteration_of
from funding.importers import read_awards, read_funds
from missions.adoption.importers import read_products, read_sources
from missions.core.importing import Problem
from missions.interventions.importers import read_interventions, read_interventions_of_awards, read_iterations
from missions.interventions.rows import InterventionRow
from missions.outcomes.importers import (
    read_data_quality,
    read_dwellings,
    read_major_decisions,
    read_non_major_decisions,
    read_outcomes,
)
from missions.outcomes.indicators import INDICATORS
from missions.problems.importers import read_justifications, read_needs, read_pain_points
from missions.register.importers import read_crosswalk, read_planning_bodies
from missions.stewardship.importers import LEAD, levers_by_intervention, read_levers, read_mission, read_programme

T = TypeVar("T")

SERVICE = "Planning"
PROJECTS = ("localdigital", "open-digital-planning", "local-plan-pathfinders")
COLLECTIONS = {
    "article-4-direction": "article-4-direction",
    "conservation-area": "conservation-area",
    "tree-preservation-order": "tree-preservation-order",
    "listed-building": "listed-building",
    "listed-building-outline": "listed-building",
    "brownfield-land": "brownfield-land",
}
MEASURED = {
    "net_additional_dwellings": read_dwellings,
    "planning_major_on_time": read_major_decisions,
    "p153_non_major_speed": read_non_major_decisions,
    "odp_data_quality": read_data_quality,
}


def read_folder(folder: Path) -> Bundle:
    """The bundle that a folder holds; a file that is missing raises `FileNotFoundError`."""
    return _Reader(folder).bundle


class _Reader:
    """Keeps the problems of each file while it reads one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        programme = read_programme(self._bytes("09_programme/programme.json"))
        self.bundle = Bundle(read_mission(programme, service=SERVICE), read_levers(programme), indicators=list(INDICATORS))
        self._organisations()
        slugs = self._interventions(levers_by_intervention(programme))
        self._problems()
        iterations = self._iterations(slugs)
        self._money()
        self._adoption()
        self._outcomes(slugs, iterations)

    def _bytes(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def _keep(self, name: str, found: tuple[list[T], Iterable[Problem]]) -> list[T]:
        rows, problems = found
        self.bundle.problems += [(name, problem) for problem in problems]
        return rows

    def _organisations(self) -> None:
        parks, corporations = "planning_data_national-park-authority.csv", "planning_data_development-corporation.csv"
        bodies = self._keep(
            parks,
            read_planning_bodies(self._bytes(f"01_register/{parks}"), prefix="national-park-authority", type_code="NPARK"),
        )
        bodies += self._keep(
            corporations,
            read_planning_bodies(
                self._bytes(f"01_register/{corporations}"), prefix="development-corporation", type_code="DEVCORP"
            ),
        )
        self.bundle.organisations = [LEAD, *bodies, *read_companies(self._bytes("09_programme/suppliers.csv"))]
        self.bundle.references = read_crosswalk(self._bytes("01_register/code_crosswalk.csv"))

    def _interventions(self, levers: dict[str, list[str]]) -> dict[str, str]:
        rows = self._keep(
            "interventions.csv",
            read_interventions(
                self._bytes("09_programme/interventions.csv"),
                slugs=one("slug"),
                levers=levers,
                headline=one("headline")["intervention"],
            ),
        )
        named = read_interventions_of_awards(self._bytes("03_funding/intervention.csv"), project="digital-planning")
        slugs = {row.reference: row.slug for row in rows}
        self.bundle.interventions = _once([*rows, *self._keep("intervention.csv", named)])
        return slugs

    def _problems(self) -> None:
        addressed = frozenset(point for row in self.bundle.interventions for point in row.pain_points)
        points = read_pain_points(self._bytes("09_programme/pain_points.csv"), addressed=addressed)
        self.bundle.pain_points = self._keep("pain_points.csv", points)
        self.bundle.needs = self._keep("user_needs.csv", read_needs(self._bytes("06_participation/user_needs.csv")))
        claims = read_justifications(self._bytes("06_participation/need_justifications.csv"))
        self.bundle.justifications = self._keep("need_justifications.csv", claims)

    def _iterations(self, slugs: dict[str, str]) -> dict[str, str]:
        found = read_iterations(
            self._bytes("09_programme/iterations.csv"),
            slugs=one("iteration-slug"),
            methods=one("method"),
            interventions=slugs,
            judged=judged("serves"),
        )
        self.bundle.iterations = self._keep("iterations.csv", found)
        return {row.reference: row.slug for row in self.bundle.iterations}

    def _money(self) -> None:
        known = {row.slug for row in self.bundle.iterations}

        def known_iteration(fund: str, intervention: str) -> str:
            slug = iteration_of(fund, intervention)
            return slug if slug in known else ""

        self.bundle.funds = self._keep("fund.csv", read_funds(self._bytes("03_funding/fund.csv"), projects=PROJECTS))
        self.bundle.awards = self._keep(
            "awards.csv", read_awards(self._bytes("03_funding/awards.csv"), iteration_of=known_iteration)
        )

    def _adoption(self) -> None:
        sources = self._bytes("04_adoption/planning_data_sources.csv")
        events = self._keep("planning_data_sources.csv", read_sources(sources, COLLECTIONS))
        products = read_products(
            *(
                self._bytes(f"04_adoption/{name}.csv")
                for name in ("product_adoption", "product_adoption_snapshots", "planx_onboarding")
            )
        )
        self.bundle.adoption_events = [*events, *self._keep("product_adoption.csv", products)]

    def _outcomes(self, interventions: dict[str, str], iterations: dict[str, str]) -> None:
        for name, read in MEASURED.items():
            self.bundle.measurements += self._keep(f"{name}.csv", read(self._bytes(f"05_outcomes/{name}.csv")))
        outcomes = self._bytes("09_programme/outcomes.csv")
        self.bundle.outcomes = self._keep(
            "outcomes.csv", read_outcomes(outcomes, interventions=interventions, iterations=iterations)
        )


def _once(rows: Iterable[InterventionRow]) -> list[InterventionRow]:
    return list({row.slug: row for row in rows}.values())
