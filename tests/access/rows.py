"""What one row of the access matrix says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from missions.people.roles import ROLES
from tests.access.world import World

EVERYBODY = tuple(role.name for role in ROLES)
SIGNED_IN = tuple(name for name in EVERYBODY if name != "anonymous")
# The facilitator is a team member in the matrix's world.
ON_MISSION = ("director", "lead", "member", "analyst", "payments-officer", "observer", "facilitator")
CURATORS = ("lead", "member", "analyst", "facilitator")
# Those on a mission who see what curators do there but may not do it.
NOT_CURATORS = {role: 403 for role in ON_MISSION if role not in CURATORS}


@dataclass(frozen=True)
class Row:
    """One address with one method: who gets `ok`, what the others get, and where `anonymous` ends.

    `otherwise` is what signed-in people outside `may` get: 404 where the thing is hidden from them, 403 where they see it but have not
    the right. `others` overrides single roles. `kwargs` makes the address from the world. `data` is what a POST sends.
    """

    name: str
    may: tuple[str, ...]
    kwargs: Callable[[World], Mapping[str, Any]] = lambda world: {}
    ok: int = 200
    otherwise: int = 404
    anonymous: int = 302
    method: str = "get"
    data: Callable[[World], Mapping[str, Any]] = lambda world: {}
    others: Mapping[str, int] = field(default_factory=dict)

    def expected(self, role: str) -> int:
        """The status that this role gets."""
        if role in self.others:
            return self.others[role]
        if role in self.may:
            return self.ok
        return self.anonymous if role == "anonymous" else self.otherwise

    def __str__(self) -> str:
        return f"{self.method} {self.name}"
