"""A reorganisation takes effect once, on its vesting day, with its audit row, and moves no money."""

import datetime as dt
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from funding.models import Award
from missions.core.models import AuditRow
from missions.core.refusals import NotNow
from missions.register import reorganising, tasks
from missions.register.linking import group
from missions.register.models import Organisation, Reorganisation, Succession
from missions.register.reorganising import apply_reorganisation
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 4, 1)


def plan(*pairs: tuple[str, str], day: dt.date = DAY, status: str = "planned") -> Reorganisation:
    """Links between councils by code; successors that don't exist yet start on the day."""
    for before, after in pairs:
        old = Organisation.objects.filter(code=before).first() or making.make_council(before)
        new = Organisation.objects.filter(code=after).first() or making.make_council(after, starts_on=day)
        Succession.objects.create(predecessor=old, successor=new, vests_on=day, status=status)
    group()
    return Reorganisation.objects.get(vests_on=day)


def award(code: str, amount: str) -> None:
    council = Organisation.objects.get(code=code)
    making.make_award(making.make_mission(), council, amount, awarded_on=dt.date(2018, 1, 1))


def money() -> dict[str, Decimal]:
    return dict(Award.objects.values_list("recipient__code").annotate(Sum("amount")).order_by("recipient__code"))


def codes(day: dt.date) -> set[str]:
    return set(Organisation.objects.as_at(day).councils().values_list("code", flat=True))


SHAPES = {
    "merger": [("A", "M"), ("B", "M")],
    "split": [("A", "M"), ("A", "N")],
    "several of both": [("A", "M"), ("A", "N"), ("B", "N")],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_councils_end_and_start_and_no_money_moves(shape: str) -> None:
    item = plan(*SHAPES[shape])
    award("A", "1000.01")
    award("A", "0.99")
    before, old, new = money(), {a for a, _ in SHAPES[shape]}, {b for _, b in SHAPES[shape]}
    told = apply_reorganisation(reorganisation=item, on=DAY)
    assert (money(), told["money_before"], told["money_after"]) == (before, "1001.00", "1001.00")
    assert codes(DAY - dt.timedelta(days=1)) >= old
    assert codes(DAY) & (old | new) == new
    assert set(Succession.objects.values_list("status", flat=True)) == {"taken-effect"}


def test_a_chain_of_two_keeps_the_money_where_it_was() -> None:
    first = plan(("TAU", "SWT"), day=dt.date(2019, 4, 1))
    award("TAU", "250000.37")
    second = plan(("SWT", "SMT"), day=dt.date(2023, 4, 1))
    award("SWT", "99.63")
    before = money()
    for item in (first, second):
        apply_reorganisation(reorganisation=item, on=dt.date(2023, 4, 2))
    assert money() == before == {"TAU": Decimal("250000.37"), "SWT": Decimal("99.63")}
    assert [codes(dt.date(year, 3, 31)) & {"TAU", "SWT", "SMT"} for year in (2019, 2020, 2023, 2024)] == [
        {"TAU"}, {"SWT"}, {"SWT"}, {"SMT"},
    ]  # fmt: skip


def test_it_takes_effect_once() -> None:
    item = plan(("A", "M"))
    apply_reorganisation(reorganisation=item, on=DAY)
    with pytest.raises(NotNow, match="has taken effect already"):
        apply_reorganisation(reorganisation=item, on=DAY)
    assert AuditRow.objects.filter(action="register.apply-reorganisation", subject_id=str(item.pk)).count() == 1


def test_not_before_its_day() -> None:
    with pytest.raises(NotNow, match="not before"):
        apply_reorganisation(reorganisation=plan(("A", "M")), on=DAY - dt.timedelta(days=1))


@pytest.mark.parametrize("status", ["withdrawn", "challenged"])
def test_what_was_stopped_never_takes_effect(status: str) -> None:
    item = plan(("A", "M"), status=status)
    with pytest.raises(NotNow):
        apply_reorganisation(reorganisation=item, on=DAY)
    assert codes(DAY) & {"A", "M"} == {"A"}


def test_one_challenged_link_holds_up_all_of_it() -> None:
    plan(("A", "M"), ("B", "M"))
    Succession.objects.filter(predecessor__code="B").update(status="challenged")
    with pytest.raises(NotNow, match="challenged"):
        apply_reorganisation(reorganisation=Reorganisation.objects.get(), on=DAY)
    assert list(Reorganisation.objects.due(DAY)) == []


def test_a_plan_that_stands_counts_on_future_days_though_nothing_is_stored() -> None:
    plan(("A", "M"))
    assert (codes(DAY - dt.timedelta(days=1)), codes(DAY)) == ({"A"}, {"M"})
    assert Organisation.objects.get(code="A").ends_on is None


def test_the_job_applies_what_is_due_and_a_second_run_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plan(("A", "M"))
    plan(("B", "N"), day=dt.date(2028, 4, 1))
    monkeypatch.setattr("missions.core.clock.today", lambda: DAY)
    assert (tasks.apply_reorganisations(), tasks.apply_reorganisations()) == (1, 0)
    assert Organisation.objects.get(code="B").ends_on is None


def test_the_audit_row_and_the_change_go_back_together(monkeypatch: pytest.MonkeyPatch) -> None:
    item = plan(("A", "M"))

    def broken(*args: Any, **values: Any) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(reorganising, "record", broken)
    with pytest.raises(RuntimeError):
        apply_reorganisation(reorganisation=item, on=DAY)
    assert Succession.objects.get().status == "planned"


def test_a_rehearsal_says_all_and_changes_nothing() -> None:
    item = plan(("A", "M"))
    award("A", "12.34")
    out = StringIO()
    call_command("apply_reorganisation", str(item.pk), dry_run=True, json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert (told["dry_run"], told["ended"], told["started"], told["money_before"]) == (True, ["A"], ["M"], "12.34")
    assert {"what": "Awards", "count": 1}.items() <= next(part for part in told["touched"] if part["what"] == "Awards").items()
    assert (Succession.objects.get().status, AuditRow.objects.count()) == ("planned", 0)


def test_the_command_refuses_what_is_not_there() -> None:
    with pytest.raises(CommandError, match="No reorganisation"):
        call_command("apply_reorganisation", "999")


def test_a_list_of_planned_links_plans_and_a_later_register_revives_nobody(tmp_path: Path) -> None:
    register, links = tmp_path / "register.csv", tmp_path / "links.csv"
    register.write_text(
        "local-authority-code,nice-name,official-name,gss-code,start-date,end-date,replaced-by,nation,region,local-authority-type\n"
        "ELM,Elmbridge,,E07000207,,,,England,South East,NMD\n"
    )
    links.write_text(
        "predecessor,successor,predecessor-end-date,successor-start-date,successor-name,successor-type,status,population-share\n"
        "ELM,ESY,2027-03-31,2027-04-01,East Surrey,UA,planned,40%\n"
        "ELM,WSY,2027-03-31,2027-04-01,West Surrey,UA,planned,0.7\n"
    )

    def load() -> dict[str, Any]:
        out = StringIO()
        call_command("import_register", str(register), links=links, json=True, stdout=out)
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    found = load()
    assert [(item["line"], item["file"]) for item in found["refused"]] == [(3, "links")]
    link = Succession.objects.get(successor__code="ESY")
    assert (link.status, link.vests_on, link.population_share) == ("planned", DAY, Decimal("0.40000"))
    assert (link.predecessor.ends_on, link.successor.nation) == (None, "England")
    apply_reorganisation(reorganisation=Reorganisation.objects.get(), on=DAY)
    again = load()
    assert (again["created"], again["updated"], again["ended"]) == (0, 0, 0)
    assert Organisation.objects.get(code="ELM").ends_on == DAY


def test_the_list_is_public_and_the_preview_is_for_those_on_a_mission() -> None:
    item = plan(("A", "M"))
    award("A", "12.34")
    assert "1 April 2027" in client_of(None).get("/register/reorganisations/").content.decode()
    address = f"/register/reorganisations/{item.pk}/"
    assert client_of(making.make_user()).get(address).status_code == 403
    text = client_of(making.make_lead(making.make_mission())).get(address).content.decode()
    assert "Awards: 1 (£12.34)" in text
    assert client_of(making.make_user(is_administrator=True)).get("/register/reorganisations/999999/").status_code == 404


def test_the_preview_takes_the_same_number_of_queries_whatever_there_is() -> None:
    item = plan(("A", "M"), ("B", "M"))
    client = client_of(making.make_user(is_administrator=True))
    award("A", "1.00")
    few = queries_of(client, f"/register/reorganisations/{item.pk}/")
    for _ in range(30):
        award("B", "1.00")
    assert queries_of(client, f"/register/reorganisations/{item.pk}/") == few
