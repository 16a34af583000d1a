"""Published records of adoption and their traps, on small tables written by hand."""

import datetime as dt

from missions.adoption.importers import read_products, read_sources
from missions.adoption.rows import EventRow
from missions.adoption.stages import PUBLISHED_WORDS, Stage

SOURCES = "source,collection,documentation-url,endpoint,licence,organisation,pipelines,entry-date,start-date,end-date\n"
LIVE = "start-date,organisation,product,adoption-status,documentation-url\n"
SNAPSHOTS = "snapshot,commit,organisation,product,adoption-status,start-date\n"
ONBOARDING = "local-authority-code,name,first-configured,removed,commit\n"
COLLECTIONS = {"article-4-direction": "article-4-direction"}


def sources(*lines: str) -> list[EventRow]:
    rows, problems = read_sources((SOURCES + "\n".join(lines)).encode(), COLLECTIONS)
    assert problems == []
    return rows


def line(
    organisation: str, entered: str, *, endpoint: str = "abc", end: str = "", collection: str = "article-4-direction"
) -> str:
    return f"s,{collection},,{endpoint},,{organisation},p,{entered},2001-01-01,{end}"


def products(live: str = "", snapshots: str = "", onboarding: str = "") -> list[tuple[str, str, str, str]]:
    rows, problems = read_products((LIVE + live).encode(), (SNAPSHOTS + snapshots).encode(), (ONBOARDING + onboarding).encode())
    assert problems == []
    return [
        (row.intervention, row.organisation.removeprefix("local-authority:"), row.stage, row.happened_on.isoformat())
        for row in rows
    ]


def test_a_source_without_endpoint_is_a_placeholder() -> None:
    assert sources(line("local-authority:AAA", "2021-08-31T16:13:35Z", endpoint="")) == []


def test_data_that_the_department_found_is_not_a_council_publishing() -> None:
    assert sources(line("government-organisation:D1342", "2021-08-31T16:13:35Z")) == []


def test_the_first_entry_counts_and_an_end_is_only_a_change_of_source() -> None:
    rows = sources(
        line("local-authority:AAA", "2024-05-01T10:00:00Z"),
        line("local-authority:AAA", "2022-02-01T10:00:00Z", end="2024-04-30"),
        line("local-authority:AAA", "2021-01-01T10:00:00Z", endpoint=""),
    )
    assert [(row.stage, row.happened_on) for row in rows] == [("live", dt.date(2022, 2, 1))]


def test_the_entry_date_counts_and_not_the_start_date() -> None:
    assert sources(line("local-authority:AAA", "2022-02-01"))[0].happened_on == dt.date(2022, 2, 1)


def test_a_moment_is_a_day_in_london() -> None:
    assert sources(line("local-authority:AAA", "2022-06-30T23:30:00Z"))[0].happened_on == dt.date(2022, 7, 1)


def test_collections_that_nobody_asked_for_are_left_out() -> None:
    assert sources(line("local-authority:AAA", "2022-02-01", collection="tree")) == []


def test_a_park_and_a_corporation_publish_for_themselves() -> None:
    rows = sources(line("national-park-authority:Q1", "2022-02-01"), line("development-corporation:Q2", "2022-02-01"))
    assert len(rows) == 2


def test_an_unreadable_moment_is_told_with_its_line() -> None:
    rows, problems = read_sources((SOURCES + line("local-authority:AAA", "2021-13-01T00:00:00Z")).encode(), COLLECTIONS)
    assert (rows, [(problem.line, problem.column) for problem in problems]) == ([], [(2, "entry-date")])


def test_a_product_s_published_name_is_mapped() -> None:
    assert products(live="2023-01-01,local-authority:AAA,dsn/dpr,live,\n") == [
        ("digital-planning-register", "AAA", "live", "2023-01-01")
    ]


def test_a_council_that_vanishes_from_a_snapshot_has_not_left() -> None:
    found = products(
        snapshots="2025-01-17,x,local-authority:AAA,planx,interested,\n2025-02-17,x,local-authority:BBB,planx,planning,\n"
    )
    assert ("planx", "AAA", "aware", "2025-01-17") in found
    assert all(stage != "stopped" for _, _, stage, _ in found)


def test_a_snapshot_that_says_less_than_is_known_is_left_out() -> None:
    found = products(
        live="2022-08-01,local-authority:AAA,planx,live,\n",
        snapshots="2025-01-17,x,local-authority:AAA,planx,guidance,\n2025-01-17,x,local-authority:AAA,planx,live,\n",
        onboarding="AAA,Ayton,2021-05-19,,c\n",
    )
    assert found == [("planx", "AAA", "piloting", "2021-05-19"), ("planx", "AAA", "live", "2022-08-01")]


def test_configured_is_not_live_and_removed_is_a_real_drop_out() -> None:
    assert products(onboarding="BBB,Braintree,2021-12-01,2024-11-05,c\n") == [
        ("planx", "BBB", "piloting", "2021-12-01"),
        ("planx", "BBB", "stopped", "2024-11-05"),
    ]


def test_a_joint_service_is_each_of_its_councils() -> None:
    assert [code for _, code, *_ in products(onboarding="AAA;BBB,Joint,2022-03-01,,c\n")] == ["AAA", "BBB"]


def test_a_council_that_comes_back_after_leaving_is_live_again() -> None:
    found = products(live="2025-01-01,local-authority:AAA,planx,live,\n", onboarding="AAA,Ayton,2021-05-19,2023-01-01,c\n")
    assert [stage for _, _, stage, _ in found] == ["piloting", "stopped", "live"]


def test_the_source_s_own_word_is_kept() -> None:
    rows, _ = read_products(
        LIVE.encode(), (SNAPSHOTS + "2025-01-17,x,local-authority:AAA,bops,adopting,\n").encode(), ONBOARDING.encode()
    )
    assert [(row.word, row.stage) for row in rows] == [("adopting", "committed")]


def test_every_published_word_has_one_of_our_stages() -> None:
    assert set(PUBLISHED_WORDS.values()) <= set(Stage)
    ladder = [PUBLISHED_WORDS[word] for word in ("interested", "planning", "onboarding", "submission")]
    assert ladder == sorted(ladder, key=list(Stage).index)
