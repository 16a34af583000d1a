"""Versions of a standard: written, published from a day on, never changed, withdrawn with a reason."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.standards import actions
from missions.standards.models import Standard, StandardVersion
from missions.stewardship.access import Standing, stand
from tests import making
from tests.standards.files import TREES
from tests.standards.published import make_test, make_version

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def item() -> Intervention:
    return making.make_intervention(making.make_mission(), slug="trees")


@pytest.fixture
def lead(item: Intervention) -> User:
    return making.make_lead(item.mission)


def on(user: User, item: Intervention, day: dt.date = TODAY) -> Standing:
    return stand(user, item.mission.slug, on=day)


def write(lead: User, item: Intervention, number: str = "1.0", **values: Any) -> StandardVersion:
    given: dict[str, Any] = {"kind": "table-schema", "schema": json.dumps(TREES), "change_log": "First.", **values}
    return actions.write_version(by=lead, standing=on(lead, item), intervention=item, number=number, now=NOW, **given)


def publish(lead: User, item: Intervention, version: StandardVersion, day: dt.date, today: dt.date = TODAY) -> None:
    actions.publish_version(by=lead, standing=on(lead, item, today), version=version, starts_on=day, now=NOW)


def states(item: Intervention, day: dt.date) -> dict[str, str]:
    return {version.number: version.state_on(day) for version in StandardVersion.objects.filter(standard__intervention=item)}


def test_from_draft_to_superseded(lead: User, item: Intervention) -> None:
    first, second = write(lead, item), write(lead, item, "2.0")
    publish(lead, item, first, TODAY)
    publish(lead, item, second, TODAY + 10 * DAY)
    assert states(item, TODAY) == {"1.0": "Current", "2.0": "To come"}
    assert states(item, TODAY + 9 * DAY) == {"1.0": "Current", "2.0": "To come"}
    assert states(item, TODAY + 10 * DAY) == {"1.0": "Superseded", "2.0": "Current"}
    held = StandardVersion.objects.filter(standard__intervention=item)
    assert [held.current_on(TODAY + days * DAY).get().number for days in (0, 9, 10)] == ["1.0", "1.0", "2.0"]
    assert not held.current_on(TODAY - DAY).exists()
    assert AuditRow.objects.filter(action="standard.publish-version", actor_id=lead.pk).count() == 2


def test_nothing_is_published_into_the_past_or_before_a_later_one(lead: User, item: Intervention) -> None:
    first, second = write(lead, item), write(lead, item, "2.0")
    with pytest.raises(NotNow, match="in the past"):
        publish(lead, item, first, TODAY - DAY)
    publish(lead, item, first, TODAY + 5 * DAY)
    with pytest.raises(NotNow, match=r"Version 1\.0 begins on that day or later"):
        publish(lead, item, second, TODAY + 5 * DAY)
    with pytest.raises(NotNow, match="can’t become"):
        publish(lead, item, first, TODAY + 9 * DAY)


def test_withdrawing_says_why_and_keeps_what_held_before(lead: User, item: Intervention) -> None:
    version = make_version(item, lead, number="1.0")
    with pytest.raises(NotNow, match="Say why"):
        actions.withdraw_version(by=lead, standing=on(lead, item), version=version, reason=" ")
    actions.withdraw_version(by=lead, standing=on(lead, item), version=version, reason="A mistake in it.")
    held = StandardVersion.objects.filter(standard__intervention=item)
    assert held.current_on(TODAY - DAY).get() == version
    assert not held.current_on(TODAY).exists()
    publish(lead, item, write(lead, item, "2.0"), TODAY)
    assert states(item, TODAY) == {"1.0": "Withdrawn", "2.0": "Current"}


def test_two_of_a_standard_never_hold_on_the_same_day_whoever_writes(lead: User, item: Intervention) -> None:
    make_version(item, lead, ends_on=TODAY)
    with pytest.raises(IntegrityError, match="standard_one_current_version"), transaction.atomic():
        make_version(item, lead, starts_on=TODAY - DAY)
    make_version(item, lead, starts_on=TODAY)


@pytest.mark.parametrize(
    "change",
    [
        {"schema_text": "{}"},
        {"number": "9"},
        {"kind": "json-schema"},
        {"change_log": "Something else."},
        {"starts_on": TODAY},
        {"status": "draft", "starts_on": None, "published_at": None, "published_by": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_published_never_changes_whoever_writes(lead: User, item: Intervention, change: dict[str, Any]) -> None:
    version = make_version(item, lead, number="1.0")
    with pytest.raises(DatabaseError), transaction.atomic():
        StandardVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(NotNow, match="stays as it is"):
        actions.change_version(
            by=lead,
            standing=on(lead, item),
            version=version,
            number="1.0",
            kind="table-schema",
            schema=json.dumps(TREES),
            change_log="x",
        )


def test_a_published_version_and_a_test_are_never_deleted(lead: User, item: Intervention) -> None:
    version = make_version(item, lead)
    test = make_test(version, lead, council=making.make_council())
    for row in (test, version):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(test).objects.filter(pk=test.pk).update(verdict="failed")
    make_version(item, lead, status="draft").delete()


def test_a_draft_is_changed_and_a_number_stands_once(lead: User, item: Intervention) -> None:
    draft = write(lead, item)
    with pytest.raises(NotNow, match="this number already"):
        write(lead, item)
    other = write(lead, item, "1.1")
    changed = {"kind": "json-schema", "schema": '{"type": "array"}', "change_log": "Other."}
    with pytest.raises(NotNow, match="this number already"):
        actions.change_version(by=lead, standing=on(lead, item), version=other, number="1.0", **changed)
    actions.change_version(by=lead, standing=on(lead, item), version=draft, number="1.0.1", **changed)
    draft.refresh_from_db()
    assert (draft.number, draft.kind, draft.schema_text) == ("1.0.1", "json-schema", '{"type": "array"}')


def test_a_schema_that_cant_be_used_is_not_kept(lead: User, item: Intervention) -> None:
    with pytest.raises(NotNow, match="Nothing is fetched"):
        write(lead, item, kind="json-schema", schema='{"$ref": "https://example.org/x"}')
    assert not Standard.objects.exists()


def test_only_a_data_standard_has_versions_whoever_writes(lead: User, item: Intervention) -> None:
    tool = making.make_intervention(item.mission, kind="tool")
    with pytest.raises(NotNow, match="Data standard"):
        write(lead, tool)
    with pytest.raises(DatabaseError, match="Only a data standard has versions"), transaction.atomic():
        Standard.objects.create(intervention=tool)


def test_members_write_and_the_lead_publishes(lead: User, item: Intervention) -> None:
    member = making.give(making.make_user(), "member", item.mission)
    draft = write(member, item)
    with pytest.raises(NotAllowed, match="lead can publish"):
        publish(member, item, draft, TODAY)
    with pytest.raises(NotAllowed):
        write(making.give(making.make_user(), "observer", item.mission), item, "2.0")
    publish(lead, item, draft, TODAY)


def test_the_audit_row_and_the_version_come_together(lead: User, item: Intervention, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("No audit.")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError, match="No audit"):
        write(lead, item)
    assert not StandardVersion.objects.exists()
