"""Why a market fails, on one page that prints: what fails, what blocks adoption, and which pain points show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core import clock
from missions.market.models import Finding, FindingEvidence, FindingKind
from missions.market.resting import Shown, resting_on
from missions.market.summary import summarise
from missions.market.windows import windows
from missions.people.access import person
from missions.problems.about import BARRIER_OF
from missions.problems.models import Barrier, EvidenceLink, PainPoint
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission

OVER = ("resolved", "not-pursued")


@dataclass(frozen=True)
class Failure:
    """One finding that stands, with what it rests on; pain points apart from the rest."""

    finding: Finding
    pain_points: Sequence[Shown]
    rest: Sequence[Shown]


@dataclass(frozen=True)
class Block:
    """One barrier that open pain points tell of: the councils that named it, the pain point heard most, the findings about it."""

    barrier: str
    label: str
    pain_points: int
    councils: int
    heard_most: PainPoint
    findings: Sequence[Finding]


def page(request: HttpRequest, mission: str) -> HttpResponse:
    """The diagnosis as at today; nothing on it is written by hand."""
    standing = stand(person(request), mission, on=clock.today())
    summary = summarise(standing.mission, as_at=standing.on)
    failures = failing(standing)
    context = {
        "standing": standing,
        "section": "market",
        "market_page": "diagnosis",
        "summary": summary,
        "windows": windows(summary.picture),
        "failures": failures,
        "blocks": blocking(standing.mission, failures),
        "not_judged": _not_judged(failures),
    }
    return render(request, "market/diagnosis.html", context)


def failing(standing: Standing) -> list[Failure]:
    """Findings that stand, the strongest first, each with its evidence as this person may read it: none is judged without any."""
    order = {"strong": 0, "moderate": 1, "weak": 2}
    rows = FindingEvidence.objects.filter(finding__in=Finding.objects.filter(mission=standing.mission).standing())
    evidence = list(rows.select_related("finding__mission"))
    findings = {item.finding_id: item.finding for item in evidence}
    resting: dict[int, list[Shown]] = {}
    for shown in resting_on(standing, evidence):
        resting.setdefault(shown.finding_id, []).append(shown)
    return [
        Failure(
            item,
            [shown for shown in resting.get(item.pk, ()) if shown.source == "pain-point"],
            [shown for shown in resting.get(item.pk, ()) if shown.source != "pain-point"],
        )
        for item in sorted(findings.values(), key=lambda item: (order[item.strength], item.reference))
    ]


def blocking(mission: Mission, failures: Iterable[Failure]) -> list[Block]:
    """Barriers of pain points that are still open, the one that most pain points tell of first. One query."""
    links = EvidenceLink.objects.filter(pain_point=OuterRef("pk"), evidence__organisation__kind="council").order_by()
    open_points: Any = PainPoint.objects.filter(mission=mission).exclude(status__in=OVER).select_related("mission")
    by_barrier: dict[str, list[Any]] = {}
    for point in open_points.with_figures().annotate(councils=ArraySubquery(links.values("evidence__organisation").distinct())):
        by_barrier.setdefault(point.barrier, []).append(point)
    standing = [failure.finding for failure in failures]
    blocks = [
        Block(
            barrier=barrier,
            label=Barrier(barrier).label,
            pain_points=len(points),
            councils=len({council for point in points for council in point.councils}),
            heard_most=min(points, key=lambda point: (-len(point.councils), -point.pieces, point.reference)),
            findings=[finding for finding in standing if BARRIER_OF[finding.kind] == barrier],
        )
        for barrier, points in by_barrier.items()
    ]
    return sorted(blocks, key=lambda block: (-block.pain_points, block.label))


def _not_judged(failures: Iterable[Failure]) -> list[str]:
    """Kinds of failure about which no finding stands."""
    judged = {failure.finding.kind for failure in failures}
    return [kind.label for kind in FindingKind if kind.value not in judged]
