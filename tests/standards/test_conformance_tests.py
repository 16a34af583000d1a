"""A test of a file as a job: what a pass and a fail bring about, how often somebody may ask, and that no file is kept."""

import datetime as dt
import io
import subprocess
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import TestCase

from missions.adoption.models import AdoptionEvent
from missions.adoption.summary import summarise
from missions.core.jobs import Tell
from missions.core.models import AuditRow, Job
from missions.core.refusals import NotAllowed, NotNow
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.models import Organisation
from missions.standards import running, testing
from missions.standards.access import Subject
from missions.standards.models import ConformanceTest, SentPart, Standard, StandardVersion
from missions.standards.running import Result
from missions.stewardship.access import Standing, stand
from tests import making
from tests.standards.files import GOOD, HEAD
from tests.standards.published import make_test, make_version

TODAY = making.TODAY
NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
BAD = f"{HEAD}T-1,never,1,good\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself in this process: its own process is another test's."""

    def check_file(path: Any, *, kind: str, schema: Any, tell: Any) -> Result:
        from missions.standards.checking.__main__ import check

        return Result(**check(kind, schema, path, tell))

    monkeypatch.setattr(testing, "check_file", check_file)


@pytest.fixture
def item() -> Intervention:
    return making.make_intervention(making.make_mission(), slug="trees")


@pytest.fixture
def council() -> Organisation:
    return making.make_council()


@pytest.fixture
def officer(council: Organisation) -> User:
    return making.give(making.make_user(), "data-provider", council)


@pytest.fixture
def version(item: Intervention) -> StandardVersion:
    return make_version(item, making.make_lead(item.mission))


def on(user: User, item: Intervention) -> Standing:
    return stand(user, item.mission.slug, on=TODAY)


def ask(by: User, version: StandardVersion, subject: Subject, content: str = GOOD) -> ConformanceTest:
    standing = on(by, version.standard.intervention)
    with TestCase.captureOnCommitCallbacks(execute=True):  # the worker
        made = testing.ask(
            by=by, standing=standing, version=version, subject=subject, name="trees.csv", chunks=[content.encode()], now=NOW
        )
    made.refresh_from_db()
    return made


def stage(item: Intervention, council: Organisation, day: dt.date = TODAY) -> str:
    return summarise(item, as_at=day).positions[council.pk].stage


def test_a_pass_in_a_process_of_its_own_is_verified_evidence_of_adoption(
    item: Intervention, council: Organisation, officer: User, version: StandardVersion
) -> None:
    test = ask(officer, version, Subject(council))
    assert (test.verdict, test.rows, test.mistakes, test.stopped) == ("passed", 2, 0, "")
    event = AdoptionEvent.objects.get()
    assert (event.stage, event.source, event.organisation, event.happened_on) == ("piloting", "conformance", council, TODAY)
    assert test.event == event
    assert stage(item, council) == "piloting"
    assert not AdoptionEvent.objects.waiting().exists()
    assert {"standard.test", "standard.verdict", "adoption.pass"} <= set(AuditRow.objects.values_list("action", flat=True))
    assert not SentPart.objects.exists(), "The file is not kept."


@pytest.mark.usefixtures("quick")
def test_a_fail_records_nothing_and_a_later_fail_takes_nothing_away(
    item: Intervention, council: Organisation, officer: User, version: StandardVersion
) -> None:
    test = ask(officer, version, Subject(council), BAD)
    assert (test.verdict, test.mistakes, test.event) == ("failed", 1, None)
    assert test.findings[0] | {"wrong": "", "mend": ""} == {
        "row": 2, "column": "planted", "rule": "type", "value": "never", "wrong": "", "mend": "", "count": 1, "more_rows": [],
    }  # fmt: skip
    assert stage(item, council) == "not-started"
    ask(officer, version, Subject(council))
    ask(officer, version, Subject(council), BAD)
    assert stage(item, council) == "piloting"
    assert AdoptionEvent.objects.count() == 1
    assert not SentPart.objects.exists()


@pytest.mark.usefixtures("quick")
def test_passing_again_or_running_the_job_twice_records_it_once(
    item: Intervention, council: Organisation, officer: User, version: StandardVersion
) -> None:
    test = ask(officer, version, Subject(council))
    with transaction.atomic():
        assert testing.work(test.job, Tell(test.job)) == Job.Status.DONE
    ask(officer, version, Subject(council))
    assert AdoptionEvent.objects.count() == 1


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("pass_stage", "before", "source", "after", "events"),
    [
        ("live", "piloting", "verified", "live", 2),
        ("piloting", "embedded", "verified", "embedded", 1),
        ("piloting", "live", "self-reported", "live", 1),
        ("live", "live", "verified", "live", 1),
        ("live", "live", "self-reported", "live", 2),
        ("piloting", "stopped", "verified", "piloting", 2),
    ],
)
def test_a_pass_takes_nobody_back_and_verifies_an_unchecked_report(
    item: Intervention, council: Organisation, officer: User, version: StandardVersion,
    pass_stage: str, before: str, source: str, after: str, events: int,
) -> None:  # fmt: skip
    Standard.objects.update(pass_stage=pass_stage)
    making.make_event(item, council, before, source=source)
    ask(officer, StandardVersion.objects.get(), Subject(council))
    assert (stage(item, council), AdoptionEvent.objects.count()) == (after, events)
    assert stage(item, council, TODAY - dt.timedelta(days=1)) == before


@pytest.mark.usefixtures("quick")
def test_only_a_pass_of_the_version_that_holds_counts(item: Intervention, council: Organisation, officer: User) -> None:
    lead = making.make_lead(item.mission)
    old = make_version(item, lead, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2026, 1, 1))
    coming = make_version(item, lead, starts_on=TODAY + dt.timedelta(days=1))
    for version in (old, coming):
        assert ask(officer, version, Subject(council)).verdict == "passed"
    assert not AdoptionEvent.objects.exists()


@pytest.mark.usefixtures("quick")
def test_a_council_that_the_mission_is_not_for_keeps_its_pass_without_a_stage(
    item: Intervention, version: StandardVersion
) -> None:
    county = making.make_council(council_type="county")
    officer = making.give(making.make_user(), "coordinator", county)
    assert ask(officer, version, Subject(county)).verdict == "passed"
    assert not AdoptionEvent.objects.exists()


@pytest.mark.usefixtures("quick")
def test_a_product_that_passes_adopts_for_nobody(item: Intervention, version: StandardVersion) -> None:
    product = making.make_product(making.make_supplier())
    assert product.supplier
    contact = making.give(making.make_user(), "product-contact", product.supplier)
    assert ask(contact, version, Subject(product.supplier, product)).verdict == "passed"
    assert not AdoptionEvent.objects.exists()


def test_a_file_that_cant_be_read_does_not_pass_and_says_why(
    council: Organisation, officer: User, version: StandardVersion
) -> None:
    test = ask(officer, version, Subject(council), "PK\x03\x04 packed")
    assert (test.verdict, test.mistakes, test.rows) == ("failed", 1, 0)
    assert test.findings[0]["wrong"] == "This is a spreadsheet or a zip file. We don’t open those."
    assert test.job.status == Job.Status.DONE


def test_a_check_that_is_killed_is_no_pass(
    council: Organisation, officer: User, version: StandardVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = running.check_file
    monkeypatch.setattr(testing, "check_file", lambda path, **given: checked(path, **given, seconds=0.05))
    test = ask(officer, version, Subject(council))
    assert (test.verdict, test.mistakes) == ("stopped", 0)
    assert test.stopped == running.DIED
    assert not AdoptionEvent.objects.exists()


def test_a_fault_of_ours_saves_nothing_and_can_be_tried_again(
    council: Organisation, officer: User, version: StandardVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> Result:
        raise RuntimeError("A fault.")

    with monkeypatch.context() as patched:
        patched.setattr(testing, "check_file", broken)
        test = ask(officer, version, Subject(council))
    test.job.refresh_from_db()
    assert (test.verdict, test.job.status, test.parts.count()) == ("", Job.Status.FAILED, 1)
    assert testing.forget_untested(now=NOW + dt.timedelta(days=6)) == 0
    assert testing.forget_untested(now=NOW + dt.timedelta(days=8)) == 1


def test_the_process_that_checks_has_no_network_and_none_of_our_secrets(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not-for-files")
    seen = {}
    started = subprocess.Popen

    def start(command: Any, **given: Any) -> Any:
        seen.update(given["env"])
        return started(command, **given)

    monkeypatch.setattr(subprocess, "Popen", start)
    file = tmp_path / "a.json"
    file.write_text('[{"reference": "T-1"}]')
    # A schema that points outside, put there past all refusals: it is looked up nowhere.
    schema = {"type": "array", "items": {"$ref": "http://127.0.0.1:9/schema.json"}}
    result = running.check_file(file, kind="json-schema", schema=schema, tell=lambda row, share: None)
    assert [kind["wrong"] for kind in result.findings] == ["The schema refers to something that isn’t in it."]
    assert "SECRET_KEY" not in seen
    assert "DATABASE_URL" not in seen


def test_who_may_test_for_whom(item: Intervention, council: Organisation, officer: User, version: StandardVersion) -> None:
    other = making.make_council()
    product = making.make_product(making.make_supplier())
    for subject in (Subject(other), Subject(product.supplier, product)):
        with pytest.raises(NotAllowed):
            ask(officer, version, subject)
    with pytest.raises(NotAllowed, match="Ask an administrator"):
        ask(making.make_user(), version, Subject(council))
    draft = make_version(item, officer, status="draft")
    with pytest.raises(NotNow, match="published versions only"):
        ask(officer, draft, Subject(council))
    assert not ConformanceTest.objects.exists()


@pytest.mark.parametrize(
    ("values", "many", "told"),
    [
        ({"verdict": "", "happened_on": None}, testing.MOST_WAITING, "are being tested already"),
        ({}, testing.MOST_A_DAY, "within a day"),
        ({"file_size": 100_000_000}, 10, "more than 1 GB"),
    ],
    ids=["at once", "number", "size"],
)
def test_there_is_a_limit_to_what_one_organisation_asks_for(
    council: Organisation, officer: User, version: StandardVersion, values: dict[str, Any], many: int, told: str
) -> None:
    colleague = making.give(making.make_user(), "coordinator", council)
    for _ in range(many):
        make_test(version, colleague, council=council, asked_at=NOW - dt.timedelta(hours=1), **values)
    with pytest.raises(NotNow, match=told):
        ask(officer, version, Subject(council))
    assert ConformanceTest.objects.count() == many
    assert not Job.objects.filter(status="waiting").exists(), "Nothing is half-saved."


@pytest.mark.usefixtures("quick")
def test_yesterday_doesn_t_count_towards_the_limit(council: Organisation, officer: User, version: StandardVersion) -> None:
    for _ in range(testing.MOST_A_DAY):
        make_test(version, officer, council=council, asked_at=NOW - dt.timedelta(hours=25))
    assert ask(officer, version, Subject(council)).verdict == "passed"


def test_a_file_beyond_the_limit_leaves_nothing_behind(council: Organisation, officer: User, version: StandardVersion) -> None:
    standing = on(officer, version.standard.intervention)
    pieces = (b"x" * 1_000_000 for _ in range(101))
    with pytest.raises(NotNow, match="larger than 100 MB"):
        testing.ask(by=officer, standing=standing, version=version, subject=Subject(council), name="a", chunks=pieces, now=NOW)
    assert (ConformanceTest.objects.count(), SentPart.objects.count(), Job.objects.count()) == (0, 0, 0)


def test_the_command_says_what_the_page_says(tmp_path: Any, version: StandardVersion) -> None:
    import json

    from django.core.management import call_command

    file, out = tmp_path / "trees.csv", io.StringIO()
    file.write_text(BAD)
    with pytest.raises(SystemExit):
        call_command("check_file", str(file), "--standard", "trees", "--version", version.number, "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["passed"], said["rows"], said["count"], said["findings"][0]["column"]) == (False, 1, 1, "planted")
    file.write_text(GOOD)
    out = io.StringIO()
    call_command("check_file", str(file), "--standard", "trees", stdout=out)
    assert out.getvalue() == f"It passes version {version.number}: 2 rows checked, 0 mistakes.\n"
