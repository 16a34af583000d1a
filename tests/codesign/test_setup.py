"""What is frozen at the launch, how a round gets more time, patterns for the four purposes and the preview."""

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from codesign.actions import extending, running, taking_part
from codesign.models import Purpose, Round, Vote
from codesign.setup_models import Extension, Terms
from codesign.terms import is_as_launched
from missions.core.models import AuditRow, OutboxMessage
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.stewardship.access import Standing, stand
from tests import making
from tests.making import client_of

pytestmark = pytest.mark.django_db


def launched(**values: Any) -> tuple[Round, User, Standing]:
    mission = making.make_mission()
    lead = making.make_lead(mission)
    standing = stand(lead, mission.slug, on=making.TODAY)
    round_ = making.make_round(mission, **{"status": "draft", "weighing": "rank", **values})
    round_.items.create(position=1, text="Maps")
    round_.items.create(position=2, text="Trees")
    making.make_invitation(round_, making.make_council(), "jo@council.example")
    running.launch(by=lead, standing=standing, round_=round_, now=timezone.now())
    return Round.objects.select_related("mission").get(pk=round_.pk), lead, standing


def test_the_launch_freezes_what_is_asked_with_a_hash_that_anybody_can_check() -> None:
    round_, lead, _ = launched()
    terms = round_.terms
    plain = json.dumps(terms.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert terms.sha256 == hashlib.sha256(plain).hexdigest()
    assert terms.content["statements"] == ["Statement 1", "Statement 2"]
    assert terms.content["items"] == ["Maps", "Trees"]
    assert "council positions 1" in terms.content["methods"]
    assert AuditRow.objects.get(action="round.launch").detail["sha256"] == terms.sha256
    page = client_of(lead).get(reverse("codesign:terms", args=[round_.mission.slug, round_.slug])).content.decode()
    assert terms.sha256 in page
    assert "still exactly this" in page


def test_the_database_keeps_what_was_asked() -> None:
    round_, _, _ = launched()
    for change in (
        {"question": "Another?"},
        {"purpose": "test"},
        {"weighing": "points"},
        {"rejection_reasons": "None."},
        {"asks_what_hurts": False},
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Terms.objects.update(sha256="0" * 64)


def test_a_statement_that_is_changed_behind_the_products_back_is_noticed() -> None:
    round_, _, _ = launched()
    assert is_as_launched(round_, round_.terms)
    round_.statements.filter(position=1).update(text="Something else")
    assert not is_as_launched(round_, round_.terms)


def test_participants_read_what_was_agreed() -> None:
    round_, _, _ = launched()
    participant = taking_part.join(invitation=round_.invitations.get(), as_user=None, now=timezone.now())
    page = client_of(participant.user).get(reverse("rounds:take_part", args=[round_.pk])).content.decode()
    assert "What was agreed at the launch" in page
    assert round_.terms.sha256 in page


def test_more_time_is_told_to_everybody_and_kept() -> None:
    round_, lead, standing = launched()
    joined = taking_part.join(invitation=round_.invitations.get(), as_user=None, now=timezone.now())
    later = round_.closes_at + dt.timedelta(days=7)
    extending.extend(by=lead, standing=standing, round_=round_, closes_at=later, reason="Half were away.", now=timezone.now())
    letter = OutboxMessage.objects.get(key__startswith="round-extended")
    assert (letter.to_address, "Half were away." in letter.text) == ("jo@council.example", True)
    row = AuditRow.objects.get(action="round.extend")
    assert (row.detail["before"], row.detail["after"]) == (round_.closes_at.isoformat(), later.isoformat())
    # The server goes by the new time, to the microsecond.
    statement = round_.statements.all()[0]
    almost = later - dt.timedelta(microseconds=1)
    assert taking_part.vote(participant=joined, answers={statement.pk: 1}, now=almost) == 1
    with pytest.raises(NotNow):
        taking_part.vote(participant=joined, answers={statement.pk: -1}, now=later)
    assert Vote.objects.get().value == 1
    for page in (
        client_of(joined.user).get(reverse("rounds:take_part", args=[round_.pk])),
        client_of(lead).get(round_.get_absolute_url()),
    ):
        assert "Half were away." in page.content.decode()


def test_a_round_is_never_closed_earlier_nor_opened_again() -> None:
    round_, lead, standing = launched()
    options: dict[str, Any] = {"by": lead, "standing": standing, "round_": round_, "reason": "Why not?"}
    with pytest.raises(NotNow, match="only get more time"):
        extending.extend(**options, closes_at=round_.closes_at, now=timezone.now())
    with pytest.raises(NotNow, match="has closed"):
        extending.extend(**options, closes_at=round_.closes_at + dt.timedelta(days=1), now=round_.closes_at)
    with pytest.raises(NotNow, match="Say why"):
        extending.extend(**{**options, "reason": " "}, closes_at=round_.closes_at + dt.timedelta(days=1), now=timezone.now())
    director = making.make_director(round_.mission)
    with pytest.raises(NotAllowed):
        extending.extend(
            by=director,
            standing=stand(director, round_.mission.slug, on=making.TODAY),
            round_=round_,
            closes_at=round_.closes_at + dt.timedelta(days=1),
            reason="I say so.",
            now=timezone.now(),
        )
    assert Extension.objects.count() == 0


@pytest.mark.parametrize("purpose", Purpose.values)
def test_each_purpose_has_a_pattern_that_can_be_saved_as_it_is(purpose: str) -> None:
    mission = making.make_mission()
    for number in (1, 2, 3):
        making.make_pain_point(mission, reference=f"PP-{number:03d}")
    client, url = client_of(making.make_lead(mission)), reverse("codesign:create", args=[mission.slug])
    form = client.get(url, {"from": purpose}).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if not name.endswith("_on")}
    assert typed["purpose"] == purpose
    assert int(typed["minutes"]) <= 20
    days = {"opens_on_day": "1", "opens_on_month": "2", "opens_on_year": "2027"}
    days |= {"closes_on_day": "1", "closes_on_month": "3", "closes_on_year": "2027"}
    answer = client.post(url, {**typed, **days})
    assert answer.status_code == 302, answer.context["form"].errors
    made = Round.objects.get()
    page = client.get(reverse("codesign:preview", args=[mission.slug, made.slug])).content.decode()
    assert f"It takes about {made.minutes} minutes" in page
    assert ("Say what hurts" in page) == made.asks_what_hurts
    assert ("Do you agree?" in page) == made.statements.exists()
    assert ("Put these in order" in page) == bool(made.weighing)


def test_a_preview_offers_nothing_to_send() -> None:
    round_, lead, _ = launched()
    page = client_of(lead).get(reverse("codesign:preview", args=[round_.mission.slug, round_.slug])).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    assert "Statement 1" in main


def test_a_round_that_asks_nothing_is_not_launched() -> None:
    mission = making.make_mission()
    lead = making.make_lead(mission)
    round_ = making.make_round(mission, status="draft", asks_what_hurts=False)
    round_.statements.all().delete()
    making.make_invitation(round_, making.make_council())
    standing = stand(lead, mission.slug, on=making.TODAY)
    with pytest.raises(NotNow, match="asks nothing yet"):
        running.launch(by=lead, standing=standing, round_=round_, now=timezone.now())


def test_a_round_that_does_not_ask_what_hurts_takes_no_submission() -> None:
    round_ = making.make_round(making.make_mission(), asks_what_hurts=False)
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    assert client_of(participant.user).get(reverse("rounds:submit", args=[round_.pk])).status_code == 404
    said = taking_part.Submission(text="It hurts.", severity=3, disclosure="public")
    with pytest.raises(NotNow, match="doesn’t ask what hurts"):
        taking_part.submit(participant=participant, submission=said, now=timezone.now())
