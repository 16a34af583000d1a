"""The pages of a market: what they must show, and that they cost the same however much there is."""

import csv
import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from missions.core import clock, jobs
from missions.core.models import Job
from missions.market.models import Deployment, MarketAnswer
from missions.register.models import Organisation, Succession
from missions.stewardship.models import Mission
from tests.making import (
    client_of,
    make_council,
    make_deployment,
    make_lead,
    make_market_answer,
    make_market_list,
    make_mission,
    make_product,
    make_supplier,
    make_user,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
HEADER = "lpa,system,observed-on,local-authority-code\n"
SEEN = dt.date(2025, 2, 20)


@pytest.fixture
def mission() -> Mission:
    return make_mission("market", name="Planning mission")


@pytest.fixture
def ayton() -> Organisation:
    council = make_council("AYT", name="Ayton")
    make_deployment(council, make_product(make_supplier(name="Idox"), "Uniform"))
    return council


@pytest.fixture
def lead(mission: Mission) -> Client:
    return client_of(make_lead(mission))


def page(client: Client, name: str, *arguments: Any, **query: str) -> str:
    answer = client.get(reverse(f"market:{name}", args=["market", *arguments]), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def post(client: Client, name: str, *arguments: Any, **data: Any) -> Any:
    return client.post(reverse(f"market:{name}", args=["market", *arguments]), data)


def day(name: str, value: dt.date) -> dict[str, int]:
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def test_every_figure_stands_beside_what_it_rests_on(mission: Mission, ayton: Organisation) -> None:
    make_council("BEE", name="Beeton")
    text = page(client_of(None), "market", on="2025-02-20")
    assert "known for 1 of 2 councils (50%)" in text
    # Beeton could be Idox’s too or somebody else’s: 10,000, between 5,000 and 10,000.
    assert "Between 5,000 and 10,000 with what isn’t known" in text
    assert "Between 50% and 100% with what isn’t known" in text
    assert "no competition authority’s threshold" in text
    assert "Beeton" in text
    assert "Uniform" in text


def test_before_anything_was_seen_it_says_what_to_do(mission: Mission, ayton: Organisation, lead: Client) -> None:
    assert "Choose a later day" in page(client_of(None), "market", on="2020-01-01")
    assert "Import a list of systems, or choose a later day" in page(lead, "market", on="2020-01-01")


def test_a_day_that_doesnt_exist_is_an_error_beside_the_box(mission: Mission) -> None:
    text = page(client_of(None), "market", on="2025-02-31")
    assert "There is a problem" in text
    assert "as at today" in text


def test_what_isnt_known_is_named_by_its_kind(mission: Mission) -> None:
    for name, kind in {"Ayton": "unknown", "Beeton": "refused", "Ceeton": "none"}.items():
        make_market_answer(make_council(name[:3].upper(), name=name), kind)
    make_council("DEE", name="Deeton")
    text = page(client_of(None), "market")
    for label in ("Has a system, supplier not known", "Refused to say", "Has no such system", "Nothing recorded"):
        assert label in text
    rows = page(client_of(None), "councils", state="refused")
    assert "Beeton" in rows
    assert "Deeton" not in rows


def test_what_the_last_list_leaves_out_waits_for_a_person(mission: Mission, ayton: Organisation, lead: Client) -> None:
    make_market_list(dt.date(2026, 1, 1))
    assert "no longer names 1 system" in page(client_of(None), "market")
    assert "Not seen since 20 February 2025" in page(client_of(None), "council", "AYT")
    assert "Still in use" not in page(client_of(None), "not_seen")
    assert "Still in use" in page(lead, "not_seen")
    deployment = Deployment.objects.get()
    assert post(lead, "confirm", deployment.pk).status_code == 302
    assert "Nothing is to be decided" in page(lead, "not_seen")


def test_a_merged_council_shows_each_part(mission: Mission, ayton: Organisation) -> None:
    vests_on = dt.date(2026, 4, 1)
    Organisation.objects.filter(pk=ayton.pk).update(ends_on=vests_on)
    new = make_council("NEW", name="Newland", starts_on=vests_on)
    Succession.objects.create(predecessor=ayton, successor=new, vests_on=vests_on)
    make_deployment(new, make_product(make_supplier(), "Other"), observed_on=vests_on)
    text = page(client_of(None), "council", "NEW", on="2026-04-01")
    assert "Uniform (Ayton)" in text
    assert "Ayton, which it replaced" in text
    assert "several systems side by side" in text
    assert "Its systems count under the council that followed it" in page(client_of(None), "council", "AYT", on="2026-04-01")


def test_councils_that_the_mission_isnt_for_have_no_page(mission: Mission) -> None:
    make_council("CTY", council_type="county")
    assert client_of(None).get(reverse("market:council", args=["market", "CTY"])).status_code == 404


def test_a_cost_is_shown_as_it_was_answered(mission: Mission, ayton: Organisation) -> None:
    assert "Not known" in page(client_of(None), "council", "AYT")
    Deployment.objects.update(cost_answer="refused")
    assert "The council refused to say" in page(client_of(None), "council", "AYT")
    Deployment.objects.update(cost_answer="stated", annual_cost="1234.50", contract_ends_on=dt.date(2027, 4, 1))
    text = page(client_of(None), "council", "AYT")
    assert "£1,234.50 a year" in text
    assert "Until 31 March 2027" in text


def test_changes_count_all_councils(mission: Mission, ayton: Organisation) -> None:
    text = page(client_of(None), "changes", **{"from": "2025-02-20", "to": "2026-01-01"})
    assert "For no council is it known what it ran on both days" in text
    assert "Not knowable" in text
    assert "Enter a first day that isn’t after the second" in page(
        client_of(None), "changes", **{"from": "2026-02-20", "to": "2025-01-01"}
    )


def test_the_download_holds_every_council_and_no_formula(mission: Mission, ayton: Organisation) -> None:
    make_council("BEE", name="=Beeton")
    answer: Any = client_of(None).get(reverse("market:download", args=["market"]))
    rows = list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))
    assert [(row["code"], row["product"], row["what we know"]) for row in rows] == [
        ("BEE", "", "Nothing recorded"),
        ("AYT", "Uniform", "Supplier known"),
    ]
    assert rows[0]["council"] == "'=Beeton"


def test_the_team_records_a_product(mission: Mission, lead: Client) -> None:
    make_council("AYT", name="Ayton")
    supplier = make_supplier(name="Newsoft")
    data = {
        "supplier": supplier.pk,
        "product_name": "Newplan",
        "cost_answer": "stated",
        "annual_cost": "£12,000",
        "source": "Told by the council",
        **day("seen_on", SEEN),
        **day("contract_last_day", dt.date(2027, 3, 31)),
    }
    assert post(lead, "record", "AYT", **data).status_code == 302
    made = Deployment.objects.get()
    assert (str(made.annual_cost), made.contract_ends_on) == ("12000.00", dt.date(2027, 4, 1))
    assert "Newplan" in page(lead, "council", "AYT")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"product_name": ""}, "Choose the product, or type its name below"),
        ({"cost_answer": "stated"}, "Enter the cost a year or the value of the contract"),
        ({"annual_cost": "100"}, "Choose “Known”, or take the amount out"),
        ({"cost_answer": "stated", "annual_cost": "0"}, "Enter an amount above zero"),
        ({"source": ""}, "Say how we know"),
        ({"seen_on_day": ""}, "Enter day, month and year"),
        (day("starts_on", dt.date(2090, 1, 1)), "The day can’t be in the future"),
        (
            day("contract_starts_on", dt.date(2026, 5, 1)) | day("contract_last_day", dt.date(2026, 4, 1)),
            "The last day must be the first day or later",
        ),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(mission: Mission, lead: Client, changes: dict[str, Any], says: str) -> None:
    make_council("AYT")
    data = {"product_name": "Newplan", "cost_answer": "unknown", "source": "Told", **day("seen_on", SEEN)}
    answer = post(lead, "record", "AYT", **{**data, **changes})
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert "There is a problem" in answer.content.decode()
    assert not Deployment.objects.exists()


def test_the_team_changes_ends_and_records_answers(mission: Mission, ayton: Organisation, lead: Client) -> None:
    deployment = Deployment.objects.get()
    assert post(lead, "correct", deployment.pk, cost_answer="refused", source="Their reply").status_code == 302
    assert post(lead, "end", deployment.pk, reason="They told us.", **day("ends_on", dt.date(2026, 1, 1))).status_code == 302
    assert post(lead, "answer", "AYT", kind="refused", source="Their reply", **day("seen_on", SEEN)).status_code == 302
    deployment.refresh_from_db()
    assert (deployment.cost_answer, deployment.ends_on, MarketAnswer.objects.get().kind) == (
        "refused",
        dt.date(2026, 1, 1),
        "refused",
    )
    assert "They told us." in page(lead, "council", "AYT")


def test_a_deployment_of_another_service_isnt_found_here(mission: Mission, lead: Client) -> None:
    other = make_deployment(make_council("AYT"), make_product(make_supplier(), service="Housing"))
    assert lead.get(reverse("market:correct", args=["market", other.pk])).status_code == 404


def test_a_list_is_sent_previewed_and_imported(mission: Mission, lead: Client) -> None:
    make_council("AYT")
    file = SimpleUploadedFile("list.csv", (HEADER + "Ayton,Idox,2025-02-20,AYT\nX,Idox,2025-02-20,XXX\n").encode())
    sent = post(lead, "import", file=file)
    job = Job.objects.get()
    assert sent.url == reverse("market:import_job", args=["market", job.public_id])
    jobs.run(job.pk, now=clock.now())
    assert not Deployment.objects.exists()
    assert "No council in the register has this code" in lead.get(sent.url).content.decode()
    lead.post(sent.url, {"choice": "leave-out"})
    jobs.run(job.pk, now=clock.now())
    assert Deployment.objects.get().product.service == "Planning"


def test_a_list_of_contracts_is_told_by_its_headings(mission: Mission, ayton: Organisation, lead: Client) -> None:
    content = "local-authority-code,buyer,supplier,subject,start-date,end-date,value-gbp\nAYT,Ayton,Idox,Planning,,2027-03-31,\n"
    post(lead, "import", file=SimpleUploadedFile("contracts.csv", content.encode()))
    job = Job.objects.get()
    jobs.run(job.pk, now=clock.now())
    lead.post(reverse("market:import_job", args=["market", job.public_id]), {"choice": "all"})
    jobs.run(job.pk, now=clock.now())
    assert Deployment.objects.get().contract_ends_on == dt.date(2027, 4, 1)


def test_an_import_of_one_mission_isnt_found_on_another(mission: Mission) -> None:
    other = make_mission("other")
    user = make_lead(mission)
    client = client_of(user)
    post(client, "import", file=SimpleUploadedFile("list.csv", (HEADER + "Ayton,Idox,2025-02-20,AYT\n").encode()))
    assert client.get(reverse("market:import_job", args=[other.slug, Job.objects.get().public_id])).status_code == 404


def test_strangers_dont_import(mission: Mission) -> None:
    assert client_of(make_user()).get(reverse("market:import", args=["market"])).status_code == 403


@pytest.mark.parametrize("name", ["market", "councils", "not_seen", "changes"])
def test_a_page_takes_the_same_queries_with_one_council_and_with_fifty(mission: Mission, lead: Client, name: str) -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            old = make_council(ends_on=dt.date(2023, 4, 1))
            new = make_council(starts_on=dt.date(2023, 4, 1))
            Succession.objects.create(predecessor=old, successor=new, vests_on=dt.date(2023, 4, 1))
            make_deployment(old, make_product(make_supplier()))
            make_deployment(new, make_product(make_supplier()))
            make_market_answer(new, "unknown", area=old.code)
            make_council()

    grow(1)
    make_market_list(dt.date(2026, 1, 1))
    url = reverse(f"market:{name}", args=["market"])
    one = queries_of(lead, url)
    grow(50)
    assert queries_of(lead, url) == one
    assert one <= 12
