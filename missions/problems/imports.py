"""Stores pain points and needs that were read from published tables."""

from collections.abc import Sequence

from missions.core.importing import Tally, upsert
from missions.problems.models import Basis, Disclosure, Evidence, EvidenceLink, EvidenceSource, Justification, Need, PainPoint
from missions.problems.rows import JustificationRow, NeedRow, PainPointRow
from missions.register.finding import Finder
from missions.stewardship.models import Mission


def store_needs(mission: Mission, rows: Sequence[NeedRow]) -> Tally:
    """Create and update needs by reference."""
    names = ("name", "statement", "status", "priority", "themes", "actors", "added_on")
    needs = []
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        values |= {"themes": list(row.themes), "actors": list(row.actors)}
        needs.append(Need(mission=mission, reference=row.reference, **values))
    return upsert(needs, key=("mission_id", "reference"), fields=names)


def store_justifications(mission: Mission, rows: Sequence[JustificationRow]) -> Tally:
    """Create and update claims by reference, each with the needs that it names now. Claims that a later list lacks stay."""
    names = ("satisfaction", "confidence", "met_by", "text")
    claims = [
        Justification(mission=mission, reference=row.reference, **{name: getattr(row, name) for name in names}) for row in rows
    ]
    tally = upsert(claims, key=("mission_id", "reference"), fields=names)
    stored = dict(Justification.objects.filter(mission=mission).values_list("reference", "pk"))
    needs = dict(Need.objects.filter(mission=mission).values_list("reference", "pk"))
    through = Justification.needs.through
    links = {(stored[row.reference], needs[need]) for row in rows for need in row.needs if need in needs}
    present = through._default_manager.filter(justification__in=[stored[row.reference] for row in rows])
    stale = [pk for pk, claim, need in present.values_list("pk", "justification", "need") if (claim, need) not in links]
    through._default_manager.filter(pk__in=stale).delete()
    through._default_manager.bulk_create(
        (through(justification_id=claim, need_id=need) for claim, need in sorted(links)), ignore_conflicts=True
    )
    return tally


def store_pain_points(mission: Mission, rows: Sequence[PainPointRow], finder: Finder) -> Tally:
    """Create and update pain points; each statement becomes evidence under its pain point. Status and owner are the team's."""
    fields = ("title", "description", "barrier", "area", "reported_on")
    tally = upsert([_pain_point(mission, row) for row in rows], key=("mission_id", "reference"), fields=fields)
    said = [_evidence(mission, row, finder) for row in rows]
    upsert(said, key=("mission_id", "reference"), fields=("organisation_id", "reporter", "said_on", "source_title", "source_url"))
    points = dict(PainPoint.objects.filter(mission=mission).values_list("reference", "pk"))
    evidence = dict(Evidence.objects.filter(mission=mission).exclude(reference="").values_list("reference", "pk"))
    links = [
        EvidenceLink(pain_point_id=points[row.reference], evidence_id=evidence[row.reference], basis=Basis.SOURCE) for row in rows
    ]
    upsert(links, key=("pain_point_id", "evidence_id"), fields=())
    return tally


def _pain_point(mission: Mission, row: PainPointRow) -> PainPoint:
    return PainPoint(
        mission=mission,
        reference=row.reference,
        title=row.title,
        description=f"Figure in the source: {row.figure}." if row.figure else "",
        barrier=row.barrier,
        area=row.area,
        status="being-addressed" if row.is_addressed else "validated",
        reported_on=row.reported_on,
    )


def _evidence(mission: Mission, row: PainPointRow, finder: Finder) -> Evidence:
    return Evidence(
        mission=mission,
        source=EvidenceSource.PUBLISHED,
        reference=row.reference,
        text=row.title,
        organisation_id=finder.name(row.reporter) if row.reporter_is_council else None,
        reporter=row.reporter,
        disclosure=Disclosure.PUBLIC,
        said_on=row.reported_on,
        source_title=row.source_title,
        source_url=row.source_url,
    )
