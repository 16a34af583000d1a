"""`import_adoption`: the published layouts one after the other, against plain counting of the files."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from missions.adoption.models import AdoptionEvent
from missions.core.models import AuditRow
from missions.interventions.models import Intervention
from tests.making import make_council, make_event, make_intervention, make_mission
from tests.shared import DATA, lines, needs_records

pytestmark = pytest.mark.django_db
LIVE = "start-date,organisation,product,adoption-status,documentation-url\n"
SNAPSHOTS = "snapshot,commit,organisation,product,adoption-status,start-date\n"
ONBOARDING = "local-authority-code,name,first-configured,removed,commit\n"
SOURCES = "source,collection,documentation-url,endpoint,licence,organisation,pipelines,entry-date,start-date,end-date\n"


@pytest.fixture
def planx() -> Intervention:
    return make_intervention(make_mission("planning"), slug="planx", name="PlanX")


@pytest.fixture(autouse=True)
def councils() -> None:
    for code in ("AAA", "BBB"):
        known(code)


def known(code: str) -> None:
    make_council(code)


def run(path: Path, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_adoption", str(path), json=True, stdout=out, **{"intervention": "planx", **options})
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def sent(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def stages() -> list[tuple[str, str]]:
    """Stages that count now, by day."""
    events = AdoptionEvent.objects.filter(superseded_by=None).order_by("happened_on", "pk")
    return [(event.stage, event.happened_on.isoformat()) for event in events]


def test_a_second_run_changes_nothing(planx: Intervention, tmp_path: Path) -> None:
    file = sent(tmp_path, ONBOARDING + "AAA,Ayton,2021-12-15,2024-11-19,c\n")
    keys = {"created": 2, "unchanged": 0, "superseded": 0, "refused": [], "total": 2, "lines": 1}
    assert run(file) == keys
    assert run(file) == {**keys, "created": 0, "unchanged": 2}
    assert AuditRow.objects.filter(action="adoption.import").count() == 1


def test_absence_from_a_later_list_is_not_leaving(planx: Intervention, tmp_path: Path) -> None:
    run(sent(tmp_path, SNAPSHOTS + "2025-01-17,x,local-authority:AAA,planx,interested,\n"))
    result = run(sent(tmp_path, SNAPSHOTS + "2025-02-17,x,local-authority:BBB,planx,interested,\n"))
    assert (result["created"], result["superseded"]) == (1, 0)
    assert stages() == [("aware", "2025-01-17"), ("aware", "2025-02-17")]


def test_a_changed_day_supersedes_with_a_reason(planx: Intervention, tmp_path: Path) -> None:
    run(sent(tmp_path, LIVE + "2022-08-01,local-authority:AAA,planx,live,\n"))
    result = run(sent(tmp_path, LIVE + "2022-09-01,local-authority:AAA,planx,live,\n"))
    assert (result["created"], result["superseded"]) == (0, 1)
    assert stages() == [("live", "2022-09-01")]
    assert AdoptionEvent.objects.exclude(supersedes=None).get().correction_reason


def test_a_correction_by_hand_stands(planx: Intervention, tmp_path: Path) -> None:
    file = sent(tmp_path, LIVE + "2022-08-01,local-authority:AAA,planx,live,\n")
    run(file)
    first = AdoptionEvent.objects.get()
    make_event(
        planx,
        first.organisation,
        "piloting",
        happened_on=dt.date(2022, 8, 1),
        supersedes=first,
        source="verified",
        source_reference=f"{first.source_reference}#2",
        correction_reason="Only a pilot.",
    )
    assert run(file)["unchanged"] == 1
    assert stages() == [("piloting", "2022-08-01")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_lists_may_come_in_any_order(planx: Intervention, tmp_path: Path, order: tuple[int, int]) -> None:
    """A snapshot says “guidance” of a council that had been live for years by another list."""
    texts = (
        LIVE + "2022-08-01,local-authority:AAA,planx,live,\n",
        SNAPSHOTS + "2025-01-17,x,local-authority:AAA,planx,guidance,\n",
    )
    for index in (*order, *order):
        run(sent(tmp_path, texts[index]))
    assert {stage for stage, _ in stages()} == {"live"}
    assert {day for _, day in stages()} == {"2022-08-01"}
    before = AdoptionEvent.objects.count()
    for text in texts:
        assert run(sent(tmp_path, text))["unchanged"] == 1
    assert AdoptionEvent.objects.count() == before


def test_what_cannot_be_read_is_refused_with_its_line(planx: Intervention, tmp_path: Path) -> None:
    text = SNAPSHOTS + "\n".join(
        [
            "2025-01-17,x,local-authority:AAA,planx,interested,",
            "2025-01-17,x,local-authority:ZZZ,planx,interested,",
            "2025-01-17,x,local-authority:BBB,planx,dreaming,",
            "2025-13-17,x,local-authority:BBB,planx,interested,",
        ]
    )
    result = run(sent(tmp_path, text))
    assert [(item["line"], item["code"]) for item in result["refused"]] == [
        (3, "local-authority:ZZZ"),
        (4, "local-authority:BBB"),
        (5, "local-authority:BBB"),
    ]
    assert (result["created"], result["total"]) == (1, 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,day\nA,B\n", "column headings are missing"),
        (LIVE + "2022-08-01,local-authority:AAA,bops,live,\n2022-08-01,local-authority:AAA,dsn/dpr,live,\n", "several products"),
        ("", "empty"),
    ],
)
def test_a_file_of_which_nothing_can_be_told_is_refused_whole(planx: Intervention, tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(sent(tmp_path, text))
    assert not AdoptionEvent.objects.exists()


def test_one_data_set_of_several_and_councils_only(planx: Intervention, tmp_path: Path) -> None:
    rows = [
        "s,tree,,abc,,local-authority:AAA,p,2022-02-01,,",
        "s,tree,,,,local-authority:BBB,p,2022-02-01,,",
        "s,area,,abc,,local-authority:BBB,p,2022-02-01,,",
        "s,tree,,abc,,national-park-authority:Q1,p,2022-02-01,,",
    ]
    file = sent(tmp_path, SOURCES + "\n".join(rows))
    with pytest.raises(CommandError, match="several data sets"):
        run(file)
    assert run(file, dataset="tree")["created"] == 1
    with pytest.raises(CommandError, match="holds no data set"):
        run(file, dataset="hedge")


@needs_records
def test_the_published_lists_are_counted(planx: Intervention) -> None:
    folder = "04_adoption/"
    onboarded = lines(f"{folder}planx_onboarding.csv")
    live = {line["organisation"] for line in lines(f"{folder}product_adoption.csv") if line["product"] == "planx"}
    sources = lines(f"{folder}planning_data_sources.csv")
    publish = {
        line["organisation"]
        for line in sources
        if line["collection"] == "article-4-direction"
        and line["endpoint"]
        and line["organisation"].startswith("local-authority:")
    }
    codes = {code for line in onboarded for code in line["local-authority-code"].split(";")}
    codes |= {name.partition(":")[2] for name in live | publish}
    for code in codes - {"AAA", "BBB"}:
        known(code)
    removed = [line for line in onboarded if line["removed"]]
    first = run(DATA / f"{folder}planx_onboarding.csv")
    assert first["created"] == sum(len(line["local-authority-code"].split(";")) for line in onboarded) + len(removed)
    braintree = AdoptionEvent.objects.filter(organisation__code="BRA").order_by("happened_on")
    assert [event.stage for event in braintree] == ["piloting", "stopped"]
    assert braintree[1].happened_on.isoformat() == next(
        line["removed"] for line in removed if line["local-authority-code"] == "BRA"
    )
    assert run(DATA / f"{folder}product_adoption.csv")["created"] == len(live)
    make_intervention(planx.mission, slug="article-4", name="Article 4")
    options = {"intervention": "article-4", "dataset": "article-4-direction"}
    assert run(DATA / f"{folder}planning_data_sources.csv", **options)["created"] == len(publish)
    again = run(DATA / f"{folder}planning_data_sources.csv", **options)
    assert (again["created"], again["unchanged"], again["superseded"]) == (0, len(publish), 0)
