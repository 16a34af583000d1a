"""Days, periods, spans and facts: half-open, in London, known at a moment."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from missions.core import clock
from missions.core.periods import FinancialYear, Frequency, Period, add_months
from missions.people.models import OrganisationRole
from missions.register.models import Organisation
from tests.making import give, make_council, make_event, make_intervention, make_mission, make_user

UTC = dt.UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2026, 3, 29, 0, 30, tzinfo=UTC), dt.date(2026, 3, 29)),
        (dt.datetime(2026, 3, 28, 23, 30, tzinfo=UTC), dt.date(2026, 3, 28)),
        (dt.datetime(2026, 6, 30, 23, 30, tzinfo=UTC), dt.date(2026, 7, 1)),
        (dt.datetime(2026, 10, 24, 23, 30, tzinfo=UTC), dt.date(2026, 10, 25)),
        (dt.datetime(2026, 10, 25, 23, 30, tzinfo=UTC), dt.date(2026, 10, 25)),
    ],
)
def test_a_day_is_a_day_in_london_on_both_sides_of_a_clock_change(moment: dt.datetime, day: dt.date) -> None:
    assert clock.london_day(moment) == day


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 7, 1), 24)])
def test_days_start_at_midnight_in_london_so_two_a_year_are_longer_or_shorter(day: tuple[int, int, int], hours: int) -> None:
    start = dt.date(*day)
    begins, ends = (clock.start_of(date).astimezone(UTC) for date in (start, start + dt.timedelta(days=1)))
    assert ends - begins == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "frequency", "start", "end", "label"),
    [
        ((2024, 2, 29), Frequency.MONTH, (2024, 2, 1), (2024, 3, 1), "February 2024"),
        ((2024, 12, 31), Frequency.MONTH, (2024, 12, 1), (2025, 1, 1), "December 2024"),
        ((2024, 3, 31), Frequency.QUARTER, (2024, 1, 1), (2024, 4, 1), "2023/24 Q4"),
        ((2024, 4, 1), Frequency.QUARTER, (2024, 4, 1), (2024, 7, 1), "2024/25 Q1"),
        ((2024, 11, 5), Frequency.QUARTER, (2024, 10, 1), (2025, 1, 1), "2024/25 Q3"),
        ((2024, 3, 31), Frequency.FINANCIAL_YEAR, (2023, 4, 1), (2024, 4, 1), "2023/24"),
        ((2024, 4, 1), Frequency.FINANCIAL_YEAR, (2024, 4, 1), (2025, 4, 1), "2024/25"),
        ((1999, 5, 1), Frequency.FINANCIAL_YEAR, (1999, 4, 1), (2000, 4, 1), "1999/00"),
        ((2024, 12, 31), Frequency.YEAR, (2024, 1, 1), (2025, 1, 1), "2024"),
        ((2024, 3, 5), Frequency.DATED, (2024, 3, 5), (2024, 3, 6), "5 March 2024"),
    ],
)
def test_periods_are_half_open_and_meet(
    day: tuple[int, int, int], frequency: Frequency, start: tuple[int, int, int], end: tuple[int, int, int], label: str
) -> None:
    period = Period.holding(dt.date(*day), frequency)
    assert (period.starts_on, period.ends_on, period.label) == (dt.date(*start), dt.date(*end), label)
    assert period.next().starts_on == period.ends_on
    assert Period.holding(period.starts_on, frequency) == period


def test_every_day_of_a_year_lies_in_exactly_one_period() -> None:
    days = [dt.date(2023, 4, 1) + dt.timedelta(days=number) for number in range(366)]
    for frequency, count in ((Frequency.MONTH, 12), (Frequency.QUARTER, 4), (Frequency.FINANCIAL_YEAR, 1)):
        periods = [Period.holding(day, frequency) for day in days]
        assert len(set(periods)) == count
        assert all(period.starts_on <= day < period.ends_on for period, day in zip(periods, days, strict=True))


def test_financial_years_run_from_april() -> None:
    assert FinancialYear.of(dt.date(2027, 3, 31)) == FinancialYear(2026)
    assert FinancialYear(2026).ends_on == FinancialYear(2027).starts_on == dt.date(2027, 4, 1)
    assert add_months(dt.date(2024, 11, 30), 3) == dt.date(2025, 2, 1)


@pytest.mark.django_db
def test_a_span_holds_its_first_day_and_not_its_end() -> None:
    council = make_council("AAA", starts_on=dt.date(2019, 4, 1), ends_on=dt.date(2023, 4, 1))
    days = [dt.date(2019, 3, 31), dt.date(2019, 4, 1), dt.date(2023, 3, 31), dt.date(2023, 4, 1)]
    assert [Organisation.objects.as_at(day).exists() for day in days] == [False, True, True, False]
    assert [council.holds_on(day) for day in days] == [False, True, True, False]
    assert council.last_day == dt.date(2023, 3, 31)


@pytest.mark.django_db
def test_a_span_without_ends_holds_every_day() -> None:
    make_council("AAA", starts_on=None, ends_on=None)
    assert Organisation.objects.as_at(dt.date(1066, 10, 14)).exists()
    assert Organisation.objects.as_at(dt.date(2999, 1, 1)).exists()


@pytest.mark.django_db
def test_a_span_that_ends_before_it_starts_cannot_be_stored() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_council("AAA", starts_on=dt.date(2023, 4, 1), ends_on=dt.date(2023, 4, 1))


@pytest.mark.django_db
def test_roles_end_at_their_end() -> None:
    council, user = make_council(), make_user()
    give(user, "coordinator", council, ends_on=dt.date(2026, 4, 1))
    assert [OrganisationRole.objects.as_at(dt.date(2026, *day)).exists() for day in ((3, 31), (4, 1))] == [True, False]


@pytest.mark.django_db
def test_a_corrected_fact_is_known_until_it_is_corrected() -> None:
    intervention, council = make_intervention(make_mission()), make_council()
    first_at, second_at = timezone.now() - dt.timedelta(days=9), timezone.now() - dt.timedelta(days=2)
    first = make_event(intervention, council, "live", recorded_at=first_at)
    second = make_event(intervention, council, "piloting", recorded_at=second_at, supersedes=first, correction_reason="A slip")
    facts = type(first).objects

    def known(moment: dt.datetime | None) -> list[int]:
        return list(facts.known_at(moment).values_list("pk", flat=True))

    second_before = dt.timedelta(seconds=1)
    assert known(first_at - second_before) == []
    assert known(first_at) == known(second_at - second_before) == [first.pk]
    assert known(second_at) == known(None) == [second.pk]


@pytest.mark.django_db
def test_a_correction_says_why_and_corrects_another_fact_once() -> None:
    intervention, council = make_intervention(make_mission()), make_council()
    first = make_event(intervention, council)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(intervention, council, supersedes=first, correction_reason="")
    make_event(intervention, council, supersedes=first, correction_reason="A slip")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(intervention, council, supersedes=first, correction_reason="Again")
