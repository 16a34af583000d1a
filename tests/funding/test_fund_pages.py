"""Pages of funds: figures to the penny by financial year, setting a fund up, and publishing its budget."""

import datetime as dt
from decimal import Decimal

import pytest

from funding.actions import awards
from funding.models import Award, AwardYear, Fund, FundYear
from tests import making
from tests.access.of_funding import boxes
from tests.funding.awarding import NOW, Cast, approved, drafted, make_cast, submitted
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast("10000.00")


def url(cast: Cast, rest: str = "") -> str:
    return f"/missions/{cast.mission.slug}/funds/{cast.fund.slug}/{rest}"


def text_of(user: object, address: str) -> str:
    response = client_of(user).get(address)  # type: ignore[arg-type]
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_figures_by_year_to_the_penny(cast: Cast) -> None:
    """£10,000 a year; £1,000.10 and £250.05 approved, £2,000.01 submitted and £99.99 drafted, all in 2026/27."""
    approved(cast, "1000.10")
    approved(cast, "250.05")
    submitted(cast, "2000.01")
    drafted(cast, "99.99")
    drafted(cast, years={2027: Decimal("0.01")})
    first, second = client_of(None).get(url(cast)).context["lines"]
    assert (first.committed, first.paid, first.forecast, first.headroom) == (
        Decimal("1250.15"),
        Decimal(0),
        Decimal("3350.15"),
        Decimal("8749.85"),
    )
    assert (second.committed, second.forecast, second.headroom) == (Decimal(0), Decimal("0.01"), Decimal("10000.00"))
    text = text_of(None, url(cast))
    assert "£8,749.85" in text
    assert "£18,749.85" in text


def test_a_forecast_beyond_the_budget_is_said_to_the_team_only(cast: Cast) -> None:
    drafted(cast, "10000.01")
    words = "don’t all fit into the budget"
    assert words in text_of(cast.lead, url(cast))
    assert words not in text_of(None, url(cast))


def test_drafts_are_listed_for_the_team_only(cast: Cast) -> None:
    award = drafted(cast)
    assert award.reference in text_of(cast.member, url(cast))
    assert award.reference not in text_of(None, url(cast))


def test_recorded_awards_stand_in_no_budget(cast: Cast) -> None:
    making.make_award(cast.mission, cast.council, "500.50", fund=cast.fund)
    text = text_of(None, url(cast))
    assert "£500.50 was awarded before awards were made here" in text


def test_a_fund_is_set_up_and_its_budget_published(cast: Cast) -> None:
    lead = client_of(cast.lead)
    start = f"/missions/{cast.mission.slug}/funds/new/"
    answer = lead.post(start, {"name": "New", "legal_power": "Localism Act 2011, section 1", "conditions": "Spend it well."})
    fund = Fund.objects.get(name="New")
    assert answer["Location"] == f"/missions/{cast.mission.slug}/funds/{fund.slug}/"
    assert fund.slug == "fund-new"
    budget = {"start_year": NOW.year, "budget": "£12,500.50", **boxes("published_on", dt.date(2026, 4, 2))}
    assert lead.post(f"{answer['Location']}budget/", budget).status_code == 302
    year = FundYear.objects.get(fund=fund)
    assert (year.budget, year.published_on) == (Decimal("12500.50"), dt.date(2026, 4, 2))
    assert "£12,500.50" in text_of(None, answer["Location"])


def test_a_name_that_is_taken_is_refused_in_words(cast: Cast) -> None:
    values = {"name": "Adoption", "legal_power": "Localism Act 2011, section 1"}
    answer = client_of(cast.lead).post(f"/missions/{cast.mission.slug}/funds/new/", values)
    assert "This mission has a fund with this short name" in answer.content.decode()


def test_a_budget_never_falls_below_what_is_committed(cast: Cast) -> None:
    approved(cast, "1000.10")
    data = {"start_year": 2026, "budget": "1000.09", **boxes("published_on", dt.date(2026, 9, 1))}
    answer = client_of(cast.lead).post(url(cast, "budget/"), data)
    assert "£1,000.10 is committed in 2026/27 already" in answer.content.decode()
    assert FundYear.objects.get(fund=cast.fund, start_year=2026).budget == Decimal("10000.00")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "enter pounds"), ("much", "as a number"), ("1.005", "at most two decimals"), ("-5", "at least £0.01")],
)
def test_what_is_no_budget_is_refused_in_words(cast: Cast, typed: str, words: str) -> None:
    data = {"start_year": 2026, "budget": typed, **boxes("published_on", dt.date(2026, 9, 1))}
    assert words in client_of(cast.lead).post(url(cast, "budget/"), data).content.decode()


def test_section_31_stays_once_money_is_committed(cast: Cast) -> None:
    approved(cast)
    data = {"name": "Adoption fund", "legal_power": "Section 31", "is_section_31": "on"}
    answer = client_of(cast.lead).post(url(cast, "edit/"), data)
    assert "stays as it is" in answer.content.decode()
    assert not Fund.objects.get(pk=cast.fund.pk).is_section_31


def test_who_may_approve_follows_the_mandate(cast: Cast) -> None:
    assert "The lead approves awards up to £250,000" in text_of(None, url(cast))
    cast.mission.mandates.update(award_limit=None)
    assert "the director approves every award" in text_of(None, url(cast))


def test_pages_of_funds_take_the_same_number_of_queries_with_more_to_show(cast: Cast) -> None:
    lead = client_of(cast.lead)
    addresses = [f"/missions/{cast.mission.slug}/funds/", url(cast)]
    approved(cast, "10.00")
    few = [queries_of(lead, address) for address in addresses]
    for number in range(12):
        approved(cast, "10.00")
        FundYear.objects.create(fund=cast.fund, start_year=2030 + number, budget=1)
        fund = Fund.objects.create(mission=cast.mission, slug=f"fund-{number}", name=f"Fund {number}")
        making.make_award(cast.mission, making.make_council(), fund=fund)
    assert [queries_of(lead, address) for address in addresses] == few
    assert max(few) <= 12


def test_an_edit_of_a_draft_replaces_its_years(cast: Cast) -> None:
    award = drafted(cast, years={2026: Decimal(10), 2027: Decimal(5)})
    place = cast.at(cast.member, award)
    awards.edit(by=cast.member, place=place, years={2027: Decimal("7.25")}, recipient=cast.council)
    assert list(AwardYear.objects.filter(award=award).values_list("start_year", "amount")) == [(2027, Decimal("7.25"))]
    assert Award.objects.get(pk=award.pk).amount == Decimal("7.25")
