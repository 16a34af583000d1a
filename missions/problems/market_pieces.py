"""What a finding about the market may rest on here: a pain point, or something that somebody said."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from django.urls import reverse

from missions.core import formats
from missions.market.pieces import MOST_FOUND, Piece, PieceSource
from missions.problems.access import readable_evidence
from missions.problems.models import Evidence, PainPoint
from missions.stewardship.access import Standing


def find_pain_points(standing: Standing, query: str) -> Sequence[Piece]:
    """By reference or title; one query."""
    found = PainPoint.objects.filter(mission=standing.mission)
    if query:
        found = found.filter(Q(reference__iexact=query) | Q(title__icontains=query))
    return [_pain_point(standing, point) for point in found.with_figures().order_by("reference")[:MOST_FOUND]]


def look_up_pain_points(standing: Standing, pointers: Collection[str]) -> Mapping[str, Piece]:
    """By reference; one query."""
    found = PainPoint.objects.filter(mission=standing.mission, reference__in=pointers).with_figures()
    return {point.reference: _pain_point(standing, point) for point in found}


def find_said(standing: Standing, query: str) -> Sequence[Piece]:
    """By its words, who said it or for which council."""
    found = readable_evidence(standing).select_related("organisation")
    if query:
        words = Q(text__icontains=query) | Q(reporter__icontains=query) | Q(organisation__name__icontains=query)
        found = found.filter(words | Q(reference__iexact=query))
    return [_said(item) for item in found[:MOST_FOUND]]


def look_up_said(standing: Standing, pointers: Collection[str]) -> Mapping[str, Piece]:
    """By number, only what this person may read."""
    numbers = [int(pointer) for pointer in pointers if pointer.isdecimal() and len(pointer) < 18]
    found = readable_evidence(standing).filter(pk__in=numbers).select_related("organisation")
    return {str(item.pk): _said(item) for item in found}


def _pain_point(standing: Standing, point: PainPoint) -> Piece:
    pieces, councils = getattr(point, "pieces", 0), getattr(point, "councils_affected", 0)
    named = "no council" if not councils else f"{councils:,} council{'' if councils == 1 else 's'}"
    note = (
        f"Said {'once' if pieces == 1 else f'{pieces:,} times'}; {named} named."
        if pieces
        else "Nothing that was said is linked to it."
    )
    url = reverse("problems:pain_point", args=[standing.mission.slug, point.reference])
    return Piece(point.reference, f"{point.reference} {point.title}", url, note)


def _said(item: Evidence) -> Piece:
    who = item.organisation.name if item.organisation else item.reporter or "A participant"
    when = f", {formats.day(item.said_on)}" if item.said_on else ""
    return Piece(str(item.pk), f"“{item.text}”", item.source_url, f"{who}{when}")


PAIN_POINTS = PieceSource("Pain point", "A pain point that isn’t there any more.", find_pain_points, look_up_pain_points)
SAID = PieceSource("What somebody said", "Something that was said to the mission team and isn’t public.", find_said, look_up_said)
