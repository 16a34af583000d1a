"""Triggers that note which tables were written to, each in the writer's own transaction: what is kept (`fresh.py`) asks them.

A note is a new row and never an update, so writers don't wait for one another.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

# What no page that is kept shows, or what changes all the time.
NOT_NOTED = {
    "core.AuditRow", "core.Change", "core.Job", "core.OutboxMessage", "core.ScheduledJob", "core.StoredFile", "codesign.Vote", "codesign.Weight",
    "notices.Reminder",
}  # fmt: skip
# A person who signs in changes nothing that others see.
ONLY_COLUMNS = {"people.User": ("name", "email", "is_active", "is_administrator")}
OURS = "missions.", "codesign", "funding"
FUNCTION = """
CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_change (name, at) VALUES (TG_TABLE_NAME, now());
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE {columns} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER note_emptied AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION note_change();
"""
# Much longer than anything is kept (`fresh.KEEP_SECONDS`), so that a number of notes never stands for two histories.
REMEMBER = dt.timedelta(hours=1)
FORGET = """
DELETE FROM core_change c WHERE at < %s AND EXISTS (SELECT FROM core_change later WHERE later.name = c.name AND later.id > c.id)
"""
LACKING = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname = ANY(%s)
AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = 'note_change')
"""


def noted() -> dict[str, type[Model]]:
    """Every table whose changes are noted, with its model."""
    return {model._meta.db_table: model for model in _models()}


def install(**kwargs: Any) -> None:
    """After migrations: the triggers of tables that have none yet."""
    tables = noted()
    with connection.cursor() as cursor:
        cursor.execute(LACKING, [[*tables, "core_change"]])
        lacking = {name for (name,) in cursor.fetchall()}
        # Migrated back to before this table: there is nowhere to note anything.
        if "core_change" not in lacking:
            return
        cursor.execute(FUNCTION)
        for table in sorted(lacking & set(tables)):
            only = ONLY_COLUMNS.get(tables[table]._meta.label)
            columns = f"OF {', '.join(only)}" if only else ""
            cursor.execute(TRIGGER.format(table=connection.ops.quote_name(table), columns=columns))


def forget_old(*, now: dt.datetime) -> int:
    """Delete notes of long ago, but for the last one of each table; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [now - REMEMBER])
        return int(cursor.rowcount)


def _models() -> Iterator[type[Model]]:
    for model in _ours():
        is_history = any(field.name == "pgh_id" for field in model._meta.fields)
        if model._meta.managed and not model._meta.proxy and not is_history and model._meta.label not in NOT_NOTED:
            yield model


def _ours() -> Iterable[type[Model]]:
    for app in apps.get_app_configs():
        if app.name.startswith(OURS):
            yield from app.get_models(include_auto_created=True)
