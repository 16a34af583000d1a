"""A mission from proposal to close: what it says, its mandate, its conditions and its people."""

import datetime as dt
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest

from missions.core import clock
from missions.core.models import AuditRow, OutboxMessage
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.stewardship import actions
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Lever, Mandate, Mission, MissionRole
from tests.making import TODAY, client_of, give, make_council, make_department, make_lead, make_mission, make_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Parking permits",
        "service": "Parking",
        "problem": "Every council buys its own.",
        "goals": "Nobody types it twice\n\n  Permits in a minute ",
        "lead_department": make_department().pk,
        "council_types": ["district", "welsh"],
        **changes,
    }


def propose(by: User) -> Mission:
    client_of(by).post("/missions/propose/", typed())
    return Mission.objects.get(slug="parking-permits")


def proposer() -> User:
    return give(make_user(), "observer", make_mission())


def terms(**changes: Any) -> actions.Terms:
    lever = Lever.objects.get_or_create(slug="grants", defaults={"name": "Grants", "style": "fund"})[0]
    values = {"levers": [lever], "award_limit": Decimal(5), "iteration_limit": None, "starts_on": TODAY}
    return actions.Terms(**{**values, "ends_on": dt.date(2030, 4, 1), **changes})


def standing_of(user: User, mission: Mission, on: dt.date = TODAY) -> Standing:
    return stand(user, mission.slug, on=on)


def test_who_proposes_leads_and_the_mission_knows_whom_it_is_for() -> None:
    by = proposer()
    mission = propose(by)
    assert (mission.status, mission.starts_on) == ("proposed", None)
    assert [goal.text for goal in mission.goals.all()] == ["Nobody types it twice", "Permits in a minute"]
    assert list(mission.eligible_types.values_list("nation", "council_type")) == [("England", "district"), ("Wales", "welsh")]
    assert [(role.user, role.role) for role in mission.roles.all()] == [(by, "lead")]


def test_who_has_no_role_anywhere_may_not_propose_and_sees_no_button() -> None:
    stranger = client_of(make_user())
    assert "Only people who have a role" in stranger.get("/missions/propose/").content.decode()
    assert "Propose a mission" not in stranger.get("/missions/").content.decode()
    officer = client_of(give(make_user(), "contributor", make_council()))
    assert "Propose a mission" in officer.get("/missions/").content.decode()


def test_two_missions_of_one_name_get_two_addresses_and_none_takes_a_page_of_ours() -> None:
    by = proposer()
    client = client_of(by)
    for name in ("Parking permits", "Parking permits", "Propose"):
        client.post("/missions/propose/", typed(name=name))
    assert set(by.mission_roles.filter(role="lead").values_list("mission__slug", flat=True)) == {
        "parking-permits",
        "parking-permits-2",
        "propose-2",
    }


def test_what_is_missing_is_said_in_the_form() -> None:
    page = client_of(proposer()).post("/missions/propose/", typed(name="", council_types=[], goals="x" * 301)).content.decode()
    for sentence in ("Enter a name.", "Choose at least one type of council.", "Goal 1 has 301 characters."):
        assert page.count(sentence) == 2  # in the summary and beside the field


def test_a_proposal_is_hidden_from_all_but_its_people_and_administrators() -> None:
    by = proposer()
    page = propose(by).get_absolute_url()
    answers = {
        "lead": client_of(by).get(page).status_code,
        "administrator": client_of(make_user(is_administrator=True)).get(page).status_code,
        "stranger": client_of(make_user()).get(page).status_code,
        "anonymous": client_of(None).get(page).status_code,
    }
    assert answers == {"lead": 200, "administrator": 200, "stranger": 404, "anonymous": 404}


def test_an_empty_mission_shows_its_lead_the_next_step_and_no_made_up_figures() -> None:
    by = proposer()
    page = client_of(by).get(propose(by).get_absolute_url()).content.decode()
    assert "Next step: Name a director. 4 things are still to do" in page
    assert "£0" not in page


def test_it_starts_only_when_every_condition_holds() -> None:
    by = proposer()
    mission, today = propose(by), clock.today()
    lead = standing_of(by, mission, today)
    with pytest.raises(
        NotNow,
        match=r"Name a director\. Give it a mandate with at least one lever\. Give the mandate an end date\. Say how often",
    ):
        actions.activate(by=by, standing=lead)
    actions.add_person(by=by, standing=lead, email="sro@x.example", name="Dee", role="director")
    actions.set_mandate(by=by, standing=lead, terms=terms(starts_on=today))
    Mission.objects.filter(pk=mission.pk).update(review_every_months=3)
    actions.activate(by=by, standing=lead)
    mission.refresh_from_db()
    assert (mission.status, mission.starts_on) == ("active", today)


def test_the_status_page_asks_before_it_moves_and_offers_what_may_follow() -> None:
    mission = make_mission()
    client = client_of(make_lead(mission))
    url = f"/missions/{mission.slug}/status/"
    assert "Begin to close the mission" in client.get(url).content.decode()
    assert "Begin to close the mission?" in client.get(f"{url}?to=closing").content.decode()
    assert Mission.objects.get(pk=mission.pk).status == "active"
    client.post(url, {"to": "closing"})
    assert Mission.objects.get(pk=mission.pk).status == "closing"
    client.post(url, {"to": "closed"})
    closed = Mission.objects.get(pk=mission.pk)
    assert (closed.status, closed.ends_on is not None) == ("closed", True)
    assert client.post(url, {"to": "active"}).status_code == 409


def test_whom_it_is_for_is_fixed_once_it_has_started() -> None:
    mission = make_mission()
    client = client_of(make_lead(mission))
    client.post(f"/missions/{mission.slug}/edit/", typed(name="Newly named", council_types=["welsh"]))
    mission.refresh_from_db()
    assert mission.name == "Newly named"
    assert list(mission.eligible_types.values_list("council_type", flat=True)) == ["district"]


def test_a_new_mandate_ends_the_earlier_one_on_its_first_day() -> None:
    mission = make_mission()
    director = give(make_user(), "director", mission)
    actions.set_mandate(by=director, standing=standing_of(director, mission), terms=terms())
    rows = mission.mandates.order_by("starts_on").values_list("starts_on", "ends_on", "award_limit")
    assert list(rows) == [(dt.date(2020, 4, 1), TODAY, Decimal(250_000)), (TODAY, dt.date(2030, 4, 1), Decimal(5))]


def test_a_mandate_is_not_dated_back_before_the_present_one() -> None:
    mission = make_mission()
    director = give(make_user(), "director", mission)
    with pytest.raises(NotNow, match="begins on 1 April 2020"):
        actions.set_mandate(by=director, standing=standing_of(director, mission), terms=terms(starts_on=dt.date(2020, 3, 31)))


def test_a_lead_does_not_raise_their_own_limits_once_the_mission_runs() -> None:
    mission = make_mission()
    lead = make_lead(mission)
    with pytest.raises(NotAllowed, match="Only this mission’s director can change its mandate"):
        actions.set_mandate(by=lead, standing=standing_of(lead, mission), terms=terms())


def test_the_form_reads_pounds_as_people_write_them_and_an_inclusive_last_day() -> None:
    mission = make_mission()
    director = client_of(give(make_user(), "director", mission))
    answer = director.post(
        f"/missions/{mission.slug}/mandate/",
        {
            "lever_name": "Model clauses",
            "lever_style": "buy",
            "award_limit": "£1,250.50",
            **dict(zip(("starts_on_day", "starts_on_month", "starts_on_year"), ["1", "9", "2026"], strict=True)),
            **dict(zip(("last_day_day", "last_day_month", "last_day_year"), ["31", "3", "2029"], strict=True)),
        },
    )
    assert answer.status_code == 302
    newest = Mandate.objects.filter(mission=mission).order_by("-starts_on")[0]
    assert (newest.award_limit, newest.ends_on) == (Decimal("1250.50"), dt.date(2029, 4, 1))
    assert [lever.name for lever in newest.levers.all()] == ["Model clauses"]


def test_a_known_person_gets_a_role_and_an_e_mail_and_somebody_new_is_invited() -> None:
    mission, known = make_mission(), make_user("known@x.example")
    client = client_of(make_lead(mission))
    url = f"/missions/{mission.slug}/people/"
    client.post(url, {"email": "Known@x.example", "role": "analyst"})
    assert "Enter their name to invite them" in client.post(url, {"email": "new@x.example", "role": "member"}).content.decode()
    client.post(url, {"email": "new@x.example", "name": "Nia", "role": "member"})
    assert known.mission_roles.get().role == "analyst"
    mails = {mail.to_address: mail.text for mail in OutboxMessage.objects.all()}
    assert set(mails) == {"known@x.example", "new@x.example"}
    assert f"You are now team member on the mission “{mission.name}”." in mails["new@x.example"]
    assert "has this role already" in client.post(url, {"email": "known@x.example", "role": "analyst"}).content.decode()


def test_the_lead_is_handed_over_and_history_stays() -> None:
    mission = make_mission()
    old, new = make_lead(mission), give(make_user(), "member", mission)
    answer = client_of(old).post(f"/missions/{mission.slug}/people/hand-over/", {"to": new.pk})
    assert answer["Location"] == "/home/"
    roles = MissionRole.objects.filter(mission=mission, role="lead").order_by("starts_on")
    assert [(role.user, role.ends_on is None) for role in roles] == [(old, False), (new, True)]
    assert client_of(old).get(f"/missions/{mission.slug}/people/").status_code == 404
    assert "Before" in client_of(new).get(f"/missions/{mission.slug}/people/").content.decode()


def test_with_nobody_to_hand_over_to_the_page_says_what_to_do() -> None:
    mission = make_mission()
    page = client_of(make_lead(mission)).get(f"/missions/{mission.slug}/people/hand-over/").content.decode()
    assert "Give the new lead a role first" in page


def test_the_people_page_takes_the_same_queries_with_50_people() -> None:
    mission = make_mission()
    client = client_of(make_lead(mission))
    few = queries_of(client, f"/missions/{mission.slug}/people/")
    for _ in range(49):
        give(make_user(), "member", mission)
        give(make_user(), "analyst", mission, ends_on=dt.date(2021, 1, 1))
    assert queries_of(client, f"/missions/{mission.slug}/people/") == few
    assert few <= 12


@pytest.mark.parametrize(
    "change",
    [
        lambda by, standing: actions.begin_closing(by=by, standing=standing),
        lambda by, standing: actions.add_person(by=by, standing=standing, email="n@x.example", name="N", role="member"),
        lambda by, standing: actions.hand_over(by=by, standing=standing, to=User.objects.get(email="next@x.example")),
    ],
)
def test_a_change_and_its_audit_row_roll_back_together(change: Any) -> None:
    mission = make_mission()
    lead = make_lead(mission)
    give(make_user("next@x.example"), "member", mission)
    before = Mission.objects.values().get(), list(MissionRole.objects.values().order_by("pk")), User.objects.count()
    with patch("missions.stewardship.actions.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        change(lead, standing_of(lead, mission))
    assert (Mission.objects.values().get(), list(MissionRole.objects.values().order_by("pk")), User.objects.count()) == before
    assert (OutboxMessage.objects.count(), AuditRow.objects.count()) == (0, 0)


def test_an_administrator_gives_a_person_a_role_on_a_mission() -> None:
    mission, user = make_mission(), make_user()
    boss = client_of(make_user(is_administrator=True))
    answer = boss.post(f"/missions/give-role/{user.pk}/", {"mission": mission.pk, "role": "director"})
    assert answer["Location"] == f"/people/{user.pk}/"
    assert user.mission_roles.get().role == "director"


def test_a_running_missions_lead_does_not_choose_who_decides_above_them() -> None:
    mission = make_mission()
    lead, director = make_lead(mission), give(make_user(), "director", mission)
    standing = standing_of(lead, mission)
    for user in (lead, make_user()):
        with pytest.raises(NotAllowed, match="director"):
            actions.give_role(by=lead, standing=standing, user=user, role="director")
    with pytest.raises(NotAllowed, match="director"):
        actions.end_role(by=lead, standing=standing, role_id=director.mission_roles.get().pk)
    actions.give_role(by=lead, standing=standing, user=make_user(), role="member")
    actions.give_role(by=director, standing=standing_of(director, mission), user=make_user(), role="director")


def test_who_proposes_a_mission_does_not_direct_it_too() -> None:
    mission = make_mission(status="proposed")
    lead = make_lead(mission)
    with pytest.raises(NotAllowed, match="can’t make yourself the director"):
        actions.give_role(by=lead, standing=standing_of(lead, mission), user=lead, role="director")
    actions.give_role(by=lead, standing=standing_of(lead, mission), user=make_user(), role="director")


@pytest.mark.parametrize(("starts", "ends"), [(-30, 0), (1, None), (-30, -1)])
def test_a_role_that_has_ended_or_not_begun_gives_no_right(starts: int, ends: int | None) -> None:
    mission, today = make_mission(), clock.today()
    span = {"starts_on": today + dt.timedelta(starts), "ends_on": None if ends is None else today + dt.timedelta(ends)}
    user = give(make_user(), "lead", mission, **span)
    assert standing_of(user, mission, today).roles == frozenset()
    assert client_of(user).get(f"/missions/{mission.slug}/decisions/").status_code == 404
