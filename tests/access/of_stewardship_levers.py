"""The map of levers: everybody reads it, administrators change it."""

from missions.stewardship.models import Lever
from tests.access.rows import EVERYBODY, Row
from tests.access.world import World

ADMINISTRATOR = ("administrator",)
WORDING = {"name": "Ask nicely", "style": "convene", "stage": "early", "description": "It sometimes works."}


def unused(world: World) -> dict[str, str]:
    lever, _ = Lever.objects.get_or_create(slug="unused", defaults={"name": "Unused", "style": "inform"})
    return {"lever": lever.slug}


def retired(world: World) -> dict[str, str]:
    Lever.objects.update_or_create(slug="unused", defaults={"name": "Unused", "style": "inform", "retired_on": "2026-01-01"})
    return {"lever": "unused"}


ROWS = [
    Row("stewardship:levers", EVERYBODY),
    Row("stewardship:add_lever", ADMINISTRATOR, otherwise=403),
    Row("stewardship:add_lever", ADMINISTRATOR, ok=302, otherwise=403, method="post", data=lambda world: WORDING),
    Row("stewardship:lever", ADMINISTRATOR, unused, otherwise=403),
    Row("stewardship:lever", ADMINISTRATOR, unused, ok=302, otherwise=403, method="post", data=lambda world: WORDING),
    Row("stewardship:retire_lever", ADMINISTRATOR, unused, ok=302, otherwise=403, method="post"),
    Row("stewardship:bring_back_lever", ADMINISTRATOR, retired, ok=302, otherwise=403, method="post"),
    Row("stewardship:delete_lever", ADMINISTRATOR, unused, otherwise=403),
    Row("stewardship:delete_lever", ADMINISTRATOR, unused, ok=302, otherwise=403, method="post"),
]
