"""Databases of tests are copies of one in which the migrations ran: they take half a minute, and several processes want one each."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

MIGRATED, DEMO = "steward_migrated", "steward_demo_loaded"
COMMENT = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


def migrate_once() -> None:
    """Make the database that others copy, unless it was made from the migrations as they are now."""
    wanted = _fingerprint()
    with _server() as server:
        if server.execute(COMMENT, [MIGRATED]).fetchone() == (wanted,):
            return
        _make(server, MIGRATED)
        _run("manage.py", "migrate", "--verbosity", "0", database=MIGRATED)
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(MIGRATED), sql.Literal(wanted)))


def load_demo_once() -> None:
    """Make the one with the demo's content, for the journeys."""
    with _server() as server:
        _make(server, DEMO, template=MIGRATED)
    _run("-m", "tests.journeys.loading", database=DEMO)


def copy_from(template: str) -> None:
    """Let this process's test database be a copy."""
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template


def _fingerprint() -> str:
    found = hashlib.sha256()
    for path in sorted(_sources()):
        found.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    return found.hexdigest()


def _sources() -> Iterator[Path]:
    """What decides what is in a migrated database: migrations, what they import, and the apps of libraries."""
    yield settings.BASE_DIR / "requirements" / "base.txt"
    yield from settings.BASE_DIR.glob("*/migrations/*.py")
    yield from settings.BASE_DIR.glob("missions/*/migrations/*.py")
    yield from settings.BASE_DIR.glob("missions/core/*.py")
    yield from settings.BASE_DIR.glob("missions/stewardship/*.py")


def _server() -> psycopg.Connection:
    found = settings.DATABASES["default"]
    return psycopg.connect(
        dbname="postgres", user=found["USER"], password=found["PASSWORD"] or None, host=found["HOST"] or None,
        port=found["PORT"] or None, autocommit=True,
    )  # fmt: skip


def _make(server: psycopg.Connection, name: str, template: str = "template1") -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def _run(*words: str, database: str) -> None:
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    subprocess.run([sys.executable, *words], check=True, cwd=settings.BASE_DIR, env={**os.environ, "DATABASE_URL": url})
