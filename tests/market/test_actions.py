"""Changes to the record of a market: who may, what is refused, and that each leaves its audit row."""

import datetime as dt
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.market import actions
from missions.market.actions import Facts, NewProduct
from missions.market.models import Deployment, MarketAnswer, Product
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing, roles_on
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    give,
    make_council,
    make_deployment,
    make_lead,
    make_market_answer,
    make_mission,
    make_product,
    make_supplier,
    make_user,
)

pytestmark = pytest.mark.django_db
SEEN = dt.date(2026, 8, 1)


@pytest.fixture
def mission() -> Mission:
    return make_mission("market")


@pytest.fixture
def lead(mission: Mission) -> User:
    return make_lead(mission)


@pytest.fixture
def council() -> Organisation:
    return make_council("AYT", name="Ayton")


@pytest.fixture
def deployment(council: Organisation) -> Deployment:
    return make_deployment(council, make_product(make_supplier(), "Idox"))


def standing(user: User, mission: Mission) -> Standing:
    return Standing(mission, user, roles_on(user, mission, on=TODAY), TODAY)


def audited() -> list[str]:
    return list(AuditRow.objects.order_by("pk").values_list("action", flat=True))


def test_a_product_that_nobody_named_yet_is_made_with_its_record(lead: User, mission: Mission, council: Organisation) -> None:
    supplier = make_supplier(name="Newsoft")
    new = NewProduct("Newplan", supplier)
    facts = Facts(annual_cost=Decimal("5000.00"), cost_answer="stated", contract_ends_on=dt.date(2027, 4, 1), source="Told")
    made = actions.record_deployment(
        by=lead, standing=standing(lead, mission), council=council, product=new, facts=facts, seen_on=SEEN
    )
    assert (made.product.name, made.product.supplier, made.product.service) == ("Newplan", supplier, "Planning")
    assert (made.observed_on, made.last_seen_on, made.annual_cost) == (SEEN, SEEN, Decimal("5000.00"))
    assert audited() == ["deployment.record"]
    again = NewProduct("newplan", supplier)
    other = make_council("BEE")
    actions.record_deployment(by=lead, standing=standing(lead, mission), council=other, product=again, facts=facts, seen_on=SEEN)
    assert Product.objects.count() == 1


def test_a_product_is_recorded_once_while_it_runs(lead: User, mission: Mission, deployment: Deployment) -> None:
    where = {"by": lead, "standing": standing(lead, mission), "council": deployment.council, "product": deployment.product}
    with pytest.raises(NotNow, match="recorded already"):
        actions.record_deployment(**where, facts=Facts(source="Told"), seen_on=SEEN)  # type: ignore[arg-type]
    actions.end_deployment(by=lead, standing=standing(lead, mission), deployment=deployment, ends_on=SEEN, reason="Told.")
    actions.record_deployment(**where, facts=Facts(source="Told"), seen_on=TODAY)  # type: ignore[arg-type]
    assert Deployment.objects.count() == 2


def test_a_product_of_another_service_is_refused(lead: User, mission: Mission, council: Organisation) -> None:
    other = make_product(make_supplier(), service="Housing")
    with pytest.raises(NotNow, match="another service"):
        actions.record_deployment(
            by=lead, standing=standing(lead, mission), council=council, product=other, facts=Facts(), seen_on=SEEN
        )


@pytest.mark.parametrize("seen_on", [TODAY + dt.timedelta(days=1), dt.date(1970, 1, 1)])
def test_it_is_seen_in_the_life_of_the_council_and_not_in_the_future(
    lead: User, mission: Mission, council: Organisation, seen_on: dt.date
) -> None:
    where = {"by": lead, "standing": standing(lead, mission), "council": council}
    with pytest.raises(NotNow):
        actions.record_deployment(**where, product=NewProduct("X"), facts=Facts(), seen_on=seen_on)  # type: ignore[arg-type]
    with pytest.raises(NotNow):
        actions.record_answer(**where, kind="refused", seen_on=seen_on, source="Told")  # type: ignore[arg-type]
    assert not Product.objects.exists()


def test_ending_says_when_and_why(lead: User, mission: Mission, deployment: Deployment) -> None:
    actions.end_deployment(by=lead, standing=standing(lead, mission), deployment=deployment, ends_on=SEEN, reason=" They said. ")
    deployment.refresh_from_db()
    assert (deployment.ends_on, deployment.end_reason) == (SEEN, "They said.")
    assert audited() == ["deployment.end"]


@pytest.mark.parametrize(
    ("ends_on", "reason", "says"),
    [
        (SEEN, " ", "Say how you know"),
        (TODAY + dt.timedelta(days=1), "Told", "future"),
        (dt.date(2025, 2, 20), "Told", "before it was first in use"),
    ],
)
def test_an_end_without_a_reason_or_on_an_impossible_day_is_refused(
    lead: User, mission: Mission, deployment: Deployment, ends_on: dt.date, reason: str, says: str
) -> None:
    with pytest.raises(NotNow, match=says):
        actions.end_deployment(by=lead, standing=standing(lead, mission), deployment=deployment, ends_on=ends_on, reason=reason)
    assert audited() == []


def test_what_has_ended_changes_no_more(lead: User, mission: Mission, deployment: Deployment) -> None:
    where: dict[str, Any] = {"by": lead, "standing": standing(lead, mission), "deployment": deployment}
    actions.end_deployment(**where, ends_on=SEEN, reason="Told.")
    for again in (
        lambda: actions.end_deployment(**where, ends_on=SEEN, reason="Again."),
        lambda: actions.confirm_deployment(**where),
        lambda: actions.correct_deployment(**where, facts=Facts(source="Told")),
    ):
        with pytest.raises(NotNow, match="ended already"):
            again()  # type: ignore[no-untyped-call]


def test_still_in_use_is_seen_today(lead: User, mission: Mission, deployment: Deployment) -> None:
    actions.confirm_deployment(by=lead, standing=standing(lead, mission), deployment=deployment)
    deployment.refresh_from_db()
    assert deployment.last_seen_on == TODAY
    assert audited() == ["deployment.confirm"]


def test_a_correction_names_what_it_changed_and_earlier_versions_stay(
    lead: User, mission: Mission, deployment: Deployment
) -> None:
    facts = Facts(cost_answer="refused", source=deployment.source)
    actions.correct_deployment(by=lead, standing=standing(lead, mission), deployment=deployment, facts=facts)
    assert AuditRow.objects.get().detail == {"changed": ["cost_answer"]}
    deployment.refresh_from_db()
    assert deployment.cost_answer == "refused"
    history = Deployment.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(history.values_list("cost_answer", flat=True)) == ["unknown", "refused"]


def test_an_answer_is_kept_apart_from_the_others(lead: User, mission: Mission, council: Organisation) -> None:
    make_market_answer(council, "unknown")
    where: dict[str, Any] = {"by": lead, "standing": standing(lead, mission), "council": council, "source": "Their reply"}
    actions.record_answer(**where, kind="refused", seen_on=SEEN)
    actions.record_answer(**where, kind="refused", seen_on=TODAY)
    stored = set(MarketAnswer.objects.values_list("kind", "observed_on", "last_seen_on"))
    assert stored == {("unknown", dt.date(2025, 2, 20), dt.date(2025, 2, 20)), ("refused", SEEN, TODAY)}
    assert audited() == ["market.answer", "market.answer"]


@pytest.mark.parametrize("role", ["director", "observer", "payments-officer", None])
def test_only_those_who_keep_the_record_change_it(
    mission: Mission, council: Organisation, deployment: Deployment, role: str | None
) -> None:
    user = make_user()
    if role:
        give(user, role, mission)
    where: dict[str, Any] = {"by": user, "standing": standing(user, mission)}
    for attempt in (
        lambda: actions.record_deployment(**where, council=council, product=NewProduct("X"), facts=Facts(), seen_on=SEEN),
        lambda: actions.correct_deployment(**where, deployment=deployment, facts=Facts()),
        lambda: actions.end_deployment(**where, deployment=deployment, ends_on=SEEN, reason="Told"),
        lambda: actions.confirm_deployment(**where, deployment=deployment),
        lambda: actions.record_answer(**where, council=council, kind="none", seen_on=SEEN, source="Told"),
    ):
        with pytest.raises(NotAllowed, match="can change what is recorded"):
            attempt()


def test_each_change_and_its_audit_row_roll_back_together(
    lead: User, mission: Mission, council: Organisation, deployment: Deployment
) -> None:
    where: dict[str, Any] = {"by": lead, "standing": standing(lead, mission)}
    before = list(Deployment.objects.values())
    for attempt in (
        lambda: actions.record_deployment(**where, council=council, product=NewProduct("X"), facts=Facts(), seen_on=SEEN),
        lambda: actions.correct_deployment(**where, deployment=deployment, facts=Facts(source="Other")),
        lambda: actions.end_deployment(**where, deployment=deployment, ends_on=SEEN, reason="Told"),
        lambda: actions.confirm_deployment(**where, deployment=deployment),
        lambda: actions.record_answer(**where, council=council, kind="none", seen_on=SEEN, source="Told"),
    ):
        with patch.object(actions, "record", side_effect=RuntimeError("no audit")), pytest.raises(RuntimeError):
            attempt()
    assert list(Deployment.objects.values()) == before
    assert not MarketAnswer.objects.exists()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"annual_cost": Decimal("1.00")}, "deployment_cost_is_stated"),
        ({"annual_cost": Decimal("0.00"), "cost_answer": "stated"}, "deployment_cost_is_stated"),
        ({"contract_value": Decimal("1.00"), "cost_answer": "refused"}, "deployment_value_is_stated"),
        ({"cost_answer": "stated"}, "deployment_stated_cost_is_there"),
        ({"last_seen_on": dt.date(2020, 1, 1)}, "deployment_seen_in_order"),
        ({"starts_on": SEEN, "ends_on": SEEN}, "deployment_span"),
        ({"contract_starts_on": SEEN, "contract_ends_on": SEEN}, "deployment_contract_in_order"),
    ],
)
def test_the_database_refuses_what_cant_be(council: Organisation, values: dict[str, Any], constraint: str) -> None:
    product = make_product(make_supplier())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_deployment(council, product, **values)


def test_the_database_keeps_one_open_record_of_each(council: Organisation, deployment: Deployment) -> None:
    with pytest.raises(IntegrityError, match="deployment_open_once"), transaction.atomic():
        make_deployment(council, deployment.product)
    make_deployment(council, deployment.product, area="OLD")
    make_market_answer(council, "refused")
    with pytest.raises(IntegrityError, match="market_answer_open_once"), transaction.atomic():
        make_market_answer(council, "refused")
