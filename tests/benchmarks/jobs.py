"""Jobs against bare SQL that does the same work, and the register's import against a bare COPY. Nothing is kept."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from missions.adoption.rollups import refresh
from missions.core import clock
from missions.core.files import keep
from missions.outcomes.models import Indicator
from missions.outcomes.rollups import rebuild
from missions.register.actions import import_organisations
from missions.register.importers import read_published
from missions.stewardship.models import Mission
from tests.benchmarks.pages import MISSION
from tests.shared import DATA

PUBLISHED = DATA / "01_register" / "local_authorities.csv"

# The least that gives the same figures, written once by hand: all councils, by type and by region, sums only.
BARE_ROLLUP = """
CREATE TEMP TABLE bare_rollup ON COMMIT DROP AS
SELECT m.indicator_id, m.period_start, o.council_type, o.region, COUNT(m.value) AS reported,
    SUM(m.value) AS total, AVG(m.value) AS mean, SUM(o.population) AS people
FROM outcomes_measurement m JOIN register_organisation o ON o.id = m.organisation_id
WHERE m.indicator_id = ANY(%s)
GROUP BY GROUPING SETS (
    (m.indicator_id, m.period_start),
    (m.indicator_id, m.period_start, o.council_type),
    (m.indicator_id, m.period_start, o.region)
)
"""
BARE_ADOPTION = """
CREATE TEMP TABLE bare_adoption ON COMMIT DROP AS
SELECT intervention_id, COUNT(*) FILTER (WHERE stage IN ('live', 'embedded')) FROM (
    SELECT DISTINCT ON (intervention_id, organisation_id) intervention_id, stage
    FROM adoption_adoptionevent WHERE intervention_id = ANY(%s)
    ORDER BY intervention_id, organisation_id, happened_on DESC, recorded_at DESC
) latest GROUP BY intervention_id
"""
HEADERS = (
    "local-authority-code", "nice-name", "official-name", "gss-code", "start-date", "end-date", "replaced-by", "nation",
    "region", "local-authority-type",
    "alt-names", "pop-2020", "lat", "long",
)  # fmt: skip


@dataclass
class Job:
    """What the product's job takes and what it is measured against: seconds of bare SQL unless it says otherwise."""

    name: str
    seconds: float
    bare: float
    limit: float
    rows: int
    unit: str = "s"
    against: str = "bare SQL"

    @property
    def ratio(self) -> float:
        return self.seconds / self.bare


def jobs() -> Iterator[Job]:
    """All of them, each rolled back."""
    yield _rollups()
    yield _adoption()
    yield _register()


def _seconds(work: Callable[[], object]) -> float:
    """The quicker of two, each undone."""
    found = []
    for _ in range(2):
        with transaction.atomic():
            started = time.perf_counter()
            work()
            found.append(time.perf_counter() - started)
            transaction.set_rollback(True)
    return min(found)


def _sql(statement: str, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [ids])


def _rollups() -> Job:
    indicators = list(Indicator.objects.filter(mission__slug=MISSION))
    ids = [item.pk for item in indicators]
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM outcomes_measurement WHERE indicator_id = ANY(%s)", [ids])
        rows = int(cursor.fetchone()[0])
    return Job("rollups of a mission", _seconds(lambda: rebuild(indicators)), _seconds(lambda: _sql(BARE_ROLLUP, ids)), 5.0, rows)


def _adoption() -> Job:
    mission = Mission.objects.get(slug=MISSION)
    interventions = list(mission.interventions.all())
    ids = [item.pk for item in interventions]
    rows = mission.interventions.filter(adoption_events__isnull=False).count()
    work = _seconds(lambda: refresh(interventions, on=clock.today()))
    return Job("adopters of a mission", work, _seconds(lambda: _sql(BARE_ADOPTION, ids)), 20.0, rows)


def _register() -> Job:
    """The published register, or as many made-up rows where it isn't beside the checkout."""
    if PUBLISHED.exists():
        content = PUBLISHED.read_bytes()
    else:
        stream = io.StringIO()
        csv.writer(stream).writerows([HEADERS, *(_line(number) for number in range(470))])
        content = stream.getvalue().encode()
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    columns = ", ".join(f"c{number} text" for number in range(len(table[0])))

    def work() -> None:
        rows, problems = read_published(content)
        import_organisations(by=None, rows=rows, problems=problems, source=keep("register.csv", content))

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE bare_register ({columns}) ON COMMIT DROP")
            with cursor.copy("COPY bare_register FROM STDIN (FORMAT csv, HEADER)") as copy:
                copy.write(content)

    seconds, copied = _seconds(work), _seconds(bare)
    return Job("register of the UK", seconds, copied, (10 * copied + 2) / copied, len(table) - 1)


def _line(number: int) -> list[str]:
    return [
        f"B{number:04d}", f"Bench council {number}", "", f"E99{number:06d}", "1974-04-01", "", "", "England",
        "South East", "UA", "", "100000", "51.5", "-0.1",
    ]  # fmt: skip
