"""compose.yaml, the image and the settings' table say the same as the settings themselves."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "env.py"))
NAMES = set(re.findall(r"env\.(?:text|flag|number|words)\(\s*\"([A-Z_]+)\"", SETTINGS))
NEEDED = {"SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "EMAIL_HOST"}
PRODUCT = ("migrate", "web", "worker", "scheduler")


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def start(**env: str) -> subprocess.CompletedProcess[str]:
    """Loads the settings in a process that knows nothing else."""
    program = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(program, cwd=ROOT, env={"PATH": os.environ["PATH"], **env}, capture_output=True, text=True, check=False)


COMPLETE = {
    "SECRET_KEY": "x" * 50,
    "SITE_URL": "https://steward.example",
    "ALLOWED_HOSTS": "steward.example",
    "DATABASE_URL": "postgres://steward:x@postgres:5432/steward",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_HOST": "smtp.example",
}


def test_settings_start_with_what_is_needed_and_no_more() -> None:
    assert set(COMPLETE) == NEEDED
    assert start(**COMPLETE).returncode == 0


@pytest.mark.parametrize("service", PRODUCT)
def test_compose_passes_every_setting_that_is_needed(compose: Any, service: str) -> None:
    passed = compose["services"][service]["environment"]
    assert set(passed) >= NEEDED
    assert set(passed) <= NAMES


def test_only_web_processes_pool_connections(compose: Any) -> None:
    assert [name for name in PRODUCT if "DATABASE_POOL" in compose["services"][name]["environment"]] == ["web"]


def test_no_secret_has_a_default(compose: Any) -> None:
    text = (ROOT / "compose.yaml").read_text()
    assert len(re.findall(r"\$\{(?:SECRET_KEY|POSTGRES_PASSWORD):\?", text)) == len(
        re.findall(r"\$\{(?:SECRET_KEY|POSTGRES_PASSWORD)", text)
    )


def test_everything_waits_for_the_migration_and_has_a_health_check(compose: Any) -> None:
    services = compose["services"]
    for name in ("web", "worker", "scheduler"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert {name for name, service in services.items() if "healthcheck" in service} == set(services) - {"migrate"}


def test_the_table_of_settings_is_complete() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (yes)? ?\|", (ROOT / "docs" / "deploy.md").read_text(), re.MULTILINE)
    assert {name for name, _ in rows} == NAMES
    assert {name for name, needed in rows if needed} == NEEDED


def test_the_image_copies_every_part_of_the_product() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    for part in ("manage.py", "config", "missions", "codesign", "funding", "templates", "static", "requirements/base.txt"):
        assert re.search(rf"^COPY .*\b{re.escape(part)}", dockerfile, re.MULTILINE), part
    assert re.search(r"^USER steward$", dockerfile, re.MULTILINE)


@pytest.mark.slow
def test_static_files_collect_with_a_manifest(tmp_path: Path) -> None:
    code = f"from config.settings import *; STATIC_ROOT = {str(tmp_path / 'static')!r}"
    (tmp_path / "collecting.py").write_text(code)
    env = {**COMPLETE, "PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "collecting"}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "static" / "staticfiles.json").exists()
