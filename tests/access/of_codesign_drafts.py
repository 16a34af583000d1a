"""Draft standards: the team's pages, those of who reviews, and the response that everybody reads."""

from collections.abc import Mapping
from typing import Any

from codesign.draft_models import DraftVersion, Element, Review
from tests.access.of_codesign import NOT_CURATORS, mission, open_round, taking_part
from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, Row
from tests.access.world import World
from tests.codesign import drafts

SLUG = "a-draft"


def draft(world: World) -> Mapping[str, Any]:
    """A version that nobody reviews yet."""
    found = DraftVersion.objects.filter(draft__slug=SLUG, draft__mission=world.mission).first()
    version = found or drafts.make_version(world.mission, slug=SLUG)
    return {**mission(world), "slug": SLUG, "number": version.number}


def element(world: World) -> Mapping[str, Any]:
    at = draft(world)
    return {**at, "pk": Element.objects.filter(version__draft__slug=SLUG).order_by("pk")[0].pk}


def answered(world: World) -> Mapping[str, Any]:
    """A version whose response is published."""
    slug = "answered-draft"
    if not DraftVersion.objects.filter(draft__slug=slug, draft__mission=world.mission).exists():
        drafts.make_document(drafts.make_version(world.mission, slug=slug), world.person("lead"))
    return {**mission(world), "slug": slug, "number": 1}


def to_do(world: World) -> Mapping[str, Any]:
    return {**draft(world), "code": world.supplier.code}


def answered_to_do(world: World) -> Mapping[str, Any]:
    return {**answered(world), "code": world.supplier.code}


def reviewing(world: World) -> Mapping[str, Any]:
    """The open round reviews the draft from here on."""
    draft(world)
    if not Review.objects.filter(round=world.round).exists():
        version = DraftVersion.objects.get(draft__slug=SLUG, draft__mission=world.mission)
        Review.objects.create(round=world.round, version=version, minutes=10)
    return taking_part(world)


def reviewed_element(world: World) -> Mapping[str, Any]:
    at = reviewing(world)
    return {**at, "element": world.round.review.version.elements.order_by("pk")[0].pk}


def reviewed_round(world: World) -> Mapping[str, Any]:
    reviewing(world)
    return open_round(world)


WORDS = {"title": "Species", "definition": "Which kind of tree."}

ROWS = [
    Row("codesign:drafts", EVERYBODY, mission),
    Row("codesign:create_draft", CURATORS, mission, others=NOT_CURATORS),
    Row("codesign:draft_version", ON_MISSION, draft),
    Row("codesign:add_element", CURATORS, draft, others=NOT_CURATORS),
    Row(
        "codesign:add_element",
        CURATORS,
        draft,
        ok=302,
        method="post",
        data=lambda world: {"ref": "species", **WORDS},
        others=NOT_CURATORS,
    ),
    Row("codesign:edit_element", CURATORS, element, others=NOT_CURATORS),
    Row("codesign:edit_element", CURATORS, element, ok=302, method="post", data=lambda world: WORDS, others=NOT_CURATORS),
    Row("codesign:remove_element", CURATORS, element, ok=302, method="post", others=NOT_CURATORS),
    Row("codesign:next_draft_version", CURATORS, draft, ok=302, method="post", others=NOT_CURATORS),
    Row("codesign:put_to_review", CURATORS, draft, others=NOT_CURATORS),
    Row("codesign:preview_draft", ON_MISSION, reviewed_round),
    Row("codesign:draft_comments", ON_MISSION, draft),
    # Nothing was reviewed, so who may publish is told that by a 409.
    Row("codesign:publish_response", CURATORS, draft, ok=409, method="post", others=NOT_CURATORS),
    Row("codesign:draft_response", EVERYBODY, answered),
    Row("codesign:draft_forecast", ON_MISSION, draft),
    Row("codesign:draft_to_do", ON_MISSION, to_do),
    Row("codesign:draft_to_do", (*ON_MISSION, "product-contact"), answered_to_do),
    Row("rounds:review", ("participant",), reviewing),
    Row("rounds:review", ("participant",), reviewing, ok=302, method="post"),
    Row("rounds:comment", ("participant",), reviewed_element),
    Row(
        "rounds:comment",
        ("participant",),
        reviewed_element,
        ok=302,
        method="post",
        data=lambda world: {"text": "Too much.", "disclosure": "public"},
    ),
]
