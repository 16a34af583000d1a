"""The pages of effects and of costs and benefits."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from missions.core import clock
from missions.core.jobs import run as run_job
from missions.core.models import AuditRow, Job
from missions.outcomes.benefit_figures import money
from missions.outcomes.models import BenefitLine, Estimate
from missions.stewardship.models import Mission
from tests.access.of_outcomes_benefits import VALUES
from tests.making import client_of, make_benefit_line, make_indicator, make_intervention, make_lead, make_mission

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


def test_the_case_of_the_rules_on_the_page(mission: Mission) -> None:
    years = {2027 + year: "250" for year in range(6)}
    make_benefit_line(mission, optimism_percent=0)
    make_benefit_line(mission, years, kind="benefit", optimism_percent=0, actual={2027: "200"})
    html = client_of(make_lead(mission)).get(reverse("outcomes:benefits", args=["planning"])).content.decode()
    for words in ("£332.14", "1.33", "Year 5 (2031/32)", "Year 4 (2030/31)", "Green Book 2026"):
        assert words in html


def test_a_line_is_added_with_its_amounts_and_its_audit_row(mission: Mission) -> None:
    answer = client_of(make_lead(mission)).post(reverse("outcomes:add_benefit", args=["planning"]), VALUES)
    assert answer.status_code == 302
    assert [str(item.amount) for item in BenefitLine.objects.get().amounts.all()] == ["1000.00"]
    assert AuditRow.objects.filter(action="benefit.add").exists()


def test_cash_needs_a_budget_holder_whoever_writes(mission: Mission) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_benefit_line(mission, kind="benefit", category="cash-releasing")


def test_an_effect_is_computed_by_a_job_and_kept(mission: Mission) -> None:
    indicator, intervention = make_indicator(mission, slug="homes"), make_intervention(mission, slug="standard")
    client = client_of(make_lead(mission))
    url = reverse("outcomes:effect", args=["planning", "homes"])
    assert "No effect has been computed" in client.get(url).content.decode()
    client.post(reverse("outcomes:compute_effect", args=["planning", "homes"]), {"intervention": intervention.slug})
    run_job(Job.objects.get().pk, now=clock.now())
    assert Estimate.objects.get().indicator == indicator
    assert "No effect can be shown. There are no figures" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("amount", "text"),
    [("332.138", "£332.14"), ("9999.99", "£9,999.99"), ("-10453104.77", "−£10,453,105"), ("10000.5", "£10,001")],
)
def test_only_small_amounts_show_pence(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text
