"""Imports as people do them: send, preview, answer, save."""

import datetime as dt
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from missions.core import clock, import_jobs, jobs
from missions.core.models import AuditRow, Job, StoredFile
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.register import import_kind
from missions.register.import_kind import REGISTER
from missions.register.models import Organisation
from tests.making import client_of, make_council, make_user
from tests.queries import queries_of

HEADER = (
    "local-authority-code,nice-name,official-name,gss-code,start-date,end-date,replaced-by,nation,region,local-authority-type\n"
)
AYTON = "AYT,Ayton,Ayton Council,E07000901,1974-04-01,,,England,South East,NMD\n"
BEETON = "BEE,Beeton,Beeton Council,E07000902,1974-04-01,,,England,South East,UA\n"
WRONG = "CEE,Ceeton,,E07000903,1974-13-01,,,England,South East,TOWN\n"
OWN = (
    "code,name,official_name,type,nation,region,starts_on,ends_on,followed_by,population,population_year,latitude,longitude,"
    "website,gss,former_gss,planning_data,company\nDEE,Deeton,,NMD,England,,1974-04-01,,,1234,2020,,,,E07000904,,,\n"
)


@pytest.fixture
def administrator() -> User:
    return make_user("admin@x.example", is_administrator=True)


def send(client: Client, content: str | bytes, name: str = "register.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(reverse("register:import"), {"file": SimpleUploadedFile(name, data)})


def sent(by: User, content: str) -> Job:
    """A file whose preview has been made."""
    job = import_jobs.send(by=by, kind=REGISTER, name="register.csv", content=content.encode())
    jobs.run(job.pk, now=clock.now())
    job.refresh_from_db()
    return job


def answered(job: Job, by: User, choice: str) -> Job:
    import_jobs.answer(by=by, kind=REGISTER, job=job, choice=choice)
    jobs.run(job.pk, now=clock.now())
    job.refresh_from_db()
    return job


def codes() -> set[str]:
    return set(Organisation.objects.values_list("code", flat=True))


@pytest.mark.django_db
def test_a_preview_says_what_would_happen_and_saves_nothing(administrator: User) -> None:
    make_council("AYT", name="Old name")
    job = sent(administrator, HEADER + AYTON + BEETON)
    assert (job.status, job.report["created"], job.report["updated"]) == ("asking", 1, 1)
    assert codes() == {"AYT"}
    assert Organisation.objects.get(code="AYT").name == "Old name"


@pytest.mark.django_db
def test_a_preview_names_what_is_new_and_what_ends(administrator: User) -> None:
    make_council("AYT", name="Ayton")
    job = sent(administrator, HEADER + AYTON.replace("1974-04-01,,", "1974-04-01,2027-03-31,") + BEETON)
    assert job.report["named"] == {"New": ["Beeton (BEE)"], "Ended": ["Ayton, last day 31 March 2027"]}
    url = reverse("register:import_job", args=[job.public_id])
    assert "Beeton (BEE)" in client_of(administrator).get(url).content.decode()


@pytest.mark.django_db
def test_confirmed_it_does_what_the_preview_said_once(administrator: User) -> None:
    job = answered(sent(administrator, HEADER + AYTON + BEETON), administrator, "all")
    assert (job.status, job.report["created"], codes()) == ("done", 2, {"AYT", "BEE"})
    Organisation.objects.filter(code="AYT").update(name="Changed since")
    assert jobs.run(job.pk, now=clock.now()) is False
    assert Organisation.objects.get(code="AYT").name == "Changed since"


@pytest.mark.django_db
def test_every_mistake_is_told_at_once_with_its_place(administrator: User) -> None:
    job = sent(administrator, HEADER + AYTON + WRONG)
    assert [(p["line"], p["column"], p["value"]) for p in job.report["problems"]] == [
        (3, "start-date", "1974-13-01"),
        (3, "local-authority-type", "TOWN"),
    ]
    assert job.report["wrong_rows"] == 1


@pytest.mark.django_db
def test_all_or_nothing_with_a_wrong_row_is_nothing(administrator: User) -> None:
    job = sent(administrator, HEADER + AYTON + WRONG)
    with pytest.raises(NotNow, match="Some rows are wrong"):
        import_jobs.answer(by=administrator, kind=REGISTER, job=job, choice="all")
    assert answered(job, administrator, "nothing").status == "cancelled"
    assert codes() == set()


@pytest.mark.django_db
def test_wrong_rows_can_be_left_out(administrator: User) -> None:
    job = answered(sent(administrator, HEADER + AYTON + WRONG), administrator, "leave-out")
    assert (job.status, codes(), job.report["problem_count"]) == ("done", {"AYT"}, 2)


@pytest.mark.django_db
def test_all_means_nothing_when_a_row_became_wrong_since_the_preview(administrator: User) -> None:
    job = sent(administrator, HEADER + AYTON + BEETON)
    other = make_council("ZED")
    other.identifiers.create(scheme="gss", value="E07000901")
    job = answered(job, administrator, "all")
    assert (job.status, codes()) == ("failed", {"ZED"})
    assert "Nothing was saved" in job.error
    assert job.report["problems"][0]["value"] == "E07000901"


@pytest.mark.django_db
def test_an_answer_is_given_once(administrator: User) -> None:
    job = answered(sent(administrator, HEADER + AYTON), administrator, "all")
    with pytest.raises(NotNow, match="answered already"):
        import_jobs.answer(by=administrator, kind=REGISTER, job=job, choice="all")


@pytest.mark.django_db
def test_our_own_layout_is_recognised_by_its_headers(administrator: User) -> None:
    job = answered(sent(administrator, OWN), administrator, "all")
    assert (job.status, codes()) == ("done", {"DEE"})


@pytest.mark.django_db
def test_a_file_with_neither_layout_is_refused_with_what_the_nearer_one_lacks(administrator: User) -> None:
    job = sent(administrator, HEADER.replace("nation,", "") + AYTON)
    assert job.status == "failed"
    assert job.error == "These column headings are missing: nation. Put them in the first row, in any order."


@pytest.mark.django_db
def test_a_code_that_stands_twice_in_our_own_layout_is_a_mistake(administrator: User) -> None:
    job = sent(administrator, OWN + OWN.splitlines()[1] + "\n")
    assert [(p["line"], p["value"]) for p in job.report["problems"]] == [(3, "DEE")]


@pytest.mark.django_db
def test_a_fault_of_ours_saves_nothing_and_is_told(administrator: User) -> None:
    job = sent(administrator, HEADER + AYTON)
    with patch.object(import_kind, "import_organisations", side_effect=[ZeroDivisionError]):
        assert answered(job, administrator, "all").error == jobs.OUR_FAULT
    assert codes() == set()


@pytest.mark.django_db
def test_who_is_no_longer_an_administrator_by_then_imports_nothing(administrator: User) -> None:
    job = sent(administrator, HEADER + AYTON)
    import_jobs.answer(by=administrator, kind=REGISTER, job=job, choice="all")
    User.objects.update(is_administrator=False)
    jobs.run(job.pk, now=clock.now())
    job.refresh_from_db()
    assert (job.status, job.error, codes()) == ("failed", "Only an administrator can import a register.", set())


@pytest.mark.django_db
def test_only_administrators_send() -> None:
    with pytest.raises(NotAllowed):
        import_jobs.send(by=make_user(), kind=REGISTER, name="x.csv", content=b"a,b")
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_the_sent_file_is_kept_exactly_and_who_sent_it(administrator: User) -> None:
    job = sent(administrator, HEADER + AYTON)
    file = StoredFile.objects.get()
    assert (job.file_id, bytes(file.content), file.sent_by_id) == (file.pk, (HEADER + AYTON).encode(), administrator.pk)
    assert AuditRow.objects.filter(action="import.send", actor_id=administrator.pk).exists()


@pytest.mark.django_db
def test_a_job_of_a_dead_worker_is_taken_over_after_a_while(administrator: User) -> None:
    job = import_jobs.send(by=administrator, kind=REGISTER, name="x.csv", content=(HEADER + AYTON).encode())
    began = clock.now()
    assert jobs.claim(job.pk, now=began) is not None  # and the worker dies
    assert jobs.run(job.pk, now=began + dt.timedelta(seconds=60)) is False
    assert jobs.run_waiting(now=began + dt.timedelta(minutes=3)) == 1
    job.refresh_from_db()
    assert job.status == "asking"


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_each_time_ends(administrator: User) -> None:
    job = import_jobs.send(by=administrator, kind=REGISTER, name="x.csv", content=(HEADER + AYTON).encode())
    moment = clock.now()
    for _ in range(jobs.MOST_ATTEMPTS):
        assert jobs.claim(job.pk, now=moment) is not None
        moment += dt.timedelta(minutes=3)
    jobs.run(job.pk, now=moment)
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", jobs.GAVE_UP)


@pytest.mark.django_db
def test_who_claimed_first_but_lost_the_job_changes_nothing(administrator: User) -> None:
    job = import_jobs.send(by=administrator, kind=REGISTER, name="x.csv", content=(HEADER + AYTON).encode())
    began = clock.now()
    first = jobs.claim(job.pk, now=began)
    assert first is not None
    jobs.claim(job.pk, now=began + dt.timedelta(minutes=3))
    assert not Job.objects.mine(first).exists()


# Pages


@pytest.mark.django_db
def test_the_pages_lead_from_file_to_register(administrator: User, django_capture_on_commit_callbacks: Any) -> None:
    client = client_of(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        page = send(client, HEADER + AYTON)
    preview = client.get(page.url).content.decode()
    assert "Check what would change" in preview
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page.url, {"choice": "all"})
    assert "The import is done" in client.get(page.url).content.decode()
    assert codes() == {"AYT"}
    assert "register.csv" in client.get(reverse("register:import")).content.decode()


@pytest.mark.django_db
def test_a_page_with_wrong_rows_asks_and_names_each(administrator: User, django_capture_on_commit_callbacks: Any) -> None:
    client = client_of(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        page = send(client, HEADER + AYTON + WRONG)
    text = client.get(page.url).content.decode()
    assert "1974-13-01" in text
    assert "Leave out the 1 wrong row and import the rest" in text
    unanswered = client.post(page.url, {}).content.decode()
    assert "Choose one." in unanswered
    assert "<title>Error: " in unanswered
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page.url, {"choice": "leave-out"})
    assert codes() == {"AYT"}


@pytest.mark.django_db
def test_a_waiting_import_polls_and_a_finished_one_reloads_the_page(administrator: User) -> None:
    client = client_of(administrator)
    job = import_jobs.send(by=administrator, kind=REGISTER, name="x.csv", content=(HEADER + AYTON).encode())
    url = reverse("register:import_job", args=[job.public_id])
    whole = client.get(url).content.decode()
    assert 'hx-trigger="every 2s"' in whole
    assert "Reload the page to see how far it is" in whole
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()
    jobs.run(job.pk, now=clock.now())
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@pytest.mark.django_db
def test_strangers_do_not_learn_that_an_import_exists(administrator: User) -> None:
    job = sent(administrator, HEADER + AYTON)
    url = reverse("register:import_job", args=[job.public_id])
    assert client_of(make_user()).get(url).status_code == 404
    assert client_of(make_user(is_administrator=True)).get(url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Excel file (.xls)"),
        (b"<!DOCTYPE html><table></table>", "This is a web page"),
        (b"%PDF-1.7", "This is a web page, a PDF"),
        (b"code,name\n\x00\x00", "CSV or XLSX file"),
        ("code,name\n".encode("utf-16"), "CSV or XLSX file"),
        (b"x" * 25_000_001, "larger than 25 MB"),
    ],
    ids=["empty", "xls", "html", "pdf", "nul", "utf-16", "large"],
)
def test_what_cannot_be_a_table_is_refused_on_the_page_and_not_kept(administrator: User, content: bytes, said: str) -> None:
    text = send(client_of(administrator), content).content.decode()
    assert said in text
    assert "There is a problem" in text
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_pages_take_the_same_number_of_queries_with_many_imports_and_mistakes(administrator: User) -> None:
    client = client_of(administrator)
    job = sent(administrator, HEADER + WRONG)
    urls = reverse("register:import"), reverse("register:import_job", args=[job.public_id])
    few = [queries_of(client, url) for url in urls]
    many = sent(administrator, HEADER + WRONG * 50)
    for _ in range(18):
        Job.objects.create(kind=REGISTER.job_kind, file=job.file)
    assert [queries_of(client, urls[0]), queries_of(client, reverse("register:import_job", args=[many.public_id]))] == few
    assert max(few) <= 5
