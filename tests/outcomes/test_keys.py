"""What a measurement names is there: held by triggers once for a statement, as an ordinary foreign key holds it for each row."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from missions.outcomes.models import Measurement
from tests.making import make_council, make_indicator, make_measurement, make_mission, make_user

pytestmark = pytest.mark.django_db
NOBODY = 987_654_321


def made(**other: object) -> Measurement:
    indicator, council = make_indicator(make_mission("planning")), make_council("AAA")
    names: dict[str, object] = {"indicator_id": indicator.pk, "organisation_id": council.pk}
    return Measurement(period_start="2025-04-01", value=1, recorded_at=timezone.now(), **(names | other))


@pytest.mark.parametrize("column", ["indicator_id", "organisation_id", "recorded_by_id", "verified_by_id"])
def test_a_row_that_names_nothing_is_refused_whole(column: str) -> None:
    with pytest.raises(IntegrityError, match="names a row that is not in"), transaction.atomic():
        Measurement.objects.bulk_create([made(**{column: NOBODY})])
    assert not Measurement.objects.exists()


def test_an_update_is_held_as_well() -> None:
    kept = make_measurement(make_indicator(make_mission("planning")), make_council("AAA"), "1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Measurement.objects.filter(pk=kept.pk).update(organisation_id=NOBODY)


@pytest.mark.parametrize("table", ["outcomes_indicator", "register_organisation", "people_user"])
def test_what_is_named_cannot_be_deleted_by_any_path(table: str) -> None:
    row = made(recorded_by_id=make_user("a@example.org").pk)
    row.save()
    named = {
        "outcomes_indicator": row.indicator_id, "register_organisation": row.organisation_id, "people_user": row.recorded_by_id,
    }[table]  # fmt: skip
    with pytest.raises(IntegrityError, match="still named"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [named])


@pytest.mark.django_db(transaction=True)
def test_a_named_row_cannot_go_while_the_import_is_not_finished() -> None:
    """A second connection that deletes the council waits for the first, and is then refused."""
    row = made()
    said: list[str] = []

    def delete() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM register_organisation WHERE id = %s", [row.organisation_id])
        except IntegrityError as error:
            said.append(str(error))
        finally:
            connection.close()

    with transaction.atomic():
        row.save()
        other = threading.Thread(target=delete)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(10)
    assert "still named" in said[0]
