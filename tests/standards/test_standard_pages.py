"""The pages of standards: what each person sees and does there, and that nothing sent is taken for markup or a formula."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from missions.adoption.models import AdoptionEvent
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.models import Organisation
from missions.standards.checking.opening import LARGEST_FILE
from missions.standards.models import ConformanceTest, SentPart, Standard, StandardVersion
from tests import making
from tests.standards.files import GOOD, HEAD, TREES
from tests.standards.published import make_test, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> Intervention:
    return making.make_intervention(making.make_mission("planning"), slug="trees", name="Tree data")


@pytest.fixture
def lead(item: Intervention) -> User:
    return making.make_lead(item.mission)


@pytest.fixture
def council() -> Organisation:
    return making.make_council("AYT", name="Ayton")


@pytest.fixture
def officer(council: Organisation) -> User:
    return making.give(making.make_user(), "contributor", council)


URL = "/missions/planning/standards/trees/"


def text_of(user: User | None, url: str) -> str:
    return making.client_of(user).get(url).content.decode()


def sent(user: User, council: Organisation, against: StandardVersion, **values: Any) -> Any:
    data = {"subject": f"organisation:{council.pk}", "version": against.pk, **values}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return making.client_of(user).post(f"{URL}test/", data)


def test_the_lead_adds_and_publishes_a_version(item: Intervention, lead: User) -> None:
    client = making.client_of(lead)
    file = SimpleUploadedFile("schema.json", json.dumps(TREES).encode())
    answer = client.post(f"{URL}add/", {"number": "1.0", "kind": "table-schema", "schema_file": file, "change_log": "First."})
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}versions/1.0/")
    assert "1.0" not in text_of(None, URL)
    assert making.client_of(None).get(f"{URL}versions/1.0/").status_code == 404
    day = making.client_of(lead).get(f"{URL}versions/1.0/publish/").context["standing"].on
    answer = client.post(
        f"{URL}versions/1.0/publish/", {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
    )
    assert answer.status_code == 302
    assert "holds since" in text_of(None, URL)
    assert json.loads(text_of(None, f"{URL}versions/1.0/schema.json")) == TREES
    assert "planted" in text_of(None, f"{URL}versions/1.0/")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Choose a file with the schema"),
        ({"schema_text": "{"}, "This isn’t JSON"),
        ({"schema_text": '{"$ref": "https://example.org/"}', "kind": "json-schema"}, "Nothing is fetched"),
        ({"schema_file": SimpleUploadedFile("s.json", b"\xff\xfe{")}, "isn’t written in UTF-8"),
        ({"schema_text": json.dumps(TREES), "number": "v1"}, "Enter a number like"),
        ({"schema_text": json.dumps(TREES), "change_log": ""}, "Say what changed"),
        ({"schema_text": json.dumps(TREES), "number": "1.0"}, "this number already"),
    ],
    ids=range(7),
)
def test_a_version_that_can_t_be_kept_is_told_beside_its_field(
    item: Intervention, lead: User, values: dict[str, Any], told: str
) -> None:
    make_version(item, lead, number="1.0")
    given = {"number": "2.0", "kind": "table-schema", "change_log": "Second.", **values}
    answer = making.client_of(lead).post(f"{URL}add/", given)
    assert answer.status_code == 200
    assert told in answer.content.decode().replace("&#x27;", "'").replace("&quot;", '"')
    assert StandardVersion.objects.count() == 1


def test_a_council_mends_its_file_and_is_recorded(item: Intervention, lead: User, council: Organisation, officer: User) -> None:
    version = make_version(item, lead)
    hostile = f"{HEAD}T-1,<script>alert(1)</script>,1,good\nT-2,=HYPERLINK(1),1,good\nT-3,,-9,good\n"
    answer = sent(officer, council, version, file=SimpleUploadedFile("trees.csv", hostile.encode()))
    shown = text_of(officer, answer["Location"])
    assert "It does not pass" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown
    report = list(csv.reader(io.StringIO(b"".join(making.client_of(officer).get(f"{answer['Location']}report.csv")).decode())))
    assert report[0] == ["row", "column", "rule", "value", "what is wrong", "how to mend it", "how many", "also in rows"]
    assert report[1][:4] == ["2", "planted", "type", "<script>alert(1)</script>"]
    assert report[2][:4] == ["3", "planted", "formula", "'=HYPERLINK(1)"], "A spreadsheet doesn't take it for a formula."
    assert not AdoptionEvent.objects.exists()
    answer = sent(officer, council, version, text=GOOD)
    shown = text_of(officer, answer["Location"])
    assert "It passes" in shown
    assert "Ayton is recorded as piloting" in " ".join(shown.split())
    assert text_of(officer, URL).count("trees.csv") == 1


def test_a_failed_test_is_read_by_its_own_people_and_a_passed_one_by_the_mission_too(
    item: Intervention, lead: User, council: Organisation, officer: User
) -> None:
    version = make_version(item, lead)
    colleague = making.give(making.make_user(), "coordinator", council)
    stranger = making.give(making.make_user(), "coordinator", making.make_council())
    failed = make_test(version, officer, council=council, verdict="failed", mistakes=1, file_name="failed.csv")
    passed = make_test(version, officer, council=council, file_name="passed.csv")
    seen = {
        name: tuple(making.client_of(user).get(test.get_absolute_url()).status_code for test in (failed, passed))
        for name, user in (("officer", officer), ("colleague", colleague), ("lead", lead), ("stranger", stranger))
    }
    assert seen == {"officer": (200, 200), "colleague": (200, 200), "lead": (404, 200), "stranger": (404, 404)}
    assert "failed.csv" in text_of(colleague, URL)
    assert "failed.csv" not in text_of(lead, URL)
    assert "passed.csv" in text_of(lead, URL)
    assert "passed.csv" not in text_of(None, URL)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "Choose a file, or paste its text."),
        ({"text": " \n"}, "Choose a file, or paste its text."),
        ({"text": GOOD, "subject": "organisation:0"}, "Select a valid choice"),
        ({"text": GOOD, "version": "0"}, "Select a valid choice"),
        ({"file": SimpleUploadedFile("empty.csv", b"")}, "The file is empty."),
        ({"text": "x" * 1_000_001}, "at most 1000000 characters"),
    ],
    ids=range(6),
)
def test_what_can_t_be_tested_is_told_and_nothing_is_kept(
    item: Intervention, lead: User, council: Organisation, officer: User, values: dict[str, Any], told: str
) -> None:
    answer = sent(officer, council, make_version(item, lead), **values)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert (ConformanceTest.objects.count(), SentPart.objects.count()) == (0, 0)


def test_a_file_that_is_too_large_is_told_before_it_is_kept(
    item: Intervention, lead: User, council: Organisation, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("missions.standards.forms.LARGEST_FILE", 10)
    answer = sent(officer, council, make_version(item, lead), file=SimpleUploadedFile("a.csv", GOOD.encode()))
    assert "The file is larger than" in answer.content.decode()
    assert LARGEST_FILE == 100_000_000
    assert not SentPart.objects.exists()


def test_a_limit_is_told_on_the_form(
    item: Intervention, lead: User, council: Organisation, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("missions.standards.testing.MOST_A_DAY", 0)
    assert "Go on tomorrow" in sent(officer, council, make_version(item, lead), text=GOOD).content.decode()


def test_empty_states_say_what_to_do(item: Intervention, lead: User) -> None:
    assert "No version is published yet" in text_of(None, URL)
    assert "Add one with its schema" in text_of(lead, URL)
    making.give(lead, "coordinator", making.make_council())
    assert making.client_of(lead).get(f"{URL}test/").status_code == 409
    tool = making.make_intervention(item.mission, kind="tool")
    assert making.client_of(None).get(f"/missions/planning/standards/{tool.slug}/").status_code == 404


def test_a_running_test_shows_how_far_it_is(item: Intervention, lead: User, council: Organisation, officer: User) -> None:
    from missions.core.jobs import Tell

    test = make_test(make_version(item, lead), officer, council=council, verdict="", happened_on=None)
    test.job.status = "running"
    test.job.save()
    Tell(test.job)("Checking: 1,000 rows so far", 40, 100)
    shown = text_of(officer, test.get_absolute_url())
    assert "Your file is being tested" in shown
    assert "40% of the file" in shown
    part = making.client_of(officer).get(test.get_absolute_url(), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    test.job.status = "failed"
    test.job.save()
    assert making.client_of(officer).get(test.get_absolute_url(), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "Test a file again" in text_of(officer, test.get_absolute_url())


def test_what_a_pass_shows_is_chosen(item: Intervention, lead: User) -> None:
    making.client_of(lead).post(f"{URL}what-a-pass-shows/", {"pass_stage": "live"})
    assert Standard.objects.get().pass_stage == "live"
