"""The bench measures what exists: every address that it names is one of the product's, and the floor is not."""

import pytest
from django.urls import Resolver404, resolve

from missions.reports.models import Report
from tests.benchmarks import reminders
from tests.benchmarks.measuring import Result
from tests.benchmarks.pages import Page, pages, people
from tests.benchmarks.reports import report_jobs
from tests.benchmarks.urls import FLOOR
from tests.scale.test_seed_scale import seed


def test_the_product_does_not_serve_the_floor() -> None:
    with pytest.raises(Resolver404):
        resolve(FLOOR, urlconf="config.urls")


@pytest.mark.django_db
def test_every_page_that_is_measured_has_an_address_and_a_visitor() -> None:
    seed()
    who = people()
    for page in pages():
        assert page.url is not None, page.name
        assert page.who in who


@pytest.mark.django_db
def test_the_jobs_of_reports_and_reminders_run_on_a_small_data_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "REMINDERS", 50)
    seed()
    before = Report.objects.count()
    names = [job.name for job in report_jobs()]
    assert names == [
        "report of a mission composes and freezes", "report of a mission as a PDF",
        "report of the portfolio composes and freezes", "report of the portfolio as a PDF",
    ]  # fmt: skip
    _, _, planned, _ = reminders.planned()
    assert planned >= 50  # the data set owes some of its own
    assert Report.objects.count() == before, "Nothing is kept."


@pytest.mark.django_db
def test_a_page_without_an_address_says_so_instead_of_failing() -> None:
    assert Page("not there", "no_such_page").url is None


@pytest.mark.parametrize(("ratio", "is_slow"), [(5.9, False), (6.0, False), (6.1, True)])
def test_above_the_limit_is_slow(ratio: float, is_slow: bool) -> None:
    assert Result("page", ratio, 6.0, 1.0, 5, 10, 1_000).is_slow is is_slow
