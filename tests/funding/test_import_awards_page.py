"""The page that imports a list of awards, as `manage.py import_awards` does: preview, answer, and who may."""

import pytest

from funding.import_kind import for_mission
from funding.models import Award
from missions.core import clock, import_jobs, jobs
from missions.core.models import AuditRow, Job
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from tests.funding.listed import GOOD, HEADER, make_listed_mission
from tests.making import client_of, give, make_lead, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    return make_listed_mission()


def sent(by: User, mission: Mission, *rows: str) -> Job:
    """A list whose preview has been made."""
    content = "\n".join([HEADER, *rows]).encode()
    kind = for_mission(mission.slug)
    job = import_jobs.send(by=by, kind=kind, name="awards.csv", content=content, about={"mission": mission.slug})
    jobs.run(job.pk, now=clock.now())
    job.refresh_from_db()
    return job


def test_a_preview_saves_nothing_and_the_answer_saves_what_it_promised(mission: Mission) -> None:
    lead = make_lead(mission)
    Organisation.objects.filter(code="AAA").update(ends_on="2020-04-01")
    job = sent(lead, mission, GOOD, "2,2024-02-01,round-9,,100,BBB,,,")
    assert (job.status, job.report["created"], job.report["wrong_rows"]) == ("asking", 1, 1)
    assert job.report["named"]["Awards to organisations that had ended"][0].startswith("Award 1: Ayton ended")
    assert not Award.objects.exists()
    address = f"/missions/digital-planning/awards/import/{job.public_id}/"
    page = client_of(lead).get(address).content.decode()
    assert "No such fund" in page
    client_of(lead).post(address, {"choice": "leave-out"})
    jobs.run(job.pk, now=clock.now())
    assert list(Award.objects.values_list("reference", flat=True)) == ["1"]
    assert AuditRow.objects.get(action="awards.import").actor_id == lead.pk


def test_only_the_team_imports_and_only_while_it_is_the_team(mission: Mission) -> None:
    observer = give(make_user(), "observer", mission)
    address = "/missions/digital-planning/awards/import/"
    assert client_of(observer).get(address).status_code == 403
    assert client_of(make_user()).get(address).status_code == 404
    lead = make_lead(mission)
    job = sent(lead, mission, GOOD)
    lead.mission_roles.update(ends_on="2021-01-01")
    Job.objects.filter(pk=job.pk).update(status="waiting", parameters={**job.parameters, "choice": "all", "answered_by": lead.pk})
    jobs.run(job.pk, now=clock.now())
    job.refresh_from_db()
    assert job.status == "failed"
    assert not Award.objects.exists()
