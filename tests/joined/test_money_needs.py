"""Awards, offers, claims and payments on home: each with the person whose turn it is, and with nobody else."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from config.needs import Need, needs_of
from funding.access import Place, award_for, why_not_approve
from funding.actions import awards, variations
from funding.claim_access import claim_for
from funding.models import Award, Claim
from funding.terms import Terms
from missions.people.models import User
from missions.stewardship.access import stand
from missions.stewardship.models import Mandate
from tests import making
from tests.funding.awarding import NOW, ON, active, approved, drafted, make_cast, submitted
from tests.funding.promised import START, Room, at, make_payment, make_promised, make_room
from tests.funding.test_claim_reminders import make_claim

pytestmark = pytest.mark.django_db


def money_of(user: User, *, now: dt.datetime = NOW) -> list[Need]:
    return [
        need
        for need in needs_of(user, [], now=now)
        if "/awards/" in need.url or "/claims/" in need.url or "/payments/" in need.url
    ]


def words(user: User) -> list[str]:
    return [need.what for need in money_of(user)]


def test_an_award_up_to_the_limit_is_the_leads_and_above_it_the_directors() -> None:
    cast = make_cast("400000.00")
    award = submitted(cast, "250000.00")
    submitted(cast, "250000.01")
    assert words(cast.lead) == [f"Approve £250,000 to {cast.council.name}"]
    assert words(cast.director) == [f"Approve £250,000.01 to {cast.council.name}"]
    (need,) = money_of(cast.lead)
    assert (need.url, need.where, need.since) == (award.get_absolute_url(), cast.mission.name, ON)
    assert [words(user) for user in (cast.member, cast.officer, cast.signatory)] == [[], [], []]


def test_without_a_limit_the_director_is_asked() -> None:
    cast = make_cast()
    Mandate.objects.update(award_limit=None)
    submitted(cast)
    assert (words(cast.lead), len(words(cast.director))) == ([], 1)


def test_what_the_only_lead_submitted_is_the_directors() -> None:
    cast = make_cast()
    award = drafted(cast)
    awards.submit(by=cast.lead, place=cast.at(cast.lead, award), now=NOW)
    assert (words(cast.lead), words(cast.director)) == ([], [f"Approve £1,000 to {cast.council.name}"])


def test_a_change_waits_for_who_approves_it_and_an_offer_for_its_signatory() -> None:
    cast = make_cast()
    award, offered = active(cast), approved(cast, "600.00")
    terms = Terms.of(award)
    changed = Terms({2026: Decimal("900.00")}, terms.starts_on, terms.ends_on, "", ())
    variations.propose(by=cast.member, place=cast.at(cast.member, award), terms=changed, reason="Less.", now=NOW)
    awards.offer(by=cast.member, place=cast.at(cast.member, offered), now=NOW)
    assert words(cast.lead) == [f"Approve a change of the award to {cast.council.name}"]
    assert money_of(cast.lead)[0].url == f"{award.get_absolute_url()}changes/1/"
    assert words(cast.director) == []
    assert words(cast.signatory) == [f"Accept or decline an award of £600 to {cast.council.name}"]
    stranger = making.give(making.make_user(), "signatory", making.make_council())
    assert words(stranger) == []


def test_an_offer_waits_for_a_partner_s_signatory_too() -> None:
    cast, partner = make_cast(), making.make_council()
    offered = approved(cast, partners=[partner])
    awards.offer(by=cast.member, place=cast.at(cast.member, offered), now=NOW)
    assert len(words(making.give(making.make_user(), "signatory", partner))) == 1


@pytest.fixture
def room() -> Room:
    return make_room()


TURNS = {
    "submitted": {"finance-certifier"},
    "certified": {"lead", "member"},
    "checked": {"lead"},
    "draft": set(),
    "returned": set(),
    "withdrawn": set(),
}


@pytest.mark.parametrize(("status", "whose"), TURNS.items())
def test_a_claim_waits_for_whose_turn_it_is(room: Room, status: str, whose: set[str]) -> None:
    claim = make_claim(room, status)
    found = {name: money_of(user, now=at(START)) for name, user in room.people.items()}
    assert {name for name, needs in found.items() if needs} == whose
    for name in whose:
        (need,) = found[name]
        assert (need.url, need.due) == (claim.get_absolute_url(), dt.date(2026, 9, 15))  # ten working days after 1 September
        assert claim_for(stand(room.people[name], room.mission.slug, on=START), claim.pk).why_not(_next(claim)) is None


def _next(claim: Claim) -> str:
    return {"submitted": "certify", "certified": "check", "checked": "approve"}[claim.status]


def test_who_took_a_step_of_a_claim_is_not_asked_for_the_next_one(room: Room) -> None:
    claim = make_claim(room, "checked")
    Claim.objects.filter(pk=claim.pk).update(checked_by=room.people["lead"])
    assert money_of(room.people["lead"], now=at(START)) == []
    assert [need.what for need in money_of(room.people["director"], now=at(START))] != []


def test_payments_of_a_mission_are_one_thing_to_do(room: Room) -> None:
    award = make_promised(room)
    make_payment(room, award)
    make_payment(room, award, number=2, amount=Decimal("100.50"), since=START + dt.timedelta(days=1))
    make_payment(room, award, number=3, requested_by=room.people["payments-officer"])
    (need,) = money_of(room.people["payments-officer"], now=at(START))
    assert (need.what, need.url) == ("Release 2 payments of £500.50", f"/missions/{room.mission.slug}/payments/")
    assert (need.since, need.due) == (START, dt.date(2026, 9, 15))
    assert not [name for name in ("lead", "director", "member", "signatory") if money_of(room.people[name], now=at(START))]


def test_home_and_the_rules_agree_about_everybody() -> None:
    """Whoever is asked may do it, and whoever may do it and isn’t asked is the director while a lead may."""
    cast = make_cast("400000.00")
    for amount in ("100.00", "250000.01"):
        submitted(cast, amount)
    for person in (cast.member, cast.lead, cast.director, cast.officer, cast.signatory):
        asked = {need.url for need in money_of(person)}
        may = {url for url, place in _places(person, cast) if why_not_approve(place) is None}
        assert asked <= may
        if person != cast.director:
            assert asked == may


def _places(person: User, cast: Any) -> list[tuple[str, Place]]:
    standing = cast.stands(person)
    if not standing.is_on_it:
        return []
    return [
        (award.get_absolute_url(), award_for(standing, award.reference)) for award in Award.objects.filter(status="submitted")
    ]
