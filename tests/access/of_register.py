"""The register: public records. Only the names of an organisation’s people are not, which tests/register holds."""

from tests.access.rows import EVERYBODY, Row

# Nothing on these two pages changes anything, so there are no other methods.
ROWS = [
    Row("register:organisations", EVERYBODY),
    Row("register:reorganisations", EVERYBODY),
    Row("register:organisation", EVERYBODY, lambda world: {"code": world.council.code}),
]
