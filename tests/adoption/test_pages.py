"""The pages of adoption."""

import csv
import datetime as dt
import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from missions.adoption.models import AdoptionEvent
from missions.core import clock
from missions.interventions.models import Intervention
from missions.maps.actions import lay_out_maps
from missions.register.models import Organisation, Succession
from missions.stewardship.models import Mission
from tests.making import client_of, give, make_council, make_event, make_intervention, make_lead, make_mission, make_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def item(mission: Mission) -> Intervention:
    return make_intervention(mission, slug="standard", name="Standard")


@pytest.fixture
def council() -> Organisation:
    return make_council("AAA", name="Ayton")


def address(name: str = "adoption", *more: object) -> str:
    return reverse(f"adoption:{name}", args=["planning", "standard", *more])


def page(query: str = "", name: str = "adoption") -> str:
    return client_of(None).get(f"{address(name)}?{query}").content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_page_says_in_one_sentence_who_has_adopted(item: Intervention, council: Organisation) -> None:
    make_event(item, council, "embedded", happened_on=dt.date(2026, 1, 1))
    make_council()
    assert "On 31 January 2026, 1 of 2 councils (50%) had adopted it" in page("as_at=2026-01-31")
    assert "On 31 December 2025, 0 of 2 councils (0%) had adopted it" in page("as_at=31/12/2025")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/2/2026", "Enter a date that exists"),
        ("2999-01-01", "not in the future"),
        ("1999-12-31", "from the year 2000"),
        ('"><script>', "Enter a date that exists"),
    ],
)
def test_a_wrong_day_is_told_and_today_is_shown(item: Intervention, typed: str, sentence: str) -> None:
    html = page(f"as_at={typed}")
    assert html.count(sentence) == 2
    assert "There is a problem" in html
    assert "<script>" not in html.replace('<script src="', "")
    assert f"On {clock.today().day} " in html


def test_stages_of_the_table_add_up(item: Intervention) -> None:
    for stage in ("aware", "live", "live", "stopped"):
        make_event(item, make_council(), stage)
    make_council()
    table = page("as_at=2026-09-01").split("Councils at each stage")[1].split("</table>")[0]
    numbers = [int(number) for number in re.findall(r"numeric\">(?:<strong>)?(\d+)<", table)]
    assert sum(numbers[:-1]) == numbers[-1] == 5


def test_inheritance_is_said_plainly(item: Intervention) -> None:
    day = dt.date(2026, 4, 1)
    before, after = make_council(ends_on=day), make_council(starts_on=day, name="Newton")
    make_event(item, before, happened_on=dt.date(2026, 1, 1))
    Succession.objects.create(predecessor=before, successor=after, vests_on=day)
    assert "from its predecessors" in page("as_at=2026-04-01")
    assert "from its predecessors" not in page("as_at=2026-03-31")


def test_councils_without_a_place_on_the_map_are_counted(item: Intervention, council: Organisation) -> None:
    Organisation.objects.filter(pk=council.pk).update(latitude=53, longitude=-1)
    make_council(latitude=None, longitude=None)
    lay_out_maps(by=None, on=clock.today())
    html = page()
    drawing = html[html.index('<svg class="app-map') : html.index("</svg>", html.index('<svg class="app-map'))]
    assert drawing.count("<polygon") == 1
    assert "Ayton: Not started" in drawing
    assert "1 council has no hexagon" in words(html)


def test_the_list_is_filtered(item: Intervention, council: Organisation) -> None:
    make_event(item, council)
    make_council("BBB", name="Beeford", region="London")

    def listed(query: str) -> list[str]:
        rows = page(query).split('id="list"')[1]
        return [name for name in ("Ayton", "Beeford") if f">{name}<" in rows]

    assert listed("stage=live") == ["Ayton"]
    assert listed("stage=not-started") == ["Beeford"]
    assert listed("region=London") == ["Beeford"]
    assert listed("q=bee") == ["Beeford"]
    assert listed("q=aaa") == ["Ayton"]
    assert listed("type=unitary") == []
    assert "No council matches these filters" in page("type=unitary")


def test_an_intervention_without_events_says_what_to_do(mission: Mission, item: Intervention) -> None:
    lead = client_of(make_lead(mission)).get(address()).content.decode()
    assert "Record a council’s stage from the list below" in lead
    assert "every council counts as not started" in page()


def test_the_file_holds_every_council_and_no_formula(item: Intervention, council: Organisation) -> None:
    make_event(item, council, happened_on=dt.date(2026, 1, 1))
    make_council("BBB", name="=1+1")
    response = client_of(None).get(f"{address('download')}?as_at=2026-02-01")
    text = b"".join(response).decode()
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text))}
    assert response["Content-Disposition"] == 'attachment; filename="standard-adoption-2026-02-01.csv"'
    assert rows["AAA"]["stage"] == "Live"
    assert rows["AAA"]["since"] == "2026-01-01"
    assert rows["BBB"]["council"] == "'=1+1"
    assert rows["BBB"]["since"] == ""


def test_queries_stay_the_same_however_many_councils(item: Intervention, mission: Mission, council: Organisation) -> None:
    client = client_of(make_lead(mission))
    make_event(item, council)
    one = queries_of(client, address())
    for _ in range(49):
        make_event(item, make_council())
    assert queries_of(client, address()) == one <= 12


def typed(stage: str = "live", day: str = "1 5 2026", **more: str) -> dict[str, str]:
    parts = dict(zip(("happened_on_day", "happened_on_month", "happened_on_year"), day.split(), strict=True))
    return {"stage": stage, **parts, **more}


def test_council_staff_find_the_way_and_record(mission: Mission, item: Intervention, council: Organisation) -> None:
    client = client_of(give(make_user(), "coordinator", council))
    assert "Record where Ayton stands" in client.get(address()).content.decode()
    assert "Nothing has been recorded yet" in client.get(address("record", "AAA")).content.decode()
    assert "Give a link, or say" in client.post(address("record", "AAA"), typed()).content.decode()
    response = client.post(address("record", "AAA"), typed(evidence_url="https://ayton.example/map"), follow=True)
    assert "Ayton is recorded as live" in response.content.decode()
    assert "not verified until the mission team has checked it" in response.content.decode()
    html = client.get(address("record", "AAA")).content.decode()
    assert "since 1 May 2026" in words(html)
    assert "Reported by the council" in html


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose where the council stands"),
        (typed(day="31 2 2026"), "Enter a date that exists"),
        (typed(day="1 1 2099"), "can’t be in the future"),
        (typed(day="31 3 1974"), "did not exist on that day"),
    ],
)
def test_what_is_wrong_stands_in_the_error_summary(
    mission: Mission, item: Intervention, council: Organisation, data: dict[str, str], sentence: str
) -> None:
    response = client_of(make_lead(mission)).post(address("record", "AAA"), data)
    summary = response.content.decode().split("error-summary__list")[1].split("</ul>")[0]
    assert sentence in summary
    assert not AdoptionEvent.objects.exists()


def test_a_correction_stands_beside_the_first_record(mission: Mission, item: Intervention, council: Organisation) -> None:
    event = make_event(item, council)
    client = client_of(make_lead(mission))
    url = address("correct", "AAA", event.pk)
    assert url in client.get(address("record", "AAA")).content.decode()
    assert "Say why it is corrected" in client.post(url, typed("aware")).content.decode()
    html = client.post(url, typed("aware", reason="Only a plan"), follow=True).content.decode()
    assert "Corrected: Only a plan" in html
    assert url not in html
    assert client.post(url, typed("aware", reason="Again")).status_code == 409


def test_an_event_is_found_under_its_own_council_only(mission: Mission, item: Intervention, council: Organisation) -> None:
    event = make_event(item, council)
    make_council("BBB")
    assert client_of(make_lead(mission)).get(address("correct", "BBB", event.pk)).status_code == 404


def test_a_council_that_the_mission_is_not_for_has_no_record(mission: Mission, item: Intervention) -> None:
    make_council("WAL", nation="Wales", council_type="welsh")
    assert client_of(make_lead(mission)).get(address("record", "WAL")).status_code == 404


def test_the_command_prints_what_the_page_shows(item: Intervention, council: Organisation) -> None:
    make_event(item, council, happened_on=dt.date(2026, 1, 10))
    make_council()
    out = io.StringIO()
    call_command("adoption_summary", "planning", "standard", as_at=dt.date(2026, 2, 1), json=True, stdout=out)
    found = json.loads(out.getvalue())
    assert (found["mission"], found["intervention"], found["as_at"]) == ("planning", "standard", "2026-02-01")
    assert found["councils_exist"] == sum(found["stages"].values()) == 2
    assert found["cumulative"] == [
        {"date": "2025-12-31", "count": 0, "denominator": 2},
        {"date": "2026-01-31", "count": 1, "denominator": 2},
        {"date": "2026-02-01", "count": 1, "denominator": 2},
    ]
    assert found["median_days_to_live"] is None
    with pytest.raises(CommandError, match="No intervention"):
        call_command("adoption_summary", "planning", "other")
