"""The pages that look ahead."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from missions.market.figures import windows_figure
from missions.market.picture import picture
from missions.market.windows import windows
from tests import making
from tests.queries import queries_of

DAY = dt.date(2026, 11, 25)


@pytest.mark.django_db
def test_each_contract_stands_in_the_quarter_of_its_last_day() -> None:
    mission, product = making.make_mission(), making.make_product(making.make_supplier(name="Arcus"))
    # The day after the last: so these end on 31 December 2026, 31 March 2027, 24 November 2026, 30 September 2029, 1 October 2029.
    ends = [(2027, 1, 1), (2027, 4, 1), (2026, 11, 25), (2029, 10, 1), (2029, 10, 2)]
    for parts in ends:
        making.make_deployment(making.make_council(), product, contract_ends_on=dt.date(*parts))
    making.make_deployment(making.make_council(), product)
    making.make_council()
    found = windows(picture(mission, as_at=DAY))
    assert [(window.label, window.councils) for window in found.quarters if window.councils] == [
        ("October to December 2026", 1), ("January to March 2027", 1), ("July to September 2029", 1)
    ]  # fmt: skip
    assert len(found.quarters) == 12
    rest = found.later.councils, found.ended.councils, found.not_known.councils, found.without_system
    assert rest == (1, 1, 1, 1)
    assert (found.in_reach, found.exist) == (3, 7)


@pytest.mark.django_db
def test_the_sentence_names_its_whole_and_what_is_not_known(client: Client) -> None:
    mission = making.make_mission()
    arcus, agile = (making.make_product(making.make_supplier(name=name), f"{name} One") for name in ("Arcus", "Agile"))
    for product in (arcus, arcus, agile):
        making.make_deployment(making.make_council(), product)
    making.make_council()
    url = reverse("market:leverage", args=[mission.slug])
    page = client.get(f"{url}?most=1&weight=councils").content.decode()
    assert "Fund this one and 50% of councils are reached: 2 of 4" in page
    assert "supplier of 3 of 4 councils is known" in page
    ready = client.get(f"{url}?most=1&weight=councils&ready=Arcus+One").content.decode()
    assert "75% of councils are reached: 3 of 4" in ready
    wrong = client.get(f"{url}?most=99&weight=councils").content.decode()
    assert "Enter a whole number from 1 to 8." in wrong


@pytest.mark.django_db
def test_the_chart_of_windows_says_the_same_in_words_and_in_a_table(client: Client) -> None:
    mission, product = making.make_mission(), making.make_product(making.make_supplier(name="Arcus"))
    for _ in range(2):
        making.make_deployment(making.make_council(), product, contract_ends_on=dt.date(2027, 4, 1))
    making.make_deployment(making.make_council(), product, contract_ends_on=dt.date(2027, 1, 1))
    making.make_deployment(making.make_council(), product)
    figure = windows_figure(windows(picture(mission, as_at=DAY)))
    assert figure.summary.startswith("3 of 4 councils are known to be able to switch in the next three years")
    assert "the quarter with most is January to March 2027 (2)" in figure.summary
    assert "For 1 the end of a contract isn’t known." in figure.summary
    assert figure.rows[:3] == (
        ("October to December 2026", "1", "Arcus 1"),
        ("January to March 2027", "2", "Arcus 2"),
        ("April to June 2027", "0", "Nobody"),
    )
    drawn = [(item["quarter"], item["councils"]) for item in figure.spec["data"]["values"]]
    assert drawn[:2] == [("Oct–Dec 2026", 1), ("Jan–Mar 2027", 2)]
    assert len(drawn) == len(figure.rows) == 12


@pytest.mark.django_db
def test_no_contract_that_is_known_to_end_draws_no_chart(client: Client) -> None:
    mission = making.make_mission()
    making.make_deployment(making.make_council(), making.make_product(making.make_supplier()))
    page = client.get(reverse("market:windows", args=[mission.slug])).content.decode()
    assert "app-figure" not in page
    assert "Ask councils for their contract’s last day" in page


@pytest.mark.django_db
def test_leverage_is_told_as_shares_of_all_of_known_and_of_people(client: Client) -> None:
    mission = making.make_mission()
    one, two = (making.make_product(making.make_supplier(name=name)) for name in ("One", "Two"))
    making.make_deployment(making.make_council(population=700), one)
    making.make_deployment(making.make_council(population=100), two)
    making.make_deployment(making.make_council(population=100), two)
    making.make_council(population=100)
    page = client.get(f"{reverse('market:leverage', args=[mission.slug])}?most=1&weight=councils").content.decode()
    assert "Fund this one and 50% of councils are reached: 2 of 4" in page
    row = page.split("Two</th>")[1].split("</tr>")[0]
    assert 'data-label="Share of all councils">50%' in row
    assert 'data-label="Share of known councils">67%' in row
    assert 'data-label="Share of people">20%' in row
    assert "no other reaches more" in page


@pytest.mark.django_db
def test_a_better_choice_stands_beside_the_greedy_one(client: Client) -> None:
    mission = making.make_mission()
    left, middle, right = (making.make_product(making.make_supplier(name=name)) for name in ("L", "M", "R"))
    for products, many in (((left,), 1), ((left, middle), 2), ((right, middle), 2), ((right,), 1)):
        for _ in range(many):
            council = making.make_council()
            for product in products:
                making.make_deployment(council, product)
    page = client.get(f"{reverse('market:leverage', args=[mission.slug])}?most=2&weight=councils").content.decode()
    assert "83% of councils are reached: 5 of 6" in page
    best = page.split("The best together</th>")[1].split("</tr>")[0]
    assert "L, R" in best
    assert 'data-label="Share of all councils">100%' in best


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["windows", "leverage"])
def test_more_councils_take_no_more_queries(client: Client, name: str) -> None:
    mission = making.make_mission()
    url = reverse(f"market:{name}", args=[mission.slug])
    product = making.make_product(making.make_supplier())
    counts = []
    for many in (1, 20):
        for _ in range(many):
            making.make_deployment(making.make_council(), product, contract_ends_on=dt.date(2027, 4, 1))
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1] <= 12
