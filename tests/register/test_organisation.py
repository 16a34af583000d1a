"""The page of an organisation, as at any day, and the command that says the same."""

import datetime as dt
import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from funding.models import Award
from missions.outcomes.models import Measurement
from missions.problems.models import Basis, Disclosure, EvidenceLink
from missions.register.models import Identifier, Organisation, Succession
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of, give, make_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
VESTING = dt.date(2023, 4, 1)


@pytest.fixture
def mission() -> Mission:
    return making.make_mission("planning")


@pytest.fixture
def chain() -> list[Organisation]:
    """TAU → SWT on 1 April 2019, SWT → SMT on 1 April 2023."""
    first = making.make_council("TAU", name="Taunton Deane", ends_on=dt.date(2019, 4, 1))
    second = making.make_council("SWT", name="Somerset West and Taunton", starts_on=dt.date(2019, 4, 1), ends_on=VESTING)
    third = making.make_council("SMT", name="Somerset", starts_on=VESTING)
    Succession.objects.create(predecessor=first, successor=second, vests_on=dt.date(2019, 4, 1))
    Succession.objects.create(predecessor=second, successor=third, vests_on=VESTING)
    return [first, second, third]


def get(code: str, query: str = "", user: Any = None) -> Any:
    cache.clear()  # what is kept is not made again, and what it was made of is looked at here
    response = client_of(user).get(f"/register/{code}/{query}")
    assert response.status_code == 200
    return response


def text(code: str, query: str = "", user: Any = None) -> str:
    return " ".join(get(code, query, user).content.decode().split())


def stages(code: str, query: str = "") -> list[tuple[str, str, bool]]:
    return [(row.intervention.slug, row.position.stage, row.position.inherited) for row in get(code, query).context["stages"]]


def printed(code: str, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("organisation", code, json=True, stdout=out, **options)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_it_says_what_it_was_and_will_be(chain: list[Organisation]) -> None:
    page = text("SWT")
    assert 'Followed <a class="govuk-link" href="/register/TAU/">Taunton Deane</a> (TAU) on 1 April 2019' in page
    assert "Existed from 1 April 2019 to 31 March 2023" in page
    assert 'Followed by <a class="govuk-link" href="/register/SMT/">Somerset</a> (SMT) on 1 April 2023' in page


def test_it_says_plainly_that_it_did_not_exist(chain: list[Organisation]) -> None:
    assert "does not exist any more" in text("SWT")
    assert "did not exist any more on 1 April 2023" in text("SWT", "?as_at=2023-04-01")
    assert "did not exist yet on 31 March 2019" in text("SWT", "?as_at=2019-03-31")
    assert "did not exist" not in text("SWT", "?as_at=2023-03-31")


def test_a_planned_successor_is_said_to_be_planned(chain: list[Organisation]) -> None:
    Succession.objects.update(status="planned")
    assert "Is to be followed by" in text("SWT")
    assert "(planned)" in text("SWT")


def test_codes_names_and_population_with_its_year() -> None:
    council = making.make_council("AYT", population=12_345, population_year=2020, official_name="Ayton Borough Council")
    Identifier.objects.create(organisation=council, scheme="gss", value="E07000001")
    council.alternative_names.create(name="Ayton-on-Sea")
    page = text("AYT")
    for expected in ("12,345 in 2020", "E07000001", "Ayton Borough Council", "Ayton-on-Sea"):
        assert expected in page


def test_any_other_code_leads_to_the_page(chain: list[Organisation]) -> None:
    Identifier.objects.create(organisation=chain[2], scheme="planning-data", value="local-authority:SUA")
    assert client_of(None).get("/register/SUA/").headers["Location"] == "/register/SMT/"
    assert client_of(None).get("/register/ZZZ/").status_code == 404


def test_its_own_stage_as_at_a_day(mission: Mission) -> None:
    council, standard = making.make_council("AYT"), making.make_intervention(mission, slug="standard")
    making.make_event(standard, council, "committed", happened_on=dt.date(2024, 5, 1))
    making.make_event(standard, council, "live", happened_on=dt.date(2025, 5, 1))
    assert stages("AYT", "?as_at=2024-04-30") == []
    assert stages("AYT", "?as_at=2025-04-30") == [("standard", "committed", False)]
    assert stages("AYT", "?as_at=2025-05-01") == [("standard", "live", False)]


def test_a_stage_is_inherited_through_the_chain_and_says_so(mission: Mission, chain: list[Organisation]) -> None:
    standard = making.make_intervention(mission, slug="standard")
    making.make_event(standard, chain[0], "live", happened_on=dt.date(2018, 1, 1))
    assert stages("SMT", "?as_at=2024-01-01") == [("standard", "live", True)]
    assert "inherited from the councils that it followed" in text("SMT", "?as_at=2024-01-01")
    assert stages("SMT", "?as_at=2023-03-31") == []


def test_predecessors_that_differ_make_a_mix(mission: Mission, chain: list[Organisation]) -> None:
    standard = making.make_intervention(mission, slug="standard")
    other = making.make_council("SED", ends_on=VESTING)
    Succession.objects.create(predecessor=other, successor=chain[2], vests_on=VESTING)
    making.make_event(standard, other, "live", happened_on=dt.date(2020, 1, 1))
    assert stages("SMT") == [("standard", "mixed", True)]


def test_a_county_outside_the_mission_passes_nothing_on_as_on_the_adoption_page(mission: Mission) -> None:
    county = making.make_council("SOM", council_type="county", ends_on=VESTING)
    Succession.objects.create(predecessor=county, successor=making.make_council("SMT", starts_on=VESTING), vests_on=VESTING)
    making.make_event(making.make_intervention(mission, slug="standard"), county, "live", happened_on=dt.date(2020, 1, 1))
    assert stages("SMT") == []
    assert stages("SOM") == [("standard", "live", False)]


def test_awards_that_it_leads_add_up_and_those_it_shares_do_not(mission: Mission) -> None:
    council = making.make_council("AYT")
    making.make_award(mission, council, "100.50")
    making.make_award(mission, council, "50.00", awarded_on=dt.date(2024, 5, 1))
    making.make_award(mission, council, "7.00", status="draft")
    shared = making.make_award(mission, making.make_council("BEE", name="Beeton"), "9000.00")
    shared.partners.add(council)
    money = get("AYT").context["money"]
    assert (money.led.total, money.led.number, list(money.shared.rows)) == (Decimal("150.50"), 2, [shared])
    assert "nothing of it is in the sum" in text("AYT")
    assert get("AYT", "?as_at=2024-05-01").context["money"].led.total == Decimal(50)


def test_products_that_it_uses_as_at_a_day_those_of_the_councils_that_it_replaced_too(
    mission: Mission, chain: list[Organisation]
) -> None:
    first, _, last = chain
    mine = making.make_product(making.make_supplier(), "Planwise", service=mission.service)
    theirs = making.make_product(None, "Oldplan", service=mission.service)
    hidden = making.make_product(None, "Binplan", service="No mission has it")
    seen = dt.date(2018, 1, 1)
    making.make_deployment(last, mine, observed_on=dt.date(2024, 1, 1))
    making.make_deployment(first, theirs, observed_on=seen)
    making.make_deployment(last, hidden, observed_on=seen)
    now, then = text(last.code, "?as_at=2025-01-01"), text(first.code, "?as_at=2018-06-01")
    assert [name in now for name in ("Planwise", "Oldplan", f"{first.name}, which it replaced", "Binplan")] == [True] * 3 + [
        False
    ]
    assert [name in then for name in ("Oldplan", "this council", "Planwise")] == [True, True, False]
    assert "No product is known" in text(first.code, "?as_at=2017-12-31")


def test_the_latest_value_of_each_indicator_as_at_a_day(mission: Mission) -> None:
    council, homes = making.make_council("AYT"), making.make_indicator(mission, slug="homes", name="Homes")
    making.make_measurement(homes, council, "10", period_start=dt.date(2023, 4, 1))
    wrong = making.make_measurement(homes, council, "99", period_start=dt.date(2024, 4, 1))
    making.make_measurement(
        homes, council, "20", period_start=dt.date(2024, 4, 1), supersedes=wrong, correction_reason="Typing error"
    )
    making.make_measurement(homes, council, "30", period_start=dt.date(2025, 4, 1), status="submitted")
    assert [(row.measurement.value, row.period.label) for row in get("AYT").context["measured"].rows] == [
        (Decimal(20), "2024/25")
    ]
    earlier = get("AYT", "?as_at=2024-03-31").context["measured"].rows
    assert [(row.measurement.value, row.period.label) for row in earlier] == [(Decimal(10), "2023/24")]


def test_a_reason_for_no_number_is_shown_never_a_zero(mission: Mission) -> None:
    council, homes = making.make_council("AYT"), making.make_indicator(mission)
    Measurement.objects.create(
        indicator=homes, organisation=council, period_start=dt.date(2024, 4, 1), value_state="suppressed",
        recorded_at="2025-01-01T00:00Z",
    )  # fmt: skip
    assert "Suppressed" in text("AYT")


@pytest.mark.parametrize(
    ("disclosure", "is_named"), [(Disclosure.PUBLIC, True), (Disclosure.COUNCILS, False), (Disclosure.TEAM, False)]
)
def test_only_pain_points_that_it_named_in_public(mission: Mission, disclosure: str, is_named: bool) -> None:
    council, point = making.make_council("AYT"), making.make_pain_point(mission, title="Old software")
    said = making.make_evidence(mission, organisation=council, disclosure=disclosure)
    EvidenceLink.objects.create(pain_point=point, evidence=said, basis=Basis.JUDGEMENT)
    assert ("Old software" in text("AYT", user=making.make_lead(mission))) is is_named


def test_a_forgotten_persons_words_name_nothing(mission: Mission) -> None:
    council, point = making.make_council("AYT"), making.make_pain_point(mission, title="Old software")
    said = making.make_evidence(mission, organisation=council, disclosure=Disclosure.PUBLIC)
    EvidenceLink.objects.create(pain_point=point, evidence=said, basis=Basis.JUDGEMENT)
    type(said).objects.filter(pk=said.pk).update(text="")
    assert "Old software" not in text("AYT")


def test_what_belongs_to_a_proposal_is_shown_only_to_those_on_it(chain: list[Organisation]) -> None:
    secret = making.make_mission("secret", status="proposed")
    standard = making.make_intervention(secret, name="Hidden standard")
    making.make_event(standard, chain[2])
    making.make_award(secret, chain[2])
    making.make_measurement(making.make_indicator(secret, name="Hidden indicator"), chain[2], "1")
    assert "Hidden" not in text("SMT")
    assert not get("SMT").context["money"].led.number
    assert "Hidden standard" in text("SMT", user=making.make_lead(secret))


def test_names_of_its_people_are_for_its_own_staff_and_administrators(mission: Mission) -> None:
    council = making.make_council("AYT")
    own = give(make_user(name="Ada Own"), "coordinator", council)
    other = give(make_user(), "coordinator", making.make_council())
    former = give(make_user(), "coordinator", council, ends_on=dt.date(2024, 1, 1))
    for user in (own, make_user(is_administrator=True)):
        assert "Ada Own" in text("AYT", user=user)
    for stranger in (None, other, former, make_user(), making.make_lead(mission), making.make_director(mission)):
        assert "Ada Own" not in text("AYT", user=stranger)


def test_its_people_as_at_a_day() -> None:
    council, admin = making.make_council("AYT"), make_user(is_administrator=True)
    give(make_user(name="Fay Former"), "signatory", council, ends_on=dt.date(2024, 1, 1))
    assert "Fay Former" in text("AYT", "?as_at=2023-12-31", user=admin)
    assert "Fay Former" not in text("AYT", "?as_at=2024-01-01", user=admin)


def test_a_supplier_and_a_department_show_what_applies_to_them(mission: Mission) -> None:
    supplier = making.make_supplier("01234567", name="Software Ltd")
    making.make_award(mission, supplier)
    page = text("01234567")
    assert "£1,000" in page
    assert "Pain points" not in page
    assert f">{mission.name}</a>" in text(mission.lead_department.code)


def test_an_empty_council_page_says_how_each_part_is_filled() -> None:
    making.make_council("AYT", population=None)
    page = text("AYT")
    for expected in ("Nothing had been recorded by that day", "No award to it", "No verified value", "not known"):
        assert expected in page


def test_a_day_that_is_none_is_told() -> None:
    making.make_council("AYT")
    assert "Enter a date that exists" in text("AYT", "?as_at=31/31/2024")


def test_the_page_takes_the_same_number_of_queries_whatever_there_is(mission: Mission, chain: list[Organisation]) -> None:
    council, admin = chain[2], make_user(is_administrator=True)
    _fill(mission, council)
    few = queries_of(client_of(admin), "/register/SMT/")
    for _ in range(5):
        _fill(making.make_mission(), council)
        _fill(mission, council)
        before = making.make_council(ends_on=VESTING)
        Succession.objects.create(predecessor=before, successor=council, vests_on=VESTING)
    assert queries_of(client_of(admin), "/register/SMT/") == few <= 12


def test_a_council_with_a_thousand_awards_shows_the_newest_and_the_sum_of_all(mission: Mission) -> None:
    council = making.make_council("AYT")
    first = making.make_award(mission, council, "1.01", reference="R0", awarded_on=dt.date(2020, 1, 1))
    same = {"recipient": council, "amount": Decimal("1.01"), "status": first.status, "fund": first.fund}
    Award.objects.bulk_create(
        Award(reference=f"R{number}", awarded_on=dt.date(2020, 1, 1) + dt.timedelta(days=number), **same)
        for number in range(1, 1_033)
    )
    shown, page = get("AYT").context["money"], text("AYT")
    assert (shown.led.number, shown.led.total) == (1_033, Decimal("1043.33"))
    assert [award.reference for award in shown.led.rows] == [f"R{number}" for number in range(1_032, 1_022, -1)]
    assert "£1,043.33</strong> in 1,033 awards made to it" in page
    assert "the newest 10 of 1,033" in page
    assert 'href="/register/AYT/?awards=all#awards">Show all awards' in page
    everything = text("AYT", "?awards=all")
    assert everything.count("award R") == 1_033
    assert "Show all awards" not in everything


def test_a_council_with_many_indicators_shows_the_first_by_name(mission: Mission) -> None:
    council = making.make_council("AYT")
    for number in range(21):
        making.make_measurement(making.make_indicator(mission, name=f"Indicator {number:02}"), council, "1")
    listed = get("AYT").context["measured"]
    assert [row.measurement.indicator.name for row in listed.rows] == [f"Indicator {number:02}" for number in range(20)]
    assert "20 of 21 indicators are shown" in text("AYT")
    assert len(get("AYT", "?measurements=all").context["measured"].rows) == 21


def test_its_missions_are_those_whose_councils_it_is_one_of_that_day(mission: Mission) -> None:
    council = making.make_council("AYT", council_type="unitary", starts_on=dt.date(2020, 4, 1))
    mission.eligible_types.all().delete()
    mission.eligible_types.create(nation="England", council_type="unitary", starts_on=dt.date(2021, 4, 1))
    making.make_mission("secret", status="proposed").eligible_types.create(nation="England", council_type="unitary")
    making.make_mission("welsh").eligible_types.create(nation="Wales", council_type="welsh")
    known = {part.mission.pk for part in get("AYT", "?as_at=2021-03-31").context["parts"]}
    assert mission.pk not in known
    (part,) = [part for part in get("AYT", "?as_at=2021-04-01").context["parts"] if part.mission == mission]
    assert part.is_one_of_its_councils
    names = {part.mission.slug for part in get(council.code).context["parts"]}
    assert not names & {"secret", "welsh"}


def test_a_mission_that_gave_it_money_is_named_however_old_the_award_is(mission: Mission) -> None:
    council, other = making.make_council("AYT"), making.make_mission("other")
    for each in (mission, other):
        each.eligible_types.all().delete()
    making.make_award(other, council, awarded_on=dt.date(2019, 1, 1))
    for number in range(11):
        making.make_award(mission, council, awarded_on=dt.date(2024, 1, 1 + number))
    page = get("AYT")
    assert {part.mission.slug for part in page.context["parts"]} == {mission.slug, "other"}
    assert len(page.context["money"].led.rows) == 10
    assert "is not one of the councils that the mission counts" in page.content.decode()


def _fill(mission: Mission, council: Organisation) -> None:
    making.make_event(making.make_intervention(mission), council)
    making.make_deployment(council, making.make_product(making.make_supplier(), service=mission.service))
    making.make_award(mission, council)
    making.make_award(mission, making.make_supplier()).partners.add(council)
    making.make_measurement(making.make_indicator(mission), council, "1")
    said = making.make_evidence(mission, organisation=council, disclosure=Disclosure.PUBLIC)
    EvidenceLink.objects.create(pain_point=making.make_pain_point(mission), evidence=said, basis=Basis.JUDGEMENT)
    give(make_user(), "contributor", council)
    council.alternative_names.create(name=f"Name {said.pk}")
    Identifier.objects.create(organisation=council, scheme="former-gss", value=f"E{said.pk}")


def test_the_command_says_what_the_page_says(chain: list[Organisation]) -> None:
    found = printed("SWT")
    assert {name: found[name] for name in ("code", "name", "type", "starts_on", "ends_on", "predecessors", "successors")} == {
        "code": "SWT",
        "name": "Somerset West and Taunton",
        "type": "district",
        "starts_on": "2019-04-01",
        "ends_on": "2023-04-01",
        "predecessors": ["TAU"],
        "successors": ["SMT"],
    }
    assert found["identifiers"] == [{"scheme": "local-authority", "value": "SWT"}]


@pytest.mark.parametrize(
    ("day", "exists"), [("2019-03-31", False), ("2019-04-01", True), ("2023-03-31", True), ("2023-04-01", False)]
)
def test_the_command_answers_as_at_a_day(chain: list[Organisation], day: str, exists: bool) -> None:
    found = printed("SWT", as_at=dt.date.fromisoformat(day))
    assert (found["exists"], found["as_at"]) == (exists, day)


def test_the_command_finds_any_code_and_refuses_none_in_words(chain: list[Organisation]) -> None:
    Identifier.objects.create(organisation=chain[2], scheme="gss", value="E06000066")
    assert printed("e06000066")["code"] == "SMT"
    with pytest.raises(CommandError, match="ZZZ"):
        printed("ZZZ")


def test_the_command_in_words(chain: list[Organisation]) -> None:
    out = StringIO()
    call_command("organisation", "SWT", stdout=out)
    assert "Last day: 31 March 2023" in out.getvalue()
    assert "Followed by Somerset on 1 April 2023 (taken effect)" in out.getvalue()
