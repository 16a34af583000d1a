"""Which value of a dated rule holds on a day, and the rows that the product begins with."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import connections

from funding.models import FundingRule, RuleName
from missions.core.formats import day as in_words
from missions.core.refusals import NotNow

ACT = "https://www.legislation.gov.uk/ukpga/2022/23"
# The Act’s rules are in force since 4 January 2023. The service level is the product’s own until the mission changes it.
KNOWN: tuple[tuple[RuleName, str, dt.date, str, str], ...] = (
    (RuleName.ASSISTANCE_LIMIT, "315000.00", dt.date(2023, 1, 4), "Subsidy Control Act 2022, section 36(1)", f"{ACT}/section/36"),
    (
        RuleName.PUBLICATION_THRESHOLD,
        "100000.00",
        dt.date(2023, 1, 4),
        "Subsidy Control Act 2022, section 36(4)",
        f"{ACT}/section/36",
    ),
    (RuleName.PUBLICATION_MONTHS, "3.00", dt.date(2023, 1, 4), "Subsidy Control Act 2022, section 33", f"{ACT}/section/33"),
    (RuleName.CLAIM_WORKING_DAYS, "10.00", dt.date(2024, 4, 1), "Service level of the product", ""),
)


def rule_on(name: RuleName, day: dt.date) -> FundingRule:
    """The row that holds on a day. A day without one is refused: nothing is decided by a rule of another time."""
    found: FundingRule | None = FundingRule.objects.as_at(day).filter(name=name).first()
    if found is None:
        raise NotNow(f"No value is known for “{RuleName(name).label}” on {in_words(day)}. Ask an administrator to add it.")
    return found


def add_after_migration(*, using: str = "default", **_: Any) -> None:
    """The first rows, after every migration: of rules that have no row yet. What is there stays as it is."""
    if FundingRule._meta.db_table not in connections[using].introspection.table_names():
        return  # a migration backwards
    rows = FundingRule.objects.using(using)
    for name, value, starts_on, source, url in KNOWN:
        if not rows.filter(name=name).exists():
            rows.create(name=name, value=Decimal(value), starts_on=starts_on, source=source, source_url=url)
