"""When councils can switch, and whom to fund."""

from tests.access.rows import EVERYBODY, Row

ROWS = [Row(f"market:{name}", EVERYBODY, lambda world: {"mission": world.mission.slug}) for name in ("windows", "leverage")]
