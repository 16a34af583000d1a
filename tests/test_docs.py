"""What the documents say is so: links lead somewhere, commands exist, nothing of one machine or registry is named."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from missions.core.registries import erasure, evidence, gaps, reminders, search, succession

ROOT = Path(__file__).resolve().parent.parent
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_make_targets_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)(?:PORT=\d+ )?make ([a-z-]+)", path.read_text(), re.MULTILINE)) <= targets


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_commands_exist(path: Path) -> None:
    assert set(re.findall(r"manage\.py ([a-z0-9_]+)", path.read_text())) <= set(get_commands())


def test_no_registry_and_no_path_of_this_machine_is_named() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    hosts = re.compile(r"pypi\.|pythonhosted|registry\.npm|deb\.debian|/work/(main|shared)|/root/", re.IGNORECASE)
    found = []
    for name in filter(None, tracked):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".txt", ".toml", ".json", ".yaml", ".in", ".html", ""} and path.is_file():
            found += [name for line in path.read_text(errors="ignore").splitlines() if hosts.search(line)]
    assert set(found) <= {"tests/test_docs.py"}


def test_every_registry_is_filled() -> None:
    assert all(registry.names() for registry in (succession, erasure, gaps, reminders, evidence, search))
