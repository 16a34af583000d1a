"""The map of councils is public; only those on a mission see who takes part."""

from tests.access.of_stakeholders import mission
from tests.access.rows import EVERYBODY, Row

ROWS = [Row("maps:map", EVERYBODY, mission)]
