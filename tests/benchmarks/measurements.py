"""Millions of measurements: imported against a bare COPY, rolled up against one statement, and one value more. Nothing is kept."""

import datetime as dt
import random
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from missions.adoption.models import AdoptionEvent, Source
from missions.core.periods import add_months
from missions.interventions.models import Intervention
from missions.outcomes.groups import derive
from missions.outcomes.models import Indicator, Measurement
from missions.outcomes.rollups import rebuild, refresh
from missions.outcomes.rows import MeasurementRow
from missions.outcomes.storing import store_measurements
from missions.register.finding import Finder
from missions.register.models import Identifier, Organisation
from missions.stewardship.models import EligibleType, Mission
from tests.benchmarks.jobs import Job

COUNCILS, PERIODS, INTERVENTIONS = 400, 125, 5
RULES = ("sum", "mean", "population-mean", "ratio")
FIRST = dt.date(2016, 1, 1)
TABLE = (
    "CREATE TEMP TABLE bare_measurement (indicator_id bigint, organisation_id bigint, period_start date, category varchar(60),"
    " value_state varchar(14), value numeric(18, 4), numerator numeric(18, 4), denominator numeric(18, 4), note varchar(300)) ON COMMIT DROP"
)
# The same figures, groups of councils and all, written once by hand.
BARE = """
CREATE TEMP TABLE bare_rollup ON COMMIT DROP AS
WITH known AS (
    SELECT m.indicator_id, m.period_start, o.id, o.council_type, o.region, o.population, i.over_councils,
        CASE i.over_councils WHEN 'ratio' THEN 100 * m.numerator WHEN 'population-mean' THEN m.value * o.population ELSE m.value END AS above,
        CASE i.over_councils WHEN 'ratio' THEN m.denominator WHEN 'population-mean' THEN o.population ELSE 1 END AS below
    FROM outcomes_measurement m
    JOIN outcomes_indicator i ON i.id = m.indicator_id
    JOIN register_organisation o ON o.id = m.organisation_id
    WHERE i.mission_id = %(mission)s AND m.status = 'verified' AND m.category = ''
), adopted AS (
    SELECT intervention_id, organisation_id, MIN(happened_on) AS day FROM adoption_adoptionevent
    WHERE intervention_id = ANY(%(interventions)s) GROUP BY 1, 2
), population AS (
    SELECT indicator_id, period_start, council_type, region, GROUPING(council_type, region) AS kind, COUNT(*) AS eligible,
        COUNT(above) AS reported, SUM(population) FILTER (WHERE above IS NOT NULL) AS people, SUM(above) AS above, SUM(below) AS below
    FROM known GROUP BY GROUPING SETS ((indicator_id, period_start), (indicator_id, period_start, council_type), (indicator_id, period_start, region))
), adopters AS (
    SELECT k.indicator_id, k.period_start, a.intervention_id, COUNT(*) AS eligible, COUNT(above) AS reported,
        SUM(population) FILTER (WHERE above IS NOT NULL) AS people, SUM(above) AS above, SUM(below) AS below
    FROM known k JOIN adopted a ON a.organisation_id = k.id AND a.day <= k.period_start GROUP BY 1, 2, 3
)
SELECT indicator_id, period_start, council_type, region, NULL AS intervention_id, eligible, reported, people, above, above / NULLIF(below, 0) AS mean
FROM population
UNION ALL
SELECT indicator_id, period_start, NULL, NULL, intervention_id, eligible, reported, people, above, above / NULLIF(below, 0) FROM adopters
UNION ALL
SELECT p.indicator_id, p.period_start, NULL, NULL, -a.intervention_id, p.eligible - a.eligible, p.reported - a.reported,
    p.people - a.people, p.above - a.above, (p.above - a.above) / NULLIF(p.below - a.below, 0)
FROM population p JOIN adopters a USING (indicator_id, period_start) WHERE p.kind = 3
"""


def measurement_jobs(measurements: int) -> Iterator[Job]:
    """400 councils, 125 months, as many indicators as give that many measurements, 5 interventions; all rolled back."""
    with transaction.atomic():
        world = World(max(1, measurements // (COUNCILS * PERIODS)))
        yield world.imported()
        yield world.rolled_up()
        yield world.one_more()
        transaction.set_rollback(True)


class World:
    """A mission of its own beside what is there."""

    def __init__(self, indicators: int) -> None:
        self.chance = random.Random(1)
        department = Organisation.objects.create(code="bench-department", name="Bench", kind="department")
        self.mission = Mission.objects.create(
            slug="bench-measures", name="Bench", service="Bench", problem="Bench", status="proposed", lead_department=department
        )
        EligibleType.objects.create(mission=self.mission, nation="Bench", council_type="district")
        self.councils = Organisation.objects.bulk_create(
            Organisation(
                code=f"bench-{n:03d}", name=f"Bench {n}", kind="council", council_type="district", nation="Bench",
                region=f"Region {n % 9}", population=100_000 + n, starts_on=dt.date(1974, 4, 1),
            )
            for n in range(COUNCILS)
        )  # fmt: skip
        Identifier.objects.bulk_create(
            Identifier(organisation=council, scheme="planning-data", value=council.code) for council in self.councils
        )
        self.indicators = Indicator.objects.bulk_create(
            Indicator(
                mission=self.mission, slug=f"bench-{n:03d}", name=f"Bench {n}", definition="-", unit="-", direction="up",
                frequency="month", over_periods="sum", over_councils=RULES[n % 4], least_coverage=Decimal("0.5"),
            )
            for n in range(indicators)
        )  # fmt: skip
        self.interventions = Intervention.objects.bulk_create(
            Intervention(mission=self.mission, slug=f"bench-{n}", name=f"Bench {n}", kind="tool") for n in range(INTERVENTIONS)
        )
        AdoptionEvent.objects.bulk_create(
            AdoptionEvent(
                intervention=item, organisation=council, stage="live", source=Source.VERIFIED, recorded_at=timezone.now(),
                happened_on=add_months(FIRST, self.chance.randrange(PERIODS)),
            )
            for item in self.interventions
            for council in self.councils[:: 2]
        )  # fmt: skip
        derive(self.mission)
        self.months = [add_months(FIRST, number) for number in range(PERIODS)]

    def rows(self, indicator: Indicator) -> list[MeasurementRow]:
        """Every council and month; 3 in 100 say why there is none."""
        made = []
        for month in self.months:
            for council in self.councils:
                chance = self.chance.random()
                known = chance > 0.03
                made.append(
                    MeasurementRow(
                        indicator.slug, council.code, month, Decimal(round(chance * 1000)) if known else None,
                        "number" if known else "not-collected", Decimal(round(chance * 100)) if known else None, Decimal(100) if known else None,
                    )
                )  # fmt: skip
        return made

    def imported(self) -> Job:
        """As a person imports: a table for each indicator. The same rows go by a bare COPY into a table without an index."""
        finder, keys = Finder(), {council.code: council.pk for council in self.councils}
        mine = theirs = 0.0
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
            for indicator in self.indicators:
                rows = self.rows(indicator)
                started = time.perf_counter()
                with cursor.copy("COPY bare_measurement FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(_columns(row, indicator.pk, keys))
                between = time.perf_counter()
                tally = store_measurements(self.mission, rows, finder, now=timezone.now())
                cursor.execute(
                    "SET CONSTRAINTS ALL IMMEDIATE"
                )  # foreign keys are checked at the commit, and are part of the price
                mine += time.perf_counter() - between
                theirs += between - started
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                assert tally.created == len(rows)
        return Job(
            "import of measurements, against a bare COPY (goal: 2)", mine, theirs, 12.0, len(self.indicators) * COUNCILS * PERIODS
        )

    def rolled_up(self) -> Job:
        """Everything afresh, groups included, against one statement."""
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE outcomes_measurement; ANALYZE outcomes_rollup; ANALYZE outcomes_groupspan; ANALYZE register_organisation"
            )
            started = time.perf_counter()
            rows = rebuild(self.indicators)
            between = time.perf_counter()
            cursor.execute(BARE, {"mission": self.mission.pk, "interventions": [item.pk for item in self.interventions]})
            ended = time.perf_counter()
        return Job("full rebuild of rollups, against one statement", between - started, ended - between, 3.0, rows)

    def one_more(self) -> Job:
        """One new council-period value beside the whole history, against the same in the first period alone."""
        last = add_months(FIRST, PERIODS)
        found = []
        for indicator, month in (
            (self.indicators[0], last),
            (self.indicators[0], add_months(last, 1)),
            (self.indicators[0], add_months(last, 2)),
        ):
            Measurement.objects.create(
                indicator=indicator, organisation=self.councils[0], period_start=month, value=1, recorded_at=timezone.now()
            )
            started = time.perf_counter()
            refresh(indicator, [month])
            found.append(time.perf_counter() - started)
        return Job("one new value, against 50 ms", min(found), 0.05, 1.0, 1)


def _columns(row: MeasurementRow, indicator: int, keys: dict[str, int]) -> Sequence[object]:
    return (
        indicator, keys[row.organisation], row.period_start, row.category, row.state, row.value, row.numerator, row.denominator, row.note,
    )  # fmt: skip
