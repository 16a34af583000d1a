"""`manage.py import_deployments`: what it does with good lists, broken lines and files that are none."""

import datetime as dt
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from missions.core.models import AuditRow, StoredFile
from missions.market import actions
from missions.market.models import Deployment, MarketAnswer, MarketList, Product
from missions.register.models import Identifier, Organisation
from tests.making import make_council, make_mission, make_supplier

pytestmark = pytest.mark.django_db
HEADER = "lpa,system,portal-url,observed-on,body-kind,local-authority-code,predecessor-area-code,code-matched-by"
DAY = dt.date(2025, 2, 20)


@pytest.fixture
def sent(tmp_path: Path) -> Any:
    """Imports lines or bytes as a file; returns the printed JSON."""

    def send(
        *lines: str, content: bytes | None = None, name: str = "list.csv", service: str = "Planning", **options: Any
    ) -> dict[str, Any]:
        path = tmp_path / name
        path.write_bytes("\n".join([HEADER, *lines]).encode() if content is None else content)
        out = StringIO()
        call_command("import_deployments", str(path), service=service, json=True, stdout=out, stderr=StringIO(), **options)
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    return send


def counts(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(found[name] for name in ("created", "updated", "unchanged", "ended", "total"))


def reasons(found: dict[str, Any]) -> dict[int, str]:
    return {item["line"]: item["reason"] for item in found["refused"]}


def runs(code: str) -> list[str]:
    return sorted(Deployment.objects.filter(council__code=code).values_list("product__name", flat=True))


def test_what_a_list_says_is_stored_with_where_it_comes_from(sent: Any) -> None:
    make_council("AYT")
    found = sent(
        "Ayton,Idox,https://a.example/portal,2025-02-20,council,AYT,,name", source="The list", source_url="https://l.example"
    )
    assert counts(found) == (1, 0, 0, 0, 1)
    deployment = Deployment.objects.select_related("product__supplier").get()
    assert (deployment.product.name, deployment.product.supplier.name) == ("Idox", "Idox")  # type: ignore[union-attr]
    assert (deployment.observed_on, deployment.last_seen_on, deployment.starts_on) == (DAY, DAY, None)
    assert (deployment.source, deployment.source_url) == ("The list", "https://l.example")
    assert (deployment.contract_ends_on, deployment.annual_cost, deployment.cost_answer) == (None, None, "unknown")


def test_a_second_run_changes_nothing(sent: Any) -> None:
    make_council("AYT")
    make_council("BEE")
    lines = ("Ayton,Idox,,2025-02-20,council,AYT,,", "Beeton,Custom,,2025-02-20,council,BEE,,")
    sent(*lines)
    before = list(Deployment.objects.values()), list(MarketAnswer.objects.values()), Organisation.objects.count()
    audited = AuditRow.objects.count()
    assert counts(sent(*lines)) == (0, 0, 2, 0, 2)
    assert (list(Deployment.objects.values()), list(MarketAnswer.objects.values()), Organisation.objects.count()) == before
    assert AuditRow.objects.count() == audited


def test_custom_is_an_unknown_supplier_and_a_dash_is_none(sent: Any) -> None:
    for code in ("AYT", "BEE", "CEE"):
        make_council(code)
    sent("A,Custom,,2025-02-20,council,AYT,,", "B,-,,2025-02-20,council,BEE,,", "C,Refused,,2025-02-20,council,CEE,,")
    kinds = dict(MarketAnswer.objects.values_list("council__code", "kind"))
    assert kinds == {"AYT": "unknown", "BEE": "none", "CEE": "refused"}
    assert not Product.objects.exists()


def test_a_portal_name_is_no_supplier(sent: Any) -> None:
    make_council("AYT")
    sent("A,SmartAdmin,,2025-02-20,council,AYT,,")
    assert Product.objects.get().supplier is None
    assert not Organisation.objects.filter(kind="supplier").exists()


def test_a_supplier_in_the_register_is_used_and_a_councils_code_never_is(sent: Any) -> None:
    make_council("AYT")
    make_council("NEC", name="Newcastle-under-Lyme")
    nec = make_supplier("nec", name="NEC")
    sent("A,Northgate,,2025-02-20,council,AYT,,")
    assert Product.objects.get().supplier == nec


def test_a_joint_service_is_one_line_for_two_councils(sent: Any) -> None:
    make_council("ADU")
    make_council("WOT")
    assert counts(sent("Adur & Worthing,Idox,,2025-02-20,joint service,ADU;WOT,,hand")) == (1, 0, 0, 0, 1)
    assert (runs("ADU"), runs("WOT")) == (["Idox"], ["Idox"])


def test_parts_of_a_merged_council_are_systems_side_by_side(sent: Any) -> None:
    make_council("SMT")
    for code in ("MEN", "SEG", "SSO"):
        make_council(code, ends_on=dt.date(2023, 4, 1))
    sent(
        'Somerset (Mendip),Idox,,2025-02-20,"council, part of its area",SMT,MEN,hand',
        'Somerset (Sedgemoor),Custom,,2025-02-20,"council, part of its area",SMT,SEG,hand',
        'Somerset (South Somerset),Idox,,2025-02-20,"council, part of its area",SMT,SSO,hand',
    )
    assert sorted(Deployment.objects.values_list("area", flat=True)) == ["MEN", "SSO"]
    assert MarketAnswer.objects.get().area == "SEG"


def test_bodies_that_are_no_councils_are_refused_by_name(sent: Any) -> None:
    make_council("GLA", kind="combined-authority", council_type="", name="Greater London")
    found = sent(
        "Dartmoor,SmartAdmin,,2025-02-20,national park,,,hand",
        "Jersey,Custom,,2025-02-20,crown dependency,,,hand",
        "London,Custom,,2025-02-20,regional data hub,GLA,,hand",
    )
    assert counts(found) == (0, 0, 0, 0, 3)
    assert [item["code"] for item in found["refused"]] == ["", "", "GLA"]
    assert "national park" in reasons(found)[2]
    assert "crown dependency" in reasons(found)[3]
    assert "Greater London is a combined or strategic authority" in reasons(found)[4]
    assert not MarketAnswer.objects.exists()


def test_a_council_goes_by_any_of_its_codes(sent: Any) -> None:
    council = make_council("SMT")
    Identifier.objects.create(organisation=council, scheme="planning-data", value="local-authority:SUA")
    Identifier.objects.create(organisation=council, scheme="gss", value="E06000066")
    for number, code in enumerate(("SUA", "local-authority:SUA", "E06000066", "smt"), start=1):
        sent(f"Somerset,Product {number},,2025-02-20,council,{code},,")
    assert len(runs("SMT")) == 4


def test_a_name_is_read_as_at_the_day_of_the_line(sent: Any) -> None:
    make_council("NYK", name="North Yorkshire", council_type="county", ends_on=dt.date(2023, 4, 1))
    make_council("NYE", name="North Yorkshire", council_type="unitary", starts_on=dt.date(2023, 4, 1))
    sent("North Yorkshire,Idox,,2019-05-01,council,,,", "North Yorkshire,Arcus,,2025-02-20,council,,,")
    assert (runs("NYK"), runs("NYE")) == (["Idox"], ["Arcus"])


def test_a_name_that_two_councils_go_by_that_day_is_refused(sent: Any) -> None:
    make_council("ONE", name="Dorset")
    make_council("TWO", name="Dorset")
    assert "Several councils" in reasons(sent("Dorset,Idox,,2025-02-20,council,,,"))[2]


def test_a_council_that_had_ended_is_refused(sent: Any) -> None:
    make_council("MEN", name="Mendip", ends_on=dt.date(2023, 4, 1))
    found = sent("Mendip,Idox,,2025-02-20,council,MEN,,")
    assert found["refused"] == [{"line": 2, "code": "MEN", "reason": reasons(found)[2]}]
    assert "Mendip ended" in reasons(found)[2]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Ayton,Idox,,1905-06-22,council,AYT,,", "a spreadsheet may have made it from a number"),
        ("Ayton,Idox,,2999-01-01,council,AYT,,", "hasn’t come yet"),
        ("Ayton,Idox,,2025-13-01,council,AYT,,", "Type a date that exists"),
        ("Ayton,Idox,,,council,AYT,,", "Type the day on which this was seen"),
        ("Ayton,Idox,,2025-02-20,council,XXX,,", "No council in the register has this code"),
        ("Nowhere,Idox,,2025-02-20,council,,,", "No council went by this name"),
        (",Idox,,2025-02-20,council,,,", "No council is named"),
        ("Ayton,Idox,javascript:alert(1),2025-02-20,council,AYT,,", "https://"),
        (f"Ayton,{'x' * 121},,2025-02-20,council,AYT,,", "at most 120 characters"),
        ("Ayton,Idox,,2025-02-20,council,AYT,ZZZ,", "No council in the register has this code"),
    ],
)
def test_a_broken_line_is_refused_and_the_rest_is_kept(sent: Any, line: str, says: str) -> None:
    make_council("AYT", name="Ayton")
    make_council("BEE")
    found = sent(line, "Beeton,Idox,,2025-02-20,council,BEE,,")
    assert counts(found) == (1, 0, 0, 0, 2)
    assert list(reasons(found)) == [2]
    assert says in reasons(found)[2]
    assert runs("AYT") == []


def test_a_council_twice_with_one_system_is_refused_the_second_time(sent: Any) -> None:
    make_council("AYT")
    make_council("BEE")
    found = sent("Ayton,Idox,,2025-02-20,council,AYT,,", "Both,Idox,,2025-02-20,joint service,BEE;AYT,,")
    assert "stands in line 2 already" in reasons(found)[3]
    assert counts(found) == (1, 0, 0, 0, 2)


def test_every_line_is_counted_once(sent: Any) -> None:
    make_council("AYT")
    found = sent("A,Idox,,2025-02-20,council,AYT,,", "B,Idox,,1905-06-22,council,XXX,,", "C,Idox,bad,bad,council,,,")
    assert found["created"] + found["updated"] + found["unchanged"] + len(found["refused"]) == found["total"] == 3


def test_a_later_list_notes_what_it_sees_and_ends_nothing(sent: Any) -> None:
    make_council("AYT")
    make_council("BEE")
    sent("A,Idox,,2025-02-20,council,AYT,,", "B,Idox,,2025-02-20,council,BEE,,")
    found = sent("A,Idox,,2026-02-20,council,AYT,,", "B,Arcus,,2026-02-20,council,BEE,,")
    assert counts(found) == (1, 1, 0, 0, 2)
    seen = dict(Deployment.objects.filter(product__name="Idox").values_list("council__code", "last_seen_on"))
    assert seen == {"AYT": dt.date(2026, 2, 20), "BEE": DAY}
    assert not Deployment.objects.filter(ends_on__isnull=False).exists()
    assert set(MarketList.objects.values_list("observed_on", flat=True)) == {DAY, dt.date(2026, 2, 20)}


def test_an_older_list_that_comes_later_says_since_when(sent: Any) -> None:
    make_council("AYT")
    sent("A,Idox,,2025-02-20,council,AYT,,")
    assert counts(sent("A,Idox,,2019-02-20,council,AYT,,")) == (0, 1, 0, 0, 1)
    deployment = Deployment.objects.get()
    assert (deployment.observed_on, deployment.last_seen_on) == (dt.date(2019, 2, 20), DAY)


def test_what_a_person_ended_stays_ended_until_it_is_seen_again(sent: Any) -> None:
    make_council("AYT")
    sent("A,Idox,,2025-02-20,council,AYT,,")
    Deployment.objects.update(ends_on=dt.date(2025, 6, 1), end_reason="They told us.")
    assert counts(sent("A,Idox,,2025-02-20,council,AYT,,")) == (0, 0, 1, 0, 1)
    assert counts(sent("A,Idox,,2026-02-20,council,AYT,,")) == (1, 0, 0, 0, 1)
    assert Deployment.objects.count() == 2


def test_a_partial_list_leaves_nothing_unseen(sent: Any) -> None:
    make_council("AYT")
    sent("A,Idox,,2025-02-20,council,AYT,,", partial=True)
    assert not MarketList.objects.exists()


def test_a_dry_run_changes_nothing(sent: Any) -> None:
    make_council("AYT")
    assert counts(sent("A,Idox,,2025-02-20,council,AYT,,", dry_run=True)) == (1, 0, 0, 0, 1)
    left = [model.objects.exists() for model in (Deployment, Product, MarketList, StoredFile, AuditRow)]
    assert left == [False] * 5


def test_the_import_and_its_audit_row_roll_back_together(sent: Any) -> None:
    make_council("AYT")
    with patch.object(actions, "record", side_effect=RuntimeError("no audit")), pytest.raises(RuntimeError):
        sent("A,Idox,,2025-02-20,council,AYT,,")
    assert not Deployment.objects.exists()


@pytest.mark.parametrize("service", ["planning", "PLANNING", "digital-planning"])
def test_a_service_is_written_as_its_mission_writes_it(sent: Any, service: str) -> None:
    make_mission("digital-planning", service="Planning")
    make_council("AYT")
    sent("A,Idox,,2025-02-20,council,AYT,,", service=service)
    assert Product.objects.get().service == "Planning"


def test_another_market_needs_no_change(sent: Any) -> None:
    make_council("AYT")
    sent("A,Civica,,2025-02-20,council,AYT,,", service="Housing")
    sent("A,Idox,,2025-02-20,council,AYT,,", service="Planning")
    assert set(Product.objects.values_list("service", "supplier__name")) == {("Housing", "Civica"), ("Planning", "Idox")}


def test_columns_are_found_by_their_headings_in_any_order(sent: Any) -> None:
    make_council("AYT")
    content = "observed-on;local-authority-code;LPA;System\n20/02/2025;AYT;Ayton;Idox\n".encode("cp1252")
    assert counts(sent(content=content)) == (1, 0, 0, 0, 1)


def test_a_spreadsheet_is_read_too(sent: Any) -> None:
    make_council("AYT")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER.split(","))
    sheet.append(["Ayton", "Idox", "", dt.date(2025, 2, 20), "council", "AYT", "", ""])
    stream = BytesIO()
    book.save(stream)
    assert counts(sent(content=stream.getvalue(), name="list.xlsx")) == (1, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"lpa,system\nAyton,Idox\n", "observed-on"),
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        ((HEADER + "\nAyton\x81,Idox,,2025-02-20,council,AYT,,").encode("latin-1"), "can’t be read"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(sent: Any, content: bytes, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        sent(content=content)
    assert not StoredFile.objects.exists()


def test_a_file_of_200_mb_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(CommandError, match="larger than"):
        call_command("import_deployments", str(path), service="Planning", stderr=StringIO())
