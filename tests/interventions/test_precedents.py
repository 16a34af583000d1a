"""An intervention is copied into another mission as a draft."""

import pytest
from django.urls import reverse

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed
from missions.interventions.models import Intervention, Iteration
from missions.interventions.precedents import copy
from missions.people.models import User
from missions.stewardship.access import stand
from missions.stewardship.models import Lever, Mission
from tests.making import (
    TODAY,
    client_of,
    give,
    make_council,
    make_intervention,
    make_iteration,
    make_lead,
    make_mission,
    make_pain_point,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Mission:
    return make_mission("planning")


@pytest.fixture
def into() -> Mission:
    return make_mission("licensing")


@pytest.fixture
def item(source: Mission) -> Intervention:
    made = make_intervention(
        source, slug="standard", name="Standard", hypothesis="It helps.", is_headline=True, pain_point=make_pain_point(source)
    )
    made.levers.add(Lever.objects.get(slug="grants"))
    first = make_iteration(source, slug="first", serves=made, hypothesis="Peers.", expected_adopters=5, budget=10)
    first.targeted_councils.add(make_council())
    make_iteration(source, slug="dropped", serves=made, status="cancelled")
    return made


def test_a_copy_is_a_draft_that_names_its_precedent(item: Intervention, into: Mission) -> None:
    lead = make_lead(into)
    made = copy(by=lead, standing=stand(lead, "licensing", on=TODAY), intervention=item)
    assert (made.mission, made.status, made.owner, made.precedent, made.is_headline) == (into, "idea", lead, item, False)
    assert (made.hypothesis, [lever.slug for lever in made.levers.all()]) == ("It helps.", ["grants"])
    assert not made.addresses.exists()
    [iteration] = made.iterations.all()
    assert (iteration.status, iteration.hypothesis, iteration.precedent) == (
        "planned",
        "Peers.",
        item.iterations.get(slug="first"),
    )
    assert (iteration.starts_on, iteration.ends_on, iteration.budget, iteration.expected_adopters) == (None, None, None, None)
    assert not iteration.targeted_councils.exists()
    row = AuditRow.objects.get(action="intervention.copy")
    assert (row.mission_id, row.detail) == (into.pk, {"precedent": item.pk, "iterations": [iteration.pk]})


def test_a_second_copy_gets_an_address_of_its_own(item: Intervention, into: Mission) -> None:
    lead = make_lead(into)
    slugs = [copy(by=lead, standing=stand(lead, "licensing", on=TODAY), intervention=item).slug for _ in range(2)]
    assert slugs == ["standard", "standard-2"]


def test_only_curators_of_the_other_mission_copy(item: Intervention, into: Mission) -> None:
    director = give(make_user(), "director", into)
    with pytest.raises(NotAllowed):
        copy(by=director, standing=stand(director, "licensing", on=TODAY), intervention=item)


def test_the_page_says_what_comes_along_and_copies_on_a_press(item: Intervention, into: Mission) -> None:
    lead, url = make_lead(into), reverse("interventions:copy", args=["planning", "standard"])
    client = client_of(lead)
    assert "Copy it into another mission" in client.get(item.get_absolute_url()).content.decode()
    page = client.get(url).content.decode()
    assert "First" in page
    assert "Dropped" not in page
    assert not into.interventions.exists()
    assert "Choose a mission." in client.post(url, {"into": "planning"}).content.decode()
    answer = client.post(url, {"into": "licensing"})
    made = into.interventions.get()
    assert answer["Location"] == made.get_absolute_url()
    assert item.get_absolute_url() in client.get(made.get_absolute_url()).content.decode()


def test_who_works_on_no_other_mission_finds_no_such_page(item: Intervention, source: Mission) -> None:
    lead: User = make_lead(source)
    client = client_of(lead)
    assert client.get(reverse("interventions:copy", args=["planning", "standard"])).status_code == 404
    assert "Copy it into another mission" not in client.get(item.get_absolute_url()).content.decode()


def test_a_precedent_in_a_proposal_stays_hidden(into: Mission) -> None:
    proposal = make_mission("secret", status="proposed")
    hidden = make_intervention(proposal, name="Hidden idea")
    made = make_intervention(into, precedent=hidden)
    copied = make_iteration(into, serves=made, precedent=make_iteration(proposal, name="Hidden test", serves=hidden))
    for page in (made, copied):
        assert "Hidden" not in client_of(make_lead(into)).get(page.get_absolute_url()).content.decode()
    assert Iteration.objects.count() == 2
