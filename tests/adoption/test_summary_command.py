"""`adoption_summary` for a whole mission."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.making import make_council, make_event, make_intervention, make_mission

pytestmark = pytest.mark.django_db


def told(*args: str, **options: object) -> str:
    out = io.StringIO()
    call_command("adoption_summary", *args, as_at=dt.date(2026, 2, 1), stdout=out, **options)
    return out.getvalue()


def test_a_mission_without_a_named_intervention_is_told_whole_the_headline_first() -> None:
    mission = make_mission("planning")
    tool = make_intervention(mission, slug="a-tool", name="A tool")
    standard = make_intervention(mission, slug="standard", name="Standard", is_headline=True)
    councils = [make_council() for _ in range(3)]
    make_event(standard, councils[0], "live", happened_on=dt.date(2026, 1, 10))
    make_event(standard, councils[1], "aware", happened_on=dt.date(2026, 1, 10))
    make_event(tool, councils[2], "piloting", happened_on=dt.date(2026, 1, 10))
    found = json.loads(told("planning", json=True))
    assert [each["intervention"] for each in found["interventions"]] == ["standard", "a-tool"]
    assert {key: found[key] for key in ("intervention", "councils_exist", "adopted")} == {
        "intervention": "standard",
        "councils_exist": 3,
        "adopted": 1,
    }
    assert [each["stages"]["piloting"] for each in found["interventions"]] == [0, 1]
    lines = told("planning").splitlines()
    assert lines[0] == "Standard"
    assert "A tool" in lines
    assert "    1  Live" in lines
    assert lines.count("    3  councils on 2026-02-01") == 2


def test_a_mission_that_has_none_is_refused_in_words() -> None:
    make_mission("empty")
    for mission in ("empty", "nowhere"):
        with pytest.raises(CommandError, match=f"No mission “{mission}” with an intervention"):
            told(mission)
