"""The published list: what its notes warn of, against plain counting."""

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Sum

from funding.models import Award, Fund
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from tests.funding.listed import counts, run
from tests.shared import DATA, lines, needs_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> dict[str, Any]:
    """The register alone, then the list with the lists beside it."""
    call_command("import_register", str(DATA / "01_register/local_authorities.csv"), stdout=StringIO())
    return run(DATA / "03_funding/awards.csv")


@needs_records
def test_the_published_list_on_a_database_that_holds_just_the_register(published: dict[str, Any]) -> None:
    listed = lines("03_funding/awards.csv")
    assert (counts(published), published["refused"], published["total"]) == ((len(listed), 0, 0), [], 378)
    assert Award.objects.aggregate(total=Sum("amount"))["total"] == sum(Decimal(row["amount"]) for row in listed) == 59_579_483
    by_companies = [row for row in listed if row["organisation"].startswith("company:")]
    stored = Award.objects.filter(recipient__kind="supplier")
    assert stored.count() == len(by_companies) == 23
    assert stored.values("recipient").distinct().count() == len({row["organisation"] for row in by_companies}) == 20
    assert stored.aggregate(total=Sum("amount"))["total"] == sum(Decimal(row["amount"]) for row in by_companies) == 3_570_140
    again = run(DATA / "03_funding/awards.csv")
    assert counts(again) == (0, 0, 378)


@needs_records
def test_what_the_notes_of_the_published_list_warn_of(published: dict[str, Any]) -> None:
    listed = {row["award"]: row for row in lines("03_funding/awards.csv")}
    joint = [row for row in listed.values() if row["organisations"]]
    shared = Award.objects.filter(partners__isnull=False).distinct()
    # a joint award is one amount: never the whole amount to each partner, which would make 87.8 million of 59.6
    assert shared.count() == len(joint) == 61
    assert sum(award.amount for award in shared) == sum(Decimal(row["amount"]) for row in joint) == 12_042_522
    # fund and organisation are no key: six pairs stand twice
    pairs = [(row["fund"], row["organisation"]) for row in listed.values()]
    assert len(pairs) - len(set(pairs)) == 6
    assert Award.objects.count() == len(pairs)
    # the codes of planning data for councils that the register knows by another
    assert {Award.objects.get(reference=reference).recipient.code for reference in ("147", "198", "492")} == {"NYE", "SMT", "WAF"}
    # a partner that ended later stays under the code of its time, and isn't flagged: it existed on the day
    assert "WYO" in Award.objects.get(reference="498").partners.values_list("code", flat=True)
    assert published["flagged"] == []
    # companies have a number and no name
    companies = Organisation.objects.filter(kind="supplier").values_list("name", "code")
    assert all(name == f"Company {code}" for name, code in companies)
    # the notes of five awards name suppliers; they are kept as they stand
    noted = {award.reference: award.notes for award in Award.objects.filter(fund__slug="dmsf")}
    assert noted == {key: row["notes"] for key, row in listed.items() if row["fund"] == "dmsf"}
    # the day is that of the announcement; funds of top-ups have no page
    assert Award.objects.get(reference="11").awarded_on.isoformat() == listed["11"]["start-date"]
    assert set(Fund.objects.filter(slug__startswith="software-top-up").values_list("documentation_url", flat=True)) == {""}
    # no approval history is made up
    assert set(Award.objects.values_list("status", flat=True)) == {"recorded"}


@needs_records
def test_the_programme_takes_the_same_road(published: dict[str, Any]) -> None:
    out = StringIO()
    call_command("import_programme", str(DATA), json=True, stdout=out)
    awards = json.loads(out.getvalue())["awards"]
    assert (awards["created"], awards["refused"]) == (0, [])
    assert Award.objects.count() == 378
    assert counts(run(DATA / "03_funding/awards.csv")) == (0, 0, 378)
    assert Mission.objects.get().mandates.get().levers.exists()
