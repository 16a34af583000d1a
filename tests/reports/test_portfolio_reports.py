"""The report of a portfolio: composed of its missions' figures and latest reports, with the machinery of a mission's report."""

import datetime as dt
import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from config.needs import needs_of
from missions.core import clock
from missions.core.models import AuditRow, OutboxMessage
from missions.core.refusals import NotAllowed, NotNow
from missions.decisions.freezing import digest, verify
from missions.notices.planning import plan
from missions.people.models import User
from missions.reports import actions
from missions.reports.access import place
from missions.reports.models import Portfolio, Reading, Report
from missions.reports.portfolio_actions import set_up
from missions.reports.search import find
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of
from tests.outcomes.test_printing import printed, tags_of, text_of
from tests.queries import queries_of
from tests.reports.test_reports import WRITTEN, Room, work

pytestmark = pytest.mark.django_db
TEXTS = {"risks": "Grants end.", "dissent": "Two missions would rather wait."}


@dataclass
class Office:
    """A portfolio of two missions: the first has adoption, money and a report of its own, the second has nothing."""

    portfolio: Portfolio
    first: Mission
    second: Mission
    director: User
    writer: User

    def compose(self, **values: Any) -> Report:
        return actions.compose(
            by=self.writer, standing=place(self.writer, self.where), **{**WRITTEN, "as_at": clock.today(), **values}
        )

    def submitted(self, **values: Any) -> Report:
        report = self.compose(**values)
        actions.submit(by=self.writer, standing=place(self.writer, self.where), report=report, now=timezone.now())
        return Report.objects.get(pk=report.pk)

    @property
    def where(self) -> dict[str, str]:
        return {"portfolio": self.portfolio.slug}


def add_mission(name: str) -> Mission:
    mission = making.make_mission(name)
    making.make_event(making.make_intervention(mission, name=f"Standard of {name}", is_headline=True), making.make_council())
    return mission


@pytest.fixture
def office() -> Office:
    first, second = add_mission("streets"), making.make_mission("trees")
    making.make_award(first, making.make_council(), "1234.50")
    room = Room(first, making.make_lead(first), making.make_director(first))
    room.submitted(as_at=clock.today(), texts={"risks": "One supplier leaves.", "asked": "Agree a second round."})
    director, writer, administrator = making.make_user(), making.make_user(), making.make_user(is_administrator=True)
    portfolio = set_up(by=administrator, name="All missions", director=director, writer=writer, missions=[first, second])
    return Office(portfolio, first, second, director, writer)


def test_an_administrator_sets_it_up_with_two_people() -> None:
    mission, director, writer = making.make_mission(), making.make_user(), making.make_user()
    client = client_of(making.make_user(is_administrator=True))
    sent = {"name": "New", "director": director.email, "writer": director.email, "missions": [mission.pk]}
    assert "somebody else than its director" in client.post("/portfolios/new/", sent).content.decode()
    sent["writer"] = "nobody@x.example"
    assert "Invite them first" in client.post("/portfolios/new/", sent).content.decode()
    assert not Portfolio.objects.exists()
    sent["writer"] = writer.email.upper()
    assert client.post("/portfolios/new/", sent).headers["Location"] == "/portfolios/new-2/", "“new” is an address already."
    made = Portfolio.objects.get()
    assert (made.director, made.writer, list(made.missions.all())) == (director, writer, [mission])
    other = making.make_user()
    client.post("/portfolios/new-2/change/", {**sent, "writer": other.email})
    made.refresh_from_db()
    assert made.writer == other
    assert AuditRow.objects.filter(action="portfolio.set-up").count() == 2


def test_the_database_refuses_one_person_for_both_and_a_report_of_nothing(office: Office) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Portfolio.objects.update(writer=office.director)
    for wrong in ({}, {"mission": office.first, "portfolio": office.portfolio}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.create(issue=1, title="x", as_at=clock.today(), author=office.writer, **wrong)


def test_only_its_writer_writes_and_only_its_director_answers(office: Office) -> None:
    for user in (office.director, making.make_lead(office.first)):
        with pytest.raises(NotAllowed, match="Only this portfolio’s writer can write a report"):
            actions.compose(by=user, standing=place(user, office.where), **WRITTEN)
    report = office.submitted()
    said: dict[str, Any] = {"report": report, "comments": "More.", "now": timezone.now()}
    for user, sentence in ((making.make_director(office.first), "portfolio’s director"), (office.writer, "You wrote")):
        with pytest.raises(NotAllowed, match=sentence):
            actions.sign_off(by=user, standing=place(user, office.where), **said)
    following = actions.send_back(by=office.director, standing=place(office.director, office.where), **said)
    assert (following.version, following.portfolio, following.mission) == (2, office.portfolio, None)


def test_it_freezes_todays_figures_and_what_each_missions_own_report_says(office: Office) -> None:
    report = office.submitted(texts=TEXTS)
    assert verify(report.content, report.sha256)
    first, second = report.content["evidence"]["sources"]["portfolio"]["figures"]["missions"]
    assert (first["slug"], first["adopted"], first["councils"], first["awarded"]) == ("streets", 1, 2, "1234.50")
    assert (second["slug"], second["adopted"], second["value"], second["report"]) == ("trees", None, None, None)
    own = Report.objects.get(mission=office.first)
    assert first["report"]["sha256"] == own.sha256
    assert first["report"]["texts"] == {"risks": "One supplier leaves.", "asked": "Agree a second round."}
    assert report.content["charts"]["adoption"]["rows"] == [["Streets", "Standard of streets", "1", "2", "50%"]]
    page = client_of(office.director).get(report.get_absolute_url()).content.decode()
    for words in (
        "1 amber",
        "1 without a report",
        "1 of 2",
        "£1,234.50",
        "One supplier leaves.",
        "Agree a second round.",
        *TEXTS.values(),
    ):
        assert words in page


def test_later_facts_never_change_it_and_stand_beside_it(office: Office) -> None:
    report = office.submitted()
    making.make_event(office.first.interventions.get(), making.make_council())
    client, url = client_of(office.writer), report.get_absolute_url()
    assert "2 of 3" not in client.get(url).content.decode()
    client.post(f"{url}figures/")
    work()
    page = client.get(f"{url}corrected/").content.decode()
    assert "Streets: councils that have adopted Standard of streets" in page
    assert "2 of 3" in page


def test_what_changed_since_the_last_issue_and_any_two_compared(office: Office) -> None:
    office.submitted()
    making.make_event(office.first.interventions.get(), making.make_council())
    second = office.submitted(confidence="green", narrative="Other words.")
    names = [name for name, _, _ in second.content["changes"]["rows"]]
    assert names == ["Delivery confidence", "Streets: councils that have adopted Standard of streets"]
    page = client_of(office.director).get(f"/portfolios/{office.portfolio.slug}/reports/compare/").content.decode()
    for words in ("Amber", "Green", "2 of 3", "Other words."):
        assert words in page


def test_as_spreadsheet_json_and_tagged_pdf(office: Office) -> None:
    report = office.submitted(texts=TEXTS)
    client, url = client_of(office.director), report.get_absolute_url()
    book = load_workbook(BytesIO(client.get(f"{url}report.xlsx").content))
    assert book.sheetnames == ["Report", "Key figures", "Missions", "Adoption"]
    assert [row[0] for row in book["Missions"].iter_rows(min_row=2, values_only=True)] == ["Streets", "Trees"]
    found = json.loads(client.get(f"{url}report.json").content)
    assert digest(found["content"]) == found["sha256"] == report.sha256
    reader = printed(client, f"{url}pdf/")
    text = text_of(reader)
    for words in ("All missions", "Streets", "Trees", "One supplier leaves.", *TEXTS.values(), report.sha256[:20]):
        assert words in text
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure", "/Link"} <= {tag for tag, _ in tags_of(reader)}


def test_the_whole_way_by_its_pages(office: Office) -> None:
    writer, director = client_of(office.writer), client_of(office.director)
    base = f"/portfolios/{office.portfolio.slug}/reports/"
    today = clock.today()
    data = {"title": "By pages", "narrative": "Text.", "confidence": "green", "confidence_reason": "Good."}
    for name, (year, month, day) in {"as_at": (today.year, today.month, today.day), "next_review_on": (2099, 1, 1)}.items():
        data |= {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}
    assert writer.post(f"{base}compose/", data).headers["Location"] == f"{base}1/1/"
    work()
    assert "Streets" in writer.get(f"{base}1/1/").content.decode()
    assert director.get(f"{base}1/1/edit/").status_code == 403
    writer.post(f"{base}1/1/submit/")
    assert "being frozen" in writer.get(f"{base}1/1/progress/").content.decode()
    work()
    assert client_of(None).get(f"{base}1/1/").status_code == 404
    assert client_of(making.make_lead(office.first)).get(f"{base}1/1/").status_code == 404
    needed = [need.url for need in needs_of(office.director, [], now=clock.now())]
    assert needed == [f"{base}1/1/"]
    director.get(f"{base}1/1/")
    assert [(row.user, row.report.portfolio) for row in Reading.objects.all()] == [(office.director, office.portfolio)]
    director.post(f"{base}1/1/answer/", {"answer": "return", "comments": "Say what it cost."})
    work()
    assert [need.what for need in needs_of(office.writer, [], now=clock.now())] == ["Write a new version of “By pages”"]
    assert "Say what it cost." in writer.get(f"{base}1/2/edit/").content.decode()
    writer.post(f"{base}1/2/submit/")
    work()
    director.post(f"{base}1/2/answer/", {"answer": "sign-off"})
    assert "By pages" in client_of(None).get(f"{base}1/2/").content.decode()
    assert "Only the people" not in client_of(None).get(base).content.decode()
    assert [hit.url for hit in find("By pages", None, 5)] == [f"{base}1/2/"]


def test_its_director_is_reminded_then_its_writer(office: Office) -> None:
    report = office.submitted()
    Report.objects.filter(pk=report.pk).update(submitted_at=clock.now())
    now = clock.now().replace(hour=11)
    late = next(day for days in range(14, 30) if (day := now + dt.timedelta(days=days)).weekday() == 2)
    plan(now=late)
    told = dict(OutboxMessage.objects.filter(text__contains=report.get_absolute_url()).values_list("to_address", "subject"))
    assert told[office.director.email].startswith("A report waits")
    assert told[office.writer.email].startswith("A report still waits")


def test_queries_stay_the_same_for_two_missions_and_for_twelve(office: Office) -> None:
    report = office.submitted()
    base = f"/portfolios/{office.portfolio.slug}/"
    urls = ("/portfolios/", base, f"{base}reports/", report.get_absolute_url())
    client = client_of(office.director)
    before = [queries_of(client, url) for url in urls]
    for number in range(10):
        office.portfolio.missions.add(add_mission(f"more-{number}"))
    second = office.submitted()
    urls = (*urls[:3], second.get_absolute_url())
    after = [queries_of(client, url) for url in urls]
    assert after[:3] == before[:3]
    assert max(after) <= 12


def test_a_portfolio_with_people_who_are_the_same_is_refused(office: Office) -> None:
    administrator = making.make_user(is_administrator=True)
    with pytest.raises(NotNow, match="somebody else"):
        set_up(by=administrator, name="x", director=office.director, writer=office.director, missions=[office.first])
    with pytest.raises(NotAllowed, match="Only an administrator"):
        set_up(by=office.writer, name="x", director=office.director, writer=office.writer, missions=[office.first])
