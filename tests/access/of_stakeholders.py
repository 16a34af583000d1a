"""Stakeholders are about named bodies: only the people on a mission see them, and curators change them."""

from typing import Any

from missions.stakeholders.models import Contact, Stake
from tests.access.rows import CURATORS, ON_MISSION, Row
from tests.access.world import World
from tests.making import make_contact, make_stake


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, Any]:
    found = Stake.objects.filter(mission=world.mission, organisation=world.council).first()
    stake = found or make_stake(world.mission, world.council)
    return {**mission(world), "pk": stake.pk}


def logged(world: World) -> dict[str, Any]:
    stake = one(world)["pk"]
    contact = Contact.objects.filter(stake=stake).first() or make_contact(Stake.objects.get(pk=stake), world.person("lead"))
    return {**mission(world), "pk": stake, "contact": contact.pk}


NOT_CURATORS = {role: 403 for role in ON_MISSION if role not in CURATORS}

ROWS = [
    Row("stakeholders:stakeholders", ON_MISSION, mission),
    Row("stakeholders:grid", ON_MISSION, mission),
    Row("stakeholders:suggestions", ON_MISSION, mission),
    Row("stakeholders:coverage", ON_MISSION, mission),
    Row("stakeholders:missing", ON_MISSION, mission),
    Row("stakeholders:add", CURATORS, mission, others=NOT_CURATORS),
    Row("stakeholders:add", CURATORS, mission, method="post", others=NOT_CURATORS),
    Row("stakeholders:stake", ON_MISSION, one),
    Row("stakeholders:edit", CURATORS, one, others=NOT_CURATORS),
    Row("stakeholders:edit", CURATORS, one, method="post", others=NOT_CURATORS),
    Row("stakeholders:contact", CURATORS, one, others=NOT_CURATORS),
    Row("stakeholders:contact", CURATORS, one, method="post", others=NOT_CURATORS),
    Row("stakeholders:correct", CURATORS, logged, others=NOT_CURATORS),
    Row("stakeholders:correct", CURATORS, logged, method="post", others=NOT_CURATORS),
    Row("stakeholders:move", CURATORS, one, ok=302, method="post", others=NOT_CURATORS),
]
