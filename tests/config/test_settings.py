"""Production refuses to start when something needed is missing, and is strict when it starts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "a-long-secret-that-nobody-guesses-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "steward.example",
    "SITE_URL": "https://steward.example",
    "DATABASE_URL": "postgres://user:word@db.example:5432/steward",
    "REDIS_URL": "redis://cache.example:6379/0",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "Steward <steward@steward.example>",
}


def run(code: str, **env: str | None) -> subprocess.CompletedProcess[str]:
    """A new process in production mode whose environment is only this."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    values = {name: value for name, value in {**COMPLETE, **env}.items() if value is not None}
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, cwd=ROOT, env={**kept, **values}, capture_output=True, text=True, check=False, timeout=60)


def shown(expression: str, **env: str | None) -> str:
    result = run(f"import config.settings as s; print({expression})", **env)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_HOST"])
def test_it_refuses_to_start_without(name: str) -> None:
    result = run("import config.settings", **{name: None})
    assert result.returncode != 0
    assert f"Set the environment variable {name}." in result.stderr


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"DATABASE_URL": "sqlite:///x.db"}, "DATABASE_URL must look like postgres://"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT must be a whole number, not “smtp”."),
    ],
)
def test_it_refuses_what_cannot_be_right(env: dict[str, str], said: str) -> None:
    assert said in run("import config.settings", **env).stderr


def test_it_starts_when_everything_is_there_and_is_strict() -> None:
    strict = (
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.DEBUG, s.DEMO"
    )
    assert shown(strict) == "True True True True False False"


def test_https_answers_carry_the_strict_headers() -> None:
    code = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django; django.setup()
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
secure = RequestFactory().get("/", secure=True, headers={"host": "steward.example"})
plain = RequestFactory().get("/", headers={"host": "steward.example"})
answer = SecurityMiddleware(lambda request: HttpResponse())
print(answer(secure)["Strict-Transport-Security"], answer(plain).status_code, answer(plain)["Location"])
"""
    result = run(code)
    assert result.stdout.strip() == "max-age=31536000; includeSubDomains 301 https://steward.example/", result.stderr


@pytest.mark.parametrize("needed", ["django.views.static", "zeal"])
def test_nothing_for_tests_is_installed(needed: str) -> None:
    assert needed not in shown("s.INSTALLED_APPS")


def test_logs_are_json_and_hold_neither_addresses_nor_codes() -> None:
    code = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django; django.setup()
import json, logging, structlog
structlog.get_logger("ours").warning("mail.failed", to="person@council.example", code="ABC123", key=7)
logging.getLogger("theirs").warning("could not reach %s", "person@council.example")
try:
    raise ValueError("no person@council.example at /rounds/join/Ab3dEfGh1jKlMnOpQrStUvWxYz0123456789-_abcde/")
except ValueError:
    structlog.get_logger("ours").exception("job.failed", job=9, who=["person@council.example"])
structlog.get_logger("ours").warning("task", id="8c5f4b1e-0d7a-4b61-9a3c-1f2e3d4c5b6a")
"""
    result = run(code)
    lines = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
    parsed = [json.loads(line) for line in lines]
    assert [line["level"] for line in parsed] == ["warning", "warning", "error", "warning"]
    assert parsed[0]["key"] == 7
    assert "council.example" not in "".join(lines)
    assert "ABC123" not in "".join(lines)
    assert "Ab3dEfGh" not in "".join(lines)
    assert "ValueError" in parsed[2]["exception"]
    assert parsed[3]["id"].startswith("8c5f4b1e")
