"""The standards that one council could adopt at once, because what it runs passed them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from config.council_missions import Part
from config.council_stages import Standing
from missions.register.profile import Profile


def ready_for(
    item: Profile, deployments: Sequence[Any], stages: Sequence[Standing], parts: Sequence[Part]
) -> list[tuple[dict[str, Any], str]]:
    """The standards that it could adopt at once, with what it runs that passed them: by the rules of the standards’ own pages."""
    counted = {part.mission.slug for part in parts if part.is_one_of_its_councils}
    adopted = {row.intervention.pk for row in stages if row.position.is_adopted}
    runs: dict[int, dict[int, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    found = {standard["pk"]: standard for row in deployments for standard in row.meets if standard["mission"] in counted}
    for row in deployments:
        for standard in row.meets:
            runs[standard["pk"]][row.council_id][row.product.name] = None
    before = {link.predecessor_id for link in item.predecessors if link.in_force_on(item.as_at)}
    ready = []
    for pk in found.keys() - adopted:
        own = runs[pk].get(item.organisation.pk)
        names = own or (
            dict.fromkeys(name for names in runs[pk].values() for name in names) if before and before <= runs[pk].keys() else {}
        )
        ready += [(found[pk], ", ".join(names))] if names else []
    return sorted(ready, key=lambda pair: str(pair[0]["name"]))
