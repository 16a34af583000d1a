"""The layout of the published award list, for tests that import one."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from funding.models import Fund
from missions.stewardship.models import Mission
from tests import making

HEADER = "award,start-date,fund,intervention,amount,organisation,organisations,documentation-url,notes"
GOOD = "1,2024-02-01,round-1,,100,AAA,,,"


def make_listed_mission() -> Mission:
    """With two councils and a fund."""
    mission = making.make_mission("digital-planning")
    making.make_council("AAA", name="Ayton")
    making.make_council("BBB", name="Beeton")
    Fund.objects.create(mission=mission, slug="round-1", name="Round 1")
    return mission


def write(folder: Path, *rows: str, name: str = "awards.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return path


def run(path: Path, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("import_awards", str(path), json=True, stdout=out, **options)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def counts(report: dict[str, Any]) -> tuple[int, int, int]:
    return report["created"], report["updated"], report["unchanged"]


def reasons(report: dict[str, Any]) -> dict[int, str]:
    return {item["line"]: item["reason"] for item in report["refused"]}
