"""The portfolio: missions side by side."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from config.headline import headline
from config.portfolio import portfolio, running
from config.sparkline import sparkline
from funding.models import FundYear
from missions.adoption.summary import summarise
from missions.core import clock
from missions.outcomes.effects import estimate
from missions.outcomes.models import Estimate, Level
from missions.outcomes.rollups import rebuild
from missions.people.models import User
from missions.register.models import Succession
from missions.reports.models import Reading
from missions.stewardship.models import Mission
from tests.making import (
    client_of,
    give,
    make_award,
    make_council,
    make_decision,
    make_director,
    make_event,
    make_indicator,
    make_intervention,
    make_lead,
    make_measurement,
    make_mission,
    make_report,
    make_user,
)
from tests.outcomes.panels import simulated
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def fill(mission: Mission, director: User) -> None:
    today, now = clock.today(), timezone.now()
    give(director, "director", mission)
    lead = make_lead(mission)
    council = make_council()
    make_event(make_intervention(mission, is_headline=True), council, happened_on=today - dt.timedelta(days=30))
    indicator = make_indicator(mission, slug="homes", is_headline=True)
    make_measurement(indicator, council, "5", period_start=dt.date(2023, 4, 1))
    make_measurement(indicator, council, "8", period_start=dt.date(2024, 4, 1))
    rebuild([indicator])
    Level.objects.create(indicator=indicator, kind="target", value=20, for_day=dt.date(2030, 4, 1), recorded_at=now)
    make_award(mission, council, "1234.50")
    make_decision(mission, director, lead, asked_at=now - dt.timedelta(days=4), due_on=today - dt.timedelta(days=1))
    report = make_report(
        mission, lead, status="submitted", sha256="0" * 64, confidence="amber", confidence_reason="Slow.",
        submitted_at=now, known_at=now, next_review_on=dt.date(2030, 1, 1),
    )  # fmt: skip
    Reading.objects.create(report=report, user=director, read_at=now - dt.timedelta(days=6))
    Reading.objects.create(report=report, user=lead, read_at=now)


def test_the_command_prints_what_the_page_shows() -> None:
    fill(make_mission("streets"), make_user())
    make_mission("proposal", status="proposed")
    out = StringIO()
    call_command("portfolio", "--json", stdout=out)
    assert json.loads(out.getvalue()) == [
        {
            "mission": "streets",
            "status": "active",
            "delivery_confidence": "amber",
            "adoption": {"adopters": 1, "councils_exist": 1},
            "money": {"budget": None, "committed": "1234.50", "paid": None},
            "outcome": {
                "indicator": "homes",
                "value": 8.0,
                "target": 20.0,
                "trend": "up",
                "coverage": {"reported": 1, "eligible": 1},
                "effect": None,
            },
            "decisions_waiting": 1,
            "oldest_decision_days": 4,
            "unowned": 2,
            "overdue": 1,
            "days_since_director_read": 6,
        }
    ]


def test_the_effect_is_the_latest_estimate_of_the_headline_and_stands_on_the_page() -> None:
    mission, director = make_mission("streets"), make_user()
    fill(mission, director)
    indicator, intervention = mission.indicators.get(), mission.interventions.get()
    assert "Nobody has computed it yet." in client_of(director).get("/portfolio/").content.decode()
    other = make_intervention(mission)
    made = {**estimate(simulated(1)).as_json(), "funded": 0, "adopters": 100}
    for day, about, stage, sentence in (
        (9, intervention, "live", "Then it was unclear."),
        (3, intervention, "live", "Adopters build 2 more homes."),
        (2, intervention, "piloting", "Pilots differ."),
        (1, other, "live", "Another tool."),
    ):
        Estimate.objects.create(
            indicator=indicator, intervention=about, stage=stage, method="did 1", inputs_sha256="0" * 64,
            made_at=timezone.now() - dt.timedelta(days=day),
            result={**made, "att": 2.0, "ci": [1.0, 3.0], "sentence": sentence},
        )  # fmt: skip
    effect = portfolio(running(), on=clock.today())[0].as_json()["outcome"]["effect"]
    assert (effect["value"], effect["low"], effect["high"]) == (2.0, 1.0, 3.0)
    assert (effect["sentence"], effect["refused"]) == ("Adopters build 2 more homes.", False)
    earlier = portfolio(running(), on=clock.today() - dt.timedelta(days=5))[0].as_json()["outcome"]["effect"]
    assert earlier["sentence"] == "Then it was unclear."
    page = client_of(director).get("/portfolio/").content.decode()
    assert "Adopters build 2 more homes." in page
    address = f"/missions/streets/outcomes/{indicator.slug}/effect/?intervention={intervention.slug}&amp;stage=live"
    assert address in page, "The figure opens to its evidence."
    assert "Adopters build 2 more homes." in client_of(director).get(address.replace("&amp;", "&")).content.decode()


def test_what_is_not_known_is_null_and_never_zero() -> None:
    mission = make_mission()
    (row,) = portfolio(running(), on=clock.today())
    found = row.as_json()
    assert found["adoption"] == {"adopters": None, "councils_exist": 0}
    assert set(found["outcome"].values()) == {None}
    assert found["delivery_confidence"] is found["oldest_decision_days"] is found["days_since_director_read"] is None
    page = client_of(make_lead(mission)).get("/portfolio/").content.decode()
    assert "No headline indicator is chosen." in page
    assert "Never" in page


def test_shows_only_missions_that_a_person_is_on_and_an_administrator_all() -> None:
    mine, other = make_mission("mine"), make_mission("other")
    lead = make_lead(mine)
    make_lead(other)

    def seen(user: User) -> list[str]:
        return [row.mission.slug for row in client_of(user).get("/portfolio/").context["rows"]]

    assert seen(lead) == ["mine"]
    assert seen(make_user(is_administrator=True)) == ["mine", "other"]
    assert seen(give(make_user(), "coordinator", make_council())) == []
    assert seen(give(make_user(), "observer", mine, ends_on=dt.date(2021, 1, 1))) == []


def test_links_to_pages_of_the_people_on_a_mission_are_theirs_only() -> None:
    mission = make_mission("streets")
    page = client_of(make_user(is_administrator=True)).get("/portfolio/").content.decode()
    assert "/missions/streets/gaps/" not in page
    assert "/missions/streets/gaps/" in client_of(make_lead(mission)).get("/portfolio/").content.decode()


def test_the_same_queries_for_twelve_missions() -> None:
    director = make_director(make_mission())
    before = queries_of(client_of(director), "/portfolio/")
    fill(make_mission(), director)
    with_one = queries_of(client_of(director), "/portfolio/")
    for _ in range(10):
        fill(make_mission(), director)
    assert queries_of(client_of(director), "/portfolio/") == with_one
    assert before <= with_one


def test_adoption_is_what_the_adoption_page_says_on_any_day() -> None:
    mission = make_mission()
    intervention = make_intervention(mission, is_headline=True)
    days = [dt.date(2024, 3, 1), dt.date(2025, 10, 1), dt.date(2026, 3, 1)]
    for day in days:
        make_event(intervention, make_council(), happened_on=day)
    make_event(intervention, make_council(), "piloting")
    make_council(ends_on=dt.date(2026, 1, 1))
    on = dt.date(2026, 9, 1)
    found = headline(mission, on=on)
    assert (found.adopted, found.adopted_a_year_ago, found.councils) == (3, 1, 4)
    assert found.adopted == summarise(intervention, as_at=on).adopted
    assert found.adopted_a_year_ago == summarise(intervention, as_at=on - dt.timedelta(days=365)).adopted


def test_a_line_runs_from_the_least_at_the_bottom_to_the_greatest_at_the_top() -> None:
    line = sparkline([1, 3, 2])
    assert line is not None
    assert line.points == "4.0,28.0 60.0,4.0 116.0,16.0"
    assert sparkline([1]) is None
    assert sparkline([2, 2]) is not None


def test_money_of_published_budgets_stands_beside_what_was_awarded() -> None:
    mission = make_mission()
    fund = make_award(mission, make_council(), "1234.50").fund
    assert portfolio(Mission.objects.all(), on=clock.today())[0].as_json()["money"] == {
        "budget": None, "committed": "1234.50", "paid": None,
    }  # fmt: skip
    FundYear.objects.create(fund=fund, start_year=2026, budget="5000.10", published_on=dt.date(2026, 4, 1))
    FundYear.objects.create(fund=fund, start_year=2027, budget="900000", published_on=None)
    row = portfolio(Mission.objects.all(), on=clock.today())[0]
    assert row.as_json()["money"] == {"budget": "5000.10", "committed": "1234.50", "paid": "0.00"}
    assert str(row.headline.money.left) == "5000.10"


def test_the_next_vesting_day_is_of_the_missions_own_councils() -> None:
    mission, on = make_mission(), clock.today()
    soon, later = on + dt.timedelta(days=100), on + dt.timedelta(days=400)
    for council, vests_on, status in (
        (make_council(nation="Wales"), on + dt.timedelta(days=9), "planned"),
        (make_council(), on + dt.timedelta(days=9), "withdrawn"),
        (make_council(), later, "planned"),
        (make_council(), soon, "decided"),
    ):
        Succession.objects.create(
            predecessor=council, successor=make_council(starts_on=vests_on), vests_on=vests_on, status=status
        )
    assert portfolio(Mission.objects.all(), on=on)[0].next_vesting == soon
    assert mission.pk == portfolio(Mission.objects.all(), on=on)[0].mission.pk


def test_what_a_director_must_decide_stands_first_with_ways_to_do_it() -> None:
    director, mission = make_user(), make_mission("streets")
    fill(mission, director)
    mine = mission.decisions.get()
    make_decision(mission, make_director(mission), make_lead(mission), question="Somebody else’s?")
    page = client_of(director).get("/portfolio/").content.decode()
    base = f"/missions/streets/decisions/{mine.pk}/"
    for address in (base, f"{base}take/", f"{base}ask-for-more/", f"/missions/streets/decisions/delegations/?decision={mine.pk}"):
        assert f'href="{address}"' in page
        assert client_of(director).get(address).status_code == 200
    assert "Somebody else’s?" not in page
    assert "What you must decide" not in client_of(make_lead(mission)).get("/portfolio/").content.decode()


def test_several_missions_are_added_up() -> None:
    director = make_user()
    for _ in range(2):
        fill(make_mission(), director)
    page = client_of(director).get("/portfolio/").content.decode()
    assert "2 of 2" in page
    assert "The oldest was asked 4 days ago" in page
