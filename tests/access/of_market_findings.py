"""Findings: anybody reads what was judged, the people on a mission see drafts, curators write, the lead and the director judge."""

from typing import Any

from django.utils import timezone

from missions.market.models import Finding
from tests import making
from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, Row
from tests.access.world import World

WORDS = {"kind": "lock-in", "strength": "weak", "statement": "Leaving costs too much."}
OTHERS = {role: 403 for role in ON_MISSION if role not in CURATORS}
JUDGES = ("director", "lead")
NOT_JUDGES = {role: 403 for role in ON_MISSION if role not in JUDGES}


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def draft(world: World) -> dict[str, Any]:
    """Written by a member, resting on a document, a pain point and something that was said."""
    found = Finding.objects.filter(mission=world.mission, reference="MF-001").first() or Finding.objects.create(
        mission=world.mission, reference="MF-001", written_by=world.person("member"), **WORDS
    )
    if not found.evidence.exists():
        found.evidence.create(source="document", title="A survey", url="https://survey.example")
        found.evidence.create(source="pain-point", pointer=world.pain_point.reference)
        found.evidence.create(source="said", pointer=str(making.make_evidence(world.mission).pk))
    return {**mission(world), "reference": found.reference}


def judged(world: World) -> dict[str, Any]:
    kwargs = draft(world)
    values = {"status": "judged", "judged_by": world.person("lead"), "judged_at": timezone.now()}
    Finding.objects.filter(reference=kwargs["reference"], status="draft").update(**values)
    return kwargs


def diagnosed(world: World) -> dict[str, str]:
    judged(world)
    return mission(world)


def source(world: World) -> dict[str, Any]:
    return {**draft(world), "source": "said"}


def evidence(world: World) -> dict[str, Any]:
    kwargs = draft(world)
    finding = Finding.objects.get(reference=kwargs["reference"])
    return {**kwargs, "pk": finding.evidence.filter(source="document").get().pk}


ROWS = [
    Row("market:diagnosis", EVERYBODY, diagnosed),
    Row("market:findings", EVERYBODY, mission),
    Row("market:add_finding", CURATORS, mission, otherwise=403),
    Row(
        "market:add_finding", CURATORS, mission, ok=302, otherwise=403, method="post", data=lambda world: WORDS,
    ),
    Row("market:finding", EVERYBODY, judged),
    Row("market:change_finding", CURATORS, draft, others=OTHERS),
    Row("market:change_finding", CURATORS, draft, ok=302, method="post", others=OTHERS, data=lambda world: WORDS),
    Row("market:add_figure", CURATORS, draft, others=OTHERS),
    Row("market:add_figure", CURATORS, draft, method="post", others=OTHERS),
    Row("market:add_document", CURATORS, draft, others=OTHERS),
    Row("market:add_document", CURATORS, draft, method="post", others=OTHERS),
    Row("market:add_piece", CURATORS, source, others=OTHERS),
    Row("market:add_piece", CURATORS, source, ok=409, method="post", others=OTHERS),
    Row("market:take_out", CURATORS, evidence, ok=302, method="post", others=OTHERS),
    Row("market:judge", JUDGES, draft, others=NOT_JUDGES),
    Row("market:judge", JUDGES, draft, ok=302, method="post", others=NOT_JUDGES),
    Row("market:withdraw", CURATORS, draft, others=OTHERS),
    Row("market:withdraw", JUDGES, judged, ok=302, method="post", otherwise=403, data=lambda world: {"reason": "No."}),
    Row("market:revise", CURATORS, judged, ok=302, otherwise=403, method="post"),
]  # fmt: skip
