"""What is made once and kept until something that it rests on changes.

While it is made, the tables that its queries read are noted down, and with it what had been written to them so far (`changes.py`). It is
given again only while that is still all: nothing is declared, so nothing can be forgotten, and nobody sees an older figure than the database
holds. What depends on more than what is read then (a day, a person, what was read before) says so in its key.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string

from missions.core.changes import noted

T = TypeVar("T")
KEEP_SECONDS = 900
CODE = "codesign", "config", "funding", "missions", "templates"
WORD = re.compile(r"[a-z_0-9]+")
MARKS = "SELECT name, COUNT(*), MAX(id) FROM core_change WHERE %s::text[] IS NULL OR name = ANY(%s) GROUP BY name"
Marks = dict[str, tuple[int, int]]


class _Making:
    """What is noted while something is made."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.may_be_kept = True

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        watched, others = _tables()
        words = set(WORD.findall(sql))
        self.tables |= words & watched
        if words & others:
            self.may_be_kept = False
        return execute(sql, params, many, context)


_makings: ContextVar[tuple[_Making, ...]] = ContextVar("makings", default=())


def kept(key: str, make: Callable[[], T]) -> T:
    """What `make` gives, or gave for the same key while nothing that it read has changed since. One query where it is kept.

    Not kept while developing, when templates change under a process that runs.
    """
    if settings.DEBUG:
        return make()
    key = f"kept:{sha256(f'{_release()}:{key}'.encode()).hexdigest()}"
    found = cache.get(key)
    if found is not None:
        value, tables, marks = found
        if _marks(tables) == marks:
            for making in _makings.get():
                making.tables |= set(tables)
            return value  # type: ignore[no-any-return]
    before = _marks(None)
    with _noting() as making:
        value = make()
    if making.may_be_kept:
        tables = sorted(making.tables)
        marks = {name: before[name] for name in tables if name in before}
        cache.set(key, (value, tables, marks), KEEP_SECONDS)
    return value


def page_part(
    request: HttpRequest, about: tuple[object, ...] | None, template: str, context: Callable[[], dict[str, Any]]
) -> str:
    """A part of a page as a template renders it, kept as the page opens; with a query (a filter, a day) it is made each time.

    `about` holds all that the page has read before and shows here (its mission, the person, the day): what is kept is for just these, as
    they are. It holds no form that is sent. None: don't keep it.
    """
    if about is None or request.GET:
        return render_to_string(template, context(), request)
    key = f"{request.path}:{[_told(value) for value in about]!r}"
    return kept(key, lambda: render_to_string(template, {"request": request, **context()}))


def _told(value: object) -> object:
    """A value that tells two states of a row apart: its fields, the rows that it names and those of lists, where they were read with it."""
    if not isinstance(value, Model):
        return value
    read = value._state.fields_cache
    named = [_told(read.get(field.name)) for field in value._meta.concrete_fields if field.is_relation]
    lists = getattr(value, "_prefetched_objects_cache", {})
    return _fields(value), named, {name: [_fields(row) for row in rows] for name, rows in lists.items()}


def _fields(row: Model) -> dict[str, object]:
    return {name: held for name, held in row.__dict__.items() if not name.startswith("_")}


def not_finished() -> None:
    """What is being made lacks something that is still on its way (a drawing), so it is made again next time."""
    for making in _makings.get():
        making.may_be_kept = False


@contextmanager
def _noting() -> Iterator[_Making]:
    making = _Making()
    token = _makings.set((*_makings.get(), making))
    try:
        with connection.execute_wrapper(making):
            yield making
    finally:
        _makings.reset(token)


def _marks(tables: list[str] | None) -> Marks:
    with connection.cursor() as cursor:
        cursor.execute(MARKS, [tables, tables])
        return {name: (count, last) for name, count, last in cursor.fetchall()}


@lru_cache(maxsize=1)
def _release() -> int:
    """The newest line of code or template: what an earlier release made is not shown by a later one."""
    files = (path for folder in CODE for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix in {".py", ".html"})
    return max(path.stat().st_mtime_ns for path in files)


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    """The tables whose changes are noted, and the others but for the notes themselves."""
    watched = frozenset(noted())
    return watched, frozenset(connection.introspection.django_table_names()) - watched - {"core_change"}
