"""Figures from councils: asked for, given, verified, returned, locked and revised; each refusal leaves nothing behind."""

import datetime as dt
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from missions.core.models import AuditRow, OutboxMessage
from missions.core.refusals import NotAllowed, NotNow
from missions.outcomes import reminders
from missions.outcomes.actions import collecting, indicators
from missions.outcomes.actions.collecting import Given
from missions.outcomes.gaps import find_overdue
from missions.outcomes.models import Ask, Collection, Indicator, Level, Measurement, PeriodLock, Rollup
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests.making import give, make_collection, make_council, make_indicator, make_lead, make_measurement, make_mission, make_user

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 9, 1)
NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
YEAR = dt.date(2024, 4, 1)


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def homes(mission: Mission) -> Indicator:
    return make_indicator(mission, slug="homes")


@pytest.fixture
def council() -> Organisation:
    return make_council("AAA", name="Ayton")


@pytest.fixture
def provider(council: Organisation) -> User:
    return give(make_user("data@ayton.example"), "data-provider", council)


@pytest.fixture
def lead(mission: Mission) -> User:
    return make_lead(mission)


@pytest.fixture
def asked(homes: Indicator, council: Organisation) -> Collection:
    return make_collection(homes, council, period_start=YEAR)


def on(mission: Mission, user: User) -> Standing:
    return stand(user, mission.slug, on=ON)


def submit(asked: Collection, by: User, value: str = "12", *, is_final: bool = True) -> Measurement:
    return collecting.give(by=by, ask=asked.asks.get(), given=Given(value=Decimal(value)), is_final=is_final, now=NOW, on=ON)


def test_every_eligible_council_of_the_period_is_asked_once(
    homes: Indicator, mission: Mission, lead: User, council: Organisation
) -> None:
    make_council("BBB", ends_on=YEAR)
    make_council("CCC", council_type="county")
    plan: dict[str, Any] = {"period_start": YEAR, "due_on": dt.date(2026, 10, 1), "message": "", "codes": []}
    made = collecting.open_collection(by=lead, standing=on(mission, lead), indicator=homes, **plan)
    assert [ask.organisation for ask in made.asks.all()] == [council]
    with pytest.raises(NotNow, match="asked for already"):
        collecting.open_collection(by=lead, standing=on(mission, lead), indicator=homes, **plan)


def test_only_the_team_asks(homes: Indicator, mission: Mission, provider: User) -> None:
    plan: dict[str, Any] = {"period_start": YEAR, "due_on": dt.date(2026, 10, 1), "message": "", "codes": []}
    with pytest.raises(NotAllowed):
        collecting.open_collection(by=provider, standing=on(mission, provider), indicator=homes, **plan)


def test_only_the_councils_own_people_give_its_figure(asked: Collection, lead: User) -> None:
    with pytest.raises(NotAllowed, match="Ayton"):
        submit(asked, lead)
    assert not Measurement.objects.exists()


def test_a_submitted_zero_is_a_number_and_counts_only_once_verified(
    asked: Collection, provider: User, mission: Mission, lead: User
) -> None:
    item = submit(asked, provider, "0")
    assert not Rollup.objects.filter(indicator=asked.indicator).exists()
    collecting.verify(by=lead, standing=on(mission, lead), collection=asked, ids=[item.pk])
    rollup = Rollup.objects.of_all_councils().get(indicator=asked.indicator)
    assert (rollup.value, rollup.reported) == (Decimal(0), 1)


def test_verifying_many_refreshes_the_sums_of_all(homes: Indicator, mission: Mission, lead: User) -> None:
    councils = [make_council() for _ in range(3)]
    asked = make_collection(homes, *councils, period_start=YEAR)
    items = [make_measurement(homes, c, str(n), period_start=YEAR, status="submitted") for n, c in enumerate(councils, start=1)]
    collecting.verify(by=lead, standing=on(mission, lead), collection=asked, ids=[item.pk for item in items])
    assert Rollup.objects.of_all_councils().get(indicator=homes).value == 6


def test_one_value_reaches_every_figure_in_ten_queries_its_audit_row_among_them(
    asked: Collection, provider: User, mission: Mission, lead: User, homes: Indicator
) -> None:
    """However long the history: giving it, and verifying it, after which every page reads the rollup."""
    figure = submit(asked, provider)
    standing = on(mission, lead)
    for year in range(2000, 2024):
        make_measurement(homes, figure.organisation, "1", period_start=dt.date(year, 4, 1))
    with CaptureQueriesContext(connection) as captured:
        collecting.verify(by=lead, standing=standing, collection=asked, ids=[figure.pk])
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 10
    assert Rollup.objects.get(indicator=homes, period_start=YEAR, group_kind="all").value == 12
    with CaptureQueriesContext(connection) as captured:
        collecting.revise(
            by=lead, standing=standing, measurement=figure, given=Given(value=Decimal(9)), reason="Counted twice.", now=NOW
        )
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 10
    assert Rollup.objects.get(indicator=homes, period_start=YEAR, group_kind="all").value == 9


def test_verifying_is_all_or_nothing(homes: Indicator, mission: Mission, lead: User, council: Organisation) -> None:
    other = make_council()
    asked = make_collection(homes, council, other, period_start=YEAR)
    good = make_measurement(homes, council, "1", period_start=YEAR, status="submitted")
    draft = make_measurement(homes, other, "2", period_start=YEAR, status="draft")
    with pytest.raises(NotNow, match="changed"):
        collecting.verify(by=lead, standing=on(mission, lead), collection=asked, ids=[good.pk, draft.pk])
    good.refresh_from_db()
    assert good.status == "submitted"


def test_nobody_verifies_their_own_figure(asked: Collection, provider: User, mission: Mission, council: Organisation) -> None:
    both = give(make_lead(mission), "data-provider", council)
    item = submit(asked, both)
    with pytest.raises(NotNow, match="yourself"):
        collecting.verify(by=both, standing=on(mission, both), collection=asked, ids=[item.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.filter(pk=item.pk).update(verified_by=both)


def test_a_figure_goes_back_with_a_question_and_comes_again(
    asked: Collection, provider: User, mission: Mission, lead: User
) -> None:
    item = submit(asked, provider)
    collecting.give_back(by=lead, standing=on(mission, lead), collection=asked, pk=item.pk, question="Are losses in it?")
    mail = OutboxMessage.objects.get(to_address="data@ayton.example")
    assert "Are losses in it?" in mail.text
    assert "Ayton" not in mail.subject
    assert [ask.organisation.code for ask in Ask.objects.owed()] == ["AAA"]
    again = submit(asked, provider, "11")
    assert (again.pk, again.status, again.value) == (item.pk, "submitted", Decimal(11))


def test_a_verified_figure_changes_only_by_a_revision_with_a_reason(
    asked: Collection, provider: User, mission: Mission, lead: User
) -> None:
    item = submit(asked, provider)
    collecting.verify(by=lead, standing=on(mission, lead), collection=asked, ids=[item.pk])
    with pytest.raises(NotNow, match="verified"):
        submit(asked, provider, "13")
    plan: dict[str, Any] = {
        "by": lead,
        "standing": on(mission, lead),
        "measurement": item,
        "given": Given(value=Decimal(13)),
        "now": NOW,
    }
    with pytest.raises(NotNow, match="why"):
        collecting.revise(**plan, reason=" ")
    later = collecting.revise(**plan, reason="They counted twice.")
    assert (later.supersedes, later.correction_reason) == (item, "They counted twice.")
    assert Rollup.objects.of_all_councils().get(indicator=asked.indicator).value == 13
    with pytest.raises(NotNow, match="changed"):
        collecting.revise(**plan, reason="A second time from an old page.")


def test_a_locked_period_takes_no_value_on_any_path(asked: Collection, provider: User, mission: Mission, lead: User) -> None:
    item = submit(asked, provider)
    standing = on(mission, lead)
    with pytest.raises(NotNow, match="1 submitted figure must"):
        collecting.lock(by=lead, standing=standing, collection=asked)
    collecting.verify(by=lead, standing=standing, collection=asked, ids=[item.pk])
    collecting.lock(by=lead, standing=standing, collection=asked)
    late = make_council("LLL")
    theirs = give(make_user(), "data-provider", late)
    other = Ask.objects.create(collection=asked, organisation=late)
    with pytest.raises(NotNow, match="locked"):
        collecting.give(by=theirs, ask=other, given=Given(value=Decimal(1)), is_final=True, now=NOW, on=ON)
    with pytest.raises(NotNow, match="locked"):
        collecting.lock(by=lead, standing=standing, collection=asked)
    assert collecting.revise(
        by=lead, standing=standing, measurement=item, given=Given(value=Decimal(9)), reason="An error.", now=NOW
    )
    assert PeriodLock.objects.count() == 1
    assert not Ask.objects.owed().exists()


def test_a_figure_and_its_audit_row_come_together_or_not_at_all(asked: Collection, provider: User) -> None:
    with patch("missions.outcomes.actions.collecting.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        submit(asked, provider)
    assert not Measurement.objects.exists()
    submit(asked, provider)
    assert AuditRow.objects.filter(action="figure.submit", actor_id=provider.pk).count() == 1


def test_who_owes_a_figure_is_reminded_and_nobody_else(asked: Collection, provider: User, council: Organisation) -> None:
    give(make_user(), "finance-certifier", council)
    assert [notice.to_user_id for notice in reminders.asked(NOW)] == [provider.pk]
    assert list(reminders.late(NOW)) == []
    after = dt.datetime(2026, 10, 2, 9, tzinfo=dt.UTC)
    assert [notice.to_user_id for notice in reminders.late(after)] == [provider.pk]
    submit(asked, provider)
    assert list(reminders.asked(NOW)) == list(reminders.late(after)) == []


def test_a_collection_past_its_day_is_a_gap_until_all_have_answered(asked: Collection, provider: User, mission: Mission) -> None:
    day = dt.date(2026, 10, 2)
    assert [gap.sentence for gap in find_overdue([mission.pk], day)] == ["1 council hasn’t given Homes for 2024/25."]
    submit(asked, provider)
    assert list(find_overdue([mission.pk], day)) == []


def test_a_new_target_keeps_the_earlier_one_and_says_why(homes: Indicator, mission: Mission, lead: User) -> None:
    plan: dict[str, Any] = {
        "by": lead,
        "standing": on(mission, lead),
        "indicator": homes,
        "kind": "target",
        "for_day": dt.date(2027, 4, 1),
        "now": timezone.now(),
    }
    first = indicators.set_level(**plan, value=Decimal(100), reason="")
    with pytest.raises(NotNow):
        indicators.set_level(**plan, value=Decimal(90), reason="")
    second = indicators.set_level(**plan, value=Decimal(90), reason="The budget was cut.")
    assert second.supersedes == first
    assert list(Level.objects.known_at()) == [second]


def test_a_council_gives_its_figure_on_one_page(asked: Collection, provider: User, client: Client) -> None:
    client.force_login(provider)
    url = asked.asks.get().get_absolute_url()
    page = client.get(url).content.decode()
    assert page.count("<form") >= 1
    assert "It takes a minute" in page
    wrong = client.post(url, {"state": "number", "value": "", "save": "submit"}).content.decode()
    assert "Zero is a number" in wrong
    assert client.post(url, {"state": "number", "value": "1,5x", "save": "submit"}).status_code == 200
    assert not Measurement.objects.exists()
    done = client.post(url, {"state": "number", "value": "0", "save": "submit"}, follow=True).content.decode()
    assert "Thank you" in done
    assert Measurement.objects.get().value == 0


def test_what_we_dont_hold_is_an_answer(asked: Collection, provider: User, client: Client) -> None:
    client.force_login(provider)
    client.post(asked.asks.get().get_absolute_url(), {"state": "not-collected", "value": "", "save": "submit"})
    item = Measurement.objects.get()
    assert (item.value_state, item.value, item.status) == ("not-collected", None, "submitted")


def test_a_share_is_worked_out_from_its_parts(mission: Mission, council: Organisation, provider: User, client: Client) -> None:
    share = make_indicator(mission, slug="share", unit="%", over_councils="ratio", lowest=0, highest=100)
    asked = make_collection(share, council, period_start=YEAR)
    client.force_login(provider)
    url = asked.asks.get().get_absolute_url()
    for parts in ({"numerator": "3", "denominator": "0"}, {"numerator": "5", "denominator": "4"}):
        client.post(url, {"state": "number", "save": "submit", **parts})
    assert not Measurement.objects.exists()
    client.post(url, {"state": "number", "save": "submit", "numerator": "3", "denominator": "4"})
    assert Measurement.objects.get().value == 75


def test_the_team_sees_who_answered_and_verifies_by_ticking(
    asked: Collection, provider: User, lead: User, client: Client
) -> None:
    item = submit(asked, provider)
    client.force_login(lead)
    url = asked.get_absolute_url()
    assert "1 to verify" in client.get(url).content.decode()
    client.post(f"{url}verify/", {"figure": [item.pk]})
    item.refresh_from_db()
    assert (item.status, item.verified_by) == ("verified", lead)
    assert "No answer is like that" in client.get(url, {"status": "none"}).content.decode()
