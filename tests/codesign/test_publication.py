"""What everybody may read of a finished round: the answers, without the words that aren’t public; as page, table and PDF."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from codesign.actions import moderating
from codesign.draft_models import Disposition
from codesign.models import Response, Round
from codesign.publication import PRINTS, ROUND
from missions.core import prints
from missions.core.models import Job
from missions.core.pdf import render_pdf
from missions.stewardship.access import stand_on
from tests import making
from tests.codesign import drafts
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

SECRET, FORMULA = "Our supplier overcharges us.", "=HYPERLINK(1)"


def finished(status: str = "responded") -> Round:
    """Four answered submissions: one public, one that looks like a formula, one for the team only, one left out."""
    round_ = making.make_round(making.make_mission(), status=status, closes_at=timezone.now() - dt.timedelta(hours=1))
    lead = making.make_lead(round_.mission)
    said = {}
    for text, disclosure in (("We type it twice.", "public"), (FORMULA, "public"), (SECRET, "team"), ("Buy our tool!", "public")):
        person = making.make_participant(round_, making.make_user(), making.make_council())
        said[text] = making.make_contribution(person, text=text, disclosure=disclosure)
    for text in ("We type it twice.", FORMULA, SECRET):
        answer = f"About “{text}”: soon."
        Response.objects.create(contribution=said[text], what="will", text=answer, answered_by=lead)
    standing = stand_on(lead, round_.mission.slug, on=making.TODAY)
    moderating.reject(
        by=lead, standing=standing, contribution=said["Buy our tool!"], reason="It is advertising.", now=timezone.now()
    )
    return round_


def at(name: str, round_: Round) -> str:
    return reverse(f"codesign:{name}", args=[round_.mission.slug, round_.slug])


def table(url: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client_of(None).get(url).getvalue().decode())))


def test_everybody_reads_public_words_and_nobody_reads_the_others_nor_the_answer_that_repeats_them() -> None:
    round_ = finished()
    page = client_of(None).get(at("response", round_)).content.decode()
    assert "We type it twice." in page
    assert SECRET not in page
    assert "Buy our tool!" not in page
    assert "We left your submission out of the round: It is advertising." in page
    assert "It is advertising. (1 left out)" in page


@pytest.mark.parametrize("status", ["open", "closed"])
def test_nothing_is_published_before_the_round_is_finished(status: str) -> None:
    round_ = finished(status)
    for name in ("response", "response_table", "response_log"):
        assert client_of(making.make_director(round_.mission)).get(at(name, round_)).status_code == 404
    listed = client_of(None).get(reverse("codesign:responses", args=[round_.mission.slug])).content.decode()
    assert round_.title not in listed


def test_the_table_holds_the_same_and_no_formula() -> None:
    rows = table(at("response_table", finished()))
    assert [row["said"] for row in rows] == ["We type it twice.", f"'{FORMULA}", "", ""]
    assert [row["answer"] for row in rows][2:] == ["", "We left your submission out of the round: It is advertising."]
    assert {row["what-came-of-it"] for row in rows[:3]} == {"We will do it"}
    assert [row["from"] for row in rows] == ["Non-metropolitan district"] * 4


def test_the_log_names_nobody() -> None:
    round_ = finished()
    [row] = table(at("response_log", round_))
    assert (row["decision"], row["reason"]) == ("rejected", "It is advertising.")
    assert set(row) == {"submission", "received-on", "decided-on", "decision", "reason"}


def test_words_of_somebody_who_was_forgotten_leave_the_response() -> None:
    round_ = finished()
    first = round_.participants.order_by("pk")[0]
    first.user.evidence_given.update(text="")
    assert len(table(at("response_table", round_))) == 3


def test_the_pdf_holds_what_the_page_holds() -> None:
    round_ = finished()
    reader = making.make_user()
    answer = client_of(reader).post(at("response_pdf", round_))
    job = Job.objects.get()
    assert answer["Location"].endswith(f"/{job.public_id}/")
    page = PRINTS[ROUND].page(reader, job.parameters["about"])
    words = str(page.context["rows"])
    assert "We type it twice." in words
    assert SECRET not in words
    assert render_pdf(page.template, dict(page.context)).startswith(b"%PDF")
    Round.objects.update(status="closed")
    with pytest.raises(Exception, match="No such response"):
        prints.check(job, reader)


def test_the_response_to_a_draft_as_a_table_and_a_pdf() -> None:
    version = drafts.make_version(making.make_mission())
    round_ = drafts.make_review(version)
    lead = making.make_lead(version.draft.mission)
    for text, disclosure in (("A point is too little.", "public"), ("Who owns it?", "team")):
        person = making.make_participant(round_, making.make_user(), making.make_council())
        comment = drafts.make_comment(version, person, text=text, disclosure=disclosure)
        Disposition.objects.create(comment=comment, outcome="accepted", reason=f"Reason for {disclosure}", decided_by=lead)
    drafts.make_document(version, lead)
    args: list[Any] = [version.draft.mission.slug, version.draft.slug, 1]
    rows = table(reverse("codesign:draft_response_table", args=args))
    assert [(row["said"], row["reason"]) for row in rows] == [
        ("A point is too little.", "Reason for public"),
        ("", "Reason for team"),
    ]
    reader = making.make_user()
    client_of(reader).post(reverse("codesign:draft_response_pdf", args=args))
    page = prints.prints[Job.objects.get().parameters["print"]].page(reader, Job.objects.get().parameters["about"])
    assert "Who owns it?" not in str(page.context["elements"])
    assert render_pdf(page.template, dict(page.context)).startswith(b"%PDF")


def test_the_mission_page_leads_to_what_was_answered() -> None:
    round_ = finished()
    address = reverse("codesign:responses", args=[round_.mission.slug])
    assert address in client_of(None).get(round_.mission.get_absolute_url()).content.decode()
    assert at("response", round_) in client_of(None).get(address).content.decode()


def test_queries_stay_as_they_are_with_more_submissions() -> None:
    round_ = finished()
    url = at("response", round_)
    few = queries_of(client_of(None), url)
    lead = making.make_user()
    for _number in range(20):
        said = making.make_contribution(making.make_participant(round_, making.make_user(), making.make_council()))
        Response.objects.create(contribution=said, what="done", text="Done.", answered_by=lead)
    assert queries_of(client_of(None), url) == few <= 12
