"""The indicators for which published measurements can be imported, each with its rule on each axis."""

import datetime as dt
from decimal import Decimal

from missions.core.periods import Frequency
from missions.outcomes.models import Direction, OverCouncils, OverPeriods
from missions.outcomes.rows import IndicatorRow

DWELLINGS = "net-additional-dwellings"
MAJOR = "major-decisions-on-time"
NON_MAJOR = "non-major-decisions-on-time"
DATA_QUALITY = {"article-4-direction-area": "article-4-data-quality", "conservation-area": "conservation-area-data-quality"}

# The table covers 24 months and doesn't name them; this is the month in which it was published.
NON_MAJOR_DAY = dt.date(2025, 1, 1)

INDICATORS = (
    IndicatorRow(
        slug=DWELLINGS,
        name="Net additional dwellings",
        definition="New homes less those lost, in the financial year, counted by each planning authority. Losses can make it negative.",
        unit="homes",
        direction=Direction.UP.value,
        frequency=Frequency.FINANCIAL_YEAR.value,
        over_periods=OverPeriods.SUM.value,
        over_councils=OverCouncils.SUM.value,
        least_coverage=Decimal("0.9"),
        is_headline=True,
        source_title="Live table 122, net additional dwellings (MHCLG), through Open Innovations",
        caveat="Much besides planning moves this figure: interest rates, land, builders. Read it beside the adoption curve, not as its effect.",
    ),
    IndicatorRow(
        slug=MAJOR,
        name="Major applications decided on time",
        definition="Share of major planning applications decided within 13 weeks or the time agreed with the applicant.",
        unit="%",
        direction=Direction.UP.value,
        frequency=Frequency.QUARTER.value,
        over_periods=OverPeriods.NONE.value,
        over_councils=OverCouncils.MEAN.value,
        lowest=Decimal(0),
        highest=Decimal(100),
        source_title="Planning performance tables (MHCLG), through Trafford Data Lab",
        caveat="Published for 16 councils as whole percentages without counts, so a council with few applications moves in jumps.",
    ),
    IndicatorRow(
        slug=NON_MAJOR,
        name="Non-major applications decided on time",
        definition="Share of non-major planning applications decided within 8 weeks or the time agreed, over 24 months.",
        unit="%",
        direction=Direction.UP.value,
        frequency=Frequency.DATED.value,
        over_periods=OverPeriods.NONE.value,
        over_councils=OverCouncils.RATIO.value,
        lowest=Decimal(0),
        highest=Decimal(100),
        source_title="Live table P153 (MHCLG), published January 2025",
        caveat="One period. Counts are worked back from whole percentages, so they are close, not exact.",
    ),
    *(
        IndicatorRow(
            slug=slug,
            name=name,
            definition="Level of a council’s published data on the report day: 0 none, 1 some, 2 from the council itself, 3 good for use, "
            "4 trustworthy.",
            unit="level",
            decimals=2,
            direction=Direction.UP.value,
            frequency=Frequency.DATED.value,
            over_periods=OverPeriods.LATEST.value,
            over_councils=OverCouncils.MEAN.value,
            lowest=Decimal(0),
            highest=Decimal(4),
            source_title="Weekly reports on Open Digital Planning members (MHCLG)",
            caveat="Members of Open Digital Planning only. Levels fall as well as rise because the checks changed.",
        )
        for slug, name in (
            ("article-4-data-quality", "Quality of article 4 direction data"),
            ("conservation-area-data-quality", "Quality of conservation area data"),
        )
    ),
)
