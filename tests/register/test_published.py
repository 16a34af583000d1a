"""The published register of the UK, trap by trap, against plain reading of its CSV."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from missions.core.files import keep
from missions.register.actions import import_organisations
from missions.register.finding import Finder
from missions.register.importers import read_planning_bodies
from missions.register.models import AlternativeName, Identifier, Organisation, Succession
from tests.shared import DATA, lines, needs_records

pytestmark = [needs_records, pytest.mark.django_db]
REGISTER = DATA / "01_register"
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The whole file, loaded once; undone at the end of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


def load() -> dict[str, Any]:
    out = StringIO()
    call_command(
        "import_register",
        str(REGISTER / "local_authorities.csv"),
        links=REGISTER / "reorganisation_links_2019_2021.csv",
        crosswalk=REGISTER / "code_crosswalk.csv",
        json=True,
        stdout=out,
    )
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def listed() -> dict[str, dict[str, str]]:
    return {line["local-authority-code"]: line for line in lines("01_register/local_authorities.csv")}


def day(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None


def test_every_authority_is_there_once(register: dict[str, Any]) -> None:
    assert (register["created"], register["refused"], register["total"]) == (470, [], 470)
    assert set(Organisation.objects.values_list("code", flat=True)) == set(listed())


def test_a_second_run_changes_nothing(register: dict[str, Any]) -> None:
    kinds = (Organisation, Identifier, AlternativeName, Succession)
    before = [kind._default_manager.count() for kind in kinds]
    again = load()
    assert (again["created"], again["updated"], again["unchanged"], again["ended"]) == (0, 0, 470, 0)
    assert [kind._default_manager.count() for kind in kinds] == before


def test_both_conventions_of_end_dates_come_to_the_first_of_april(register: dict[str, Any]) -> None:
    """2019 and 2020 closed on 31 March; 2021 and 2023 “closed” on 1 April, the day on which the successor starts."""
    rows = listed()
    for code, ends_on in Organisation.objects.filter(ends_on__isnull=False).values_list("code", "ends_on"):
        end = day(rows[code]["end-date"])
        assert end is not None
        assert ends_on == (end if (end.month, end.day) == (4, 1) else end + ONE_DAY), code
    ended = Counter(Organisation.objects.filter(ends_on__gte="2019-01-01").values_list("ends_on", flat=True))
    assert set(ended) == {dt.date(year, 4, 1) for year in (2019, 2020, 2021, 2023)}


def test_no_council_and_its_successor_are_both_counted_on_any_boundary(register: dict[str, Any]) -> None:
    for link in Succession.objects.select_related("predecessor", "successor"):
        assert not link.predecessor.holds_on(link.vests_on), link
        assert link.predecessor.holds_on(link.vests_on - ONE_DAY), link


def test_start_dates_are_kept_and_empty_ones_stay_unknown(register: dict[str, Any]) -> None:
    starts = dict(Organisation.objects.values_list("code", "starts_on"))
    assert starts == {code: day(line["start-date"]) for code, line in listed().items()}


def test_every_successor_is_linked_several_for_a_split(register: dict[str, Any]) -> None:
    expected = {
        (code, successor.strip())
        for code, line in listed().items()
        for successor in line["replaced-by"].split(",")
        if successor.strip()
    }
    links = set(Succession.objects.values_list("predecessor__code", "successor__code"))
    assert links == expected
    split = Counter(code for code, _ in links)
    assert {code for code, times in split.items() if times > 1} >= {"CMA", "NTH"}
    assert not Succession.objects.filter(population_share__isnull=False).exists()


def test_the_links_file_names_no_link_that_is_missing(register: dict[str, Any]) -> None:
    links = set(Succession.objects.values_list("predecessor__code", "successor__code"))
    named = {(line["predecessor"], line["successor"]) for line in lines("01_register/reorganisation_links_2019_2021.csv")}
    assert named <= links


def test_surrey_is_planned_and_nothing_ends_before_its_day(register: dict[str, Any]) -> None:
    planned = lines("01_register/reorganisation_planned_surrey_2027.csv")
    old, new = {line["predecessor"] for line in planned}, {line["successor"] for line in planned}
    out, files = StringIO(), (REGISTER / "local_authorities.csv", REGISTER / "reorganisation_planned_surrey_2027.csv")
    call_command("import_register", str(files[0]), links=files[1], json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert (told["created"], told["ended"], told["refused"]) == (len(new), 0, [])
    links = Succession.objects.filter(successor__code__in=new)
    assert set(links.values_list("predecessor__code", "successor__code", "status", "vests_on", "population_share")) == {
        (line["predecessor"], line["successor"], line["status"], day(line["successor-start-date"]), None) for line in planned
    }
    assert links.values("reorganisation").distinct().count() == 1
    assert not Organisation.objects.filter(code__in=old, ends_on__isnull=False).exists()
    assert not Identifier.objects.filter(organisation__code__in=new, scheme="gss").exists()
    for on, expected in ((dt.date(2027, 3, 31), old), (dt.date(2027, 4, 1), new)):
        assert set(Organisation.objects.as_at(on).filter(code__in=old | new).values_list("code", flat=True)) == expected
    call_command("import_register", str(files[0]), links=files[1], json=True, stdout=(again := StringIO()))
    assert [json.loads(again.getvalue())[name] for name in ("created", "updated", "ended")] == [0, 0, 0]


def test_northern_irish_districts_that_ended_have_no_successor(register: dict[str, Any]) -> None:
    ended = Organisation.objects.filter(nation="Northern Ireland", ends_on__isnull=False)
    expected = [code for code, line in listed().items() if line["end-date"] == "2015-03-31" and not line["replaced-by"]]
    assert set(ended.values_list("code", flat=True)) == set(expected)
    assert set(ended.values_list("ends_on", flat=True)) == {dt.date(2015, 4, 1)}
    assert not Succession.objects.filter(predecessor__in=ended).exists()


def test_the_chain_of_taunton(register: dict[str, Any]) -> None:
    links = Succession.objects.filter(predecessor__code__in=("TAU", "WSO", "SWT"))
    assert set(links.values_list("predecessor__code", "successor__code", "vests_on")) == {
        ("TAU", "SWT", dt.date(2019, 4, 1)),
        ("WSO", "SWT", dt.date(2019, 4, 1)),
        ("SWT", "SMT", dt.date(2023, 4, 1)),
    }
    middle = Organisation.objects.get(code="SWT")
    assert (middle.starts_on, middle.ends_on) == (dt.date(2019, 4, 1), dt.date(2023, 4, 1))


def test_old_and_new_north_yorkshire_are_two_councils_and_the_name_alone_finds_neither(register: dict[str, Any]) -> None:
    old, new = Organisation.objects.get(code="NYK"), Organisation.objects.get(code="NYE")
    assert old.ends_on == new.starts_on == dt.date(2023, 4, 1)
    assert Finder().name("North Yorkshire") is None


def test_every_published_spelling_finds_its_council_unless_two_share_it(register: dict[str, Any]) -> None:
    named: dict[str, set[str]] = {}
    for line in lines("01_register/name_to_code.csv"):
        named.setdefault(line["la-name"].strip().lower(), set()).add(line["local-authority-code"])
    finder, codes = Finder(), dict(Organisation.objects.values_list("pk", "code"))
    shared = {name for name, who in named.items() if len(who) > 1}
    assert shared >= {"somerset", "north yorkshire"}
    assert {name for name in shared if finder.name(name) is not None} == set()
    lost = {name for name, who in named.items() if len(who) == 1 and codes.get(finder.name(name) or 0) not in who}
    assert lost == {"rhondda,cynon,taff"}  # commas without spaces: nothing tells it from three names


def test_combined_authorities_and_the_gla_are_not_councils(register: dict[str, Any]) -> None:
    strategic = {code for code, line in listed().items() if line["local-authority-type"] in ("COMB", "SRA")}
    assert "GLA" in strategic
    assert set(Organisation.objects.exclude(kind="council").values_list("code", flat=True)) == strategic


def test_ten_organisations_are_found_by_their_codes_in_planning_data(register: dict[str, Any]) -> None:
    finder, codes = Finder(), dict(Organisation.objects.values_list("pk", "code"))
    other = {
        row["organisation"]: row["mysociety-code"] for row in lines("01_register/code_crosswalk.csv") if row["same-code"] != "yes"
    }
    known = {reference: code for reference, code in other.items() if code}
    assert {"local-authority:SUA": "SMT", "local-authority:NYUA": "NYE", "local-authority:CUA": "CBD"}.items() <= known.items()
    assert {reference: codes.get(finder.reference(reference) or 0) for reference in known} == known


def test_every_gss_code_that_is_published_finds_its_council(register: dict[str, Any]) -> None:
    finder, codes = Finder(), dict(Organisation.objects.values_list("pk", "code"))
    rows = listed()
    for code, line in rows.items():
        for gss in [line["gss-code"], *line["former-gss-codes"].split(",")]:
            if gss.strip():
                assert codes[finder.gss(gss.strip()) or 0] == code, gss


def test_councils_that_exist_on_a_day(register: dict[str, Any]) -> None:
    types = {"NMD", "UA", "MD", "LBO", "CC"}
    exist = Organisation.objects.as_at(dt.date(2024, 12, 31)).councils().filter(nation="England").exclude(council_type="county")
    expected = [
        code
        for code, line in listed().items()
        if line["nation"] == "England"
        and line["local-authority-type"] in types
        and (line["start-date"] or "0") <= "2024-12-31"
        and (not line["end-date"] or line["end-date"] > "2024-12-31")
    ]
    assert exist.count() == len(expected) == 296


def test_planning_data_starts_some_councils_a_year_early_and_the_register_keeps_its_own_day(register: dict[str, Any]) -> None:
    """North and West Northamptonshire: 2020-04-01 in planning data, 2021-04-01 in the register, which is the day of the law."""
    differ = {
        row["mysociety-code"]: (row["planning-data-start-date"], row["mysociety-start-date"])
        for row in lines("01_register/code_crosswalk.csv")
        if row["planning-data-start-date"] and row["mysociety-start-date"]
        if row["planning-data-start-date"] != row["mysociety-start-date"]
    }
    assert {code: differ[code] for code in ("NNT", "WNT")} == dict.fromkeys(("NNT", "WNT"), ("2020-04-01", "2021-04-01"))
    for code, (_, ours) in differ.items():
        assert Organisation.objects.get(code=code).starts_on == day(ours), code
    both = Organisation.objects.filter(code__in=("NTH", "NNT", "WNT"))
    for on, expected in ((dt.date(2021, 3, 31), {"NTH"}), (dt.date(2021, 4, 1), {"NNT", "WNT"})):
        assert set(both.as_at(on).values_list("code", flat=True)) == expected


def test_surrey_has_a_shadow_year_in_which_the_old_councils_are_responsible(register: dict[str, Any]) -> None:
    """Its successors are elected on 7 May 2026 and take over on 1 April 2027: until then they answer for nobody."""
    planned = lines("01_register/reorganisation_planned_surrey_2027.csv")
    old, new = {line["predecessor"] for line in planned}, {line["successor"] for line in planned}
    files = (REGISTER / "local_authorities.csv", REGISTER / "reorganisation_planned_surrey_2027.csv")
    call_command("import_register", str(files[0]), links=files[1], json=True, stdout=StringIO())
    surrey = Organisation.objects.filter(code__in=old | new)
    for on in (dt.date(2026, 5, 6), dt.date(2026, 5, 7), dt.date(2027, 3, 31)):
        assert set(surrey.as_at(on).councils().values_list("code", flat=True)) == old
    assert set(surrey.filter(code__in=new).values_list("starts_on", flat=True)) == {dt.date(2027, 4, 1)}
    out = StringIO()
    call_command("organisation", "ESY", as_at=dt.date(2026, 5, 7), json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert (told["exists"], told["starts_on"]) == (False, "2027-04-01")


@pytest.mark.parametrize(
    ("file", "prefix", "type_code", "some"),
    [
        ("planning_data_national-park-authority.csv", "national-park-authority", "NPARK", 1),
        ("planning_data_development-corporation.csv", "development-corporation", "DEVCORP", 1),
    ],
)
def test_planning_bodies_mostly_lack_a_first_day_and_none_is_made_up(file: str, prefix: str, type_code: str, some: int) -> None:
    published = lines(f"01_register/{file}")
    rows, problems = read_planning_bodies((REGISTER / file).read_bytes(), prefix=prefix, type_code=type_code)
    assert problems == []
    assert {row.code: row.starts_on for row in rows} == {line["reference"]: day(line["start-date"]) for line in published}
    empty = sum(not line["start-date"] for line in published)
    assert len(published) > empty >= some
    import_organisations(by=None, rows=rows, source=keep(file, b""))
    stored = Organisation.objects.in_bulk([line["reference"] for line in published], field_name="code")
    assert len(stored) == len(published)
    for line in published:
        body, last = stored[line["reference"]], day(line["end-date"])
        assert body.ends_on == (last + ONE_DAY if last else None)
        assert (body in Organisation.objects.as_at(dt.date(1900, 1, 1))) is (not line["start-date"])
        assert not body.is_council


def test_the_published_file_with_one_of_its_lines_twice_refuses_the_second(tmp_path: Path) -> None:
    published = (REGISTER / "local_authorities.csv").read_text(encoding="utf-8").rstrip("\n")
    path = tmp_path / "twice.csv"
    last = published.rsplit("\n", 1)[1]
    path.write_text(f"{published}\n{last}\n", encoding="utf-8")
    out = StringIO()
    call_command("import_register", str(path), json=True, dry_run=True, stdout=out)
    told = json.loads(out.getvalue())
    assert [(item["line"], item["code"]) for item in told["refused"]] == [(472, last.split(",", 1)[0])]
    assert "stands in line 471 already" in told["refused"][0]["reason"]
    assert (told["created"] + told["updated"] + told["unchanged"], told["total"]) == (470, 471)


def test_the_published_file_with_a_byte_that_no_encoding_has_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes((REGISTER / "local_authorities.csv").read_bytes().replace(b"Adur", b"Ad\x81\x8dur", 1))
    before = Organisation.objects.count()
    with pytest.raises(CommandError, match="Line 5 holds a character that can’t be read"):
        call_command("import_register", str(path), json=True, stdout=StringIO())
    assert Organisation.objects.count() == before
