"""What was done is written with what did it, and nobody changes it afterwards."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import InternalError

from missions.core.audit import record
from missions.core.models import AuditRow
from missions.register.models import Organisation
from tests.making import make_council, make_user


@pytest.mark.django_db
def test_it_rolls_back_with_what_it_tells() -> None:
    council = make_council()
    with transaction.atomic():
        record("test.do", by=None, subject=council)
        transaction.set_rollback(True)
    assert not AuditRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_refuses_outside_a_transaction() -> None:
    council = make_council()
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record("test.do", by=None, subject=council)


@pytest.mark.django_db
def test_it_keeps_ids_only() -> None:
    council, user = make_council(), make_user("someone@x.example", name="Some One")
    row = record("test.do", by=user, subject=council, amount=3)
    assert (row.actor_id, row.subject_kind, row.subject_id, row.detail) == (
        user.pk,
        "register.organisation",
        str(council.pk),
        {"amount": 3},
    )
    assert "Some One" not in str(vars(row))


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE core_auditrow SET action = 'x'", "DELETE FROM core_auditrow"])
def test_the_database_refuses_to_change_it(sql: str) -> None:
    record("test.do", by=None, subject=make_council())
    with (
        pytest.raises((InternalError, DatabaseError), match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AuditRow.objects.get().action == "test.do"


@pytest.mark.django_db
def test_history_sees_bulk_updates_and_raw_sql() -> None:
    council = make_council("AAA", name="First")
    Organisation.objects.filter(pk=council.pk).update(name="Second")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE register_organisation SET name = 'Third' WHERE id = %s", [council.pk])
        cursor.execute("SELECT name FROM register_organisationevent WHERE pgh_obj_id = %s ORDER BY pgh_id", [council.pk])
        names = [name for (name,) in cursor.fetchall()]
    assert names == ["First", "Second", "Third"]
