"""Forgetting somebody who took part: their words leave every table, history included, and what was counted stays."""

import pytest
from django.utils import timezone

from codesign.actions import answering, following, merging, moderating, running
from codesign.models import Response
from missions.people.actions import forget
from missions.stewardship.access import stand_on
from tests import making
from tests.codesign import drafts
from tests.people.test_forgetting import everything_stored

pytestmark = pytest.mark.django_db

ADDRESS, NAME = "bea.gone@ayton.example", "Bea Gone"
SAID, OBJECTED, COMMENTED = "Orders are typed by hand, says Bea.", "Bea means trees.", "Bea finds points too little."


def test_no_word_of_theirs_is_left_anywhere_and_the_answer_still_counts() -> None:
    version = drafts.make_version(making.make_mission())
    round_ = drafts.make_review(version)
    lead = making.make_lead(round_.mission)
    standing, now = stand_on(lead, round_.mission.slug, on=making.TODAY), timezone.now()
    bea = making.make_participant(round_, making.make_user(ADDRESS, name=NAME), making.make_council())
    other = making.make_participant(round_, making.make_user(), making.make_council())
    said, also = making.make_contribution(bea, text=SAID), making.make_contribution(other, text="We type, too.")
    drafts.make_comment(version, bea, text=COMMENTED)
    moderating.accept(by=lead, standing=standing, round_=round_, contributions=[said.pk, also.pk], now=now)
    point = making.make_pain_point(round_.mission)
    both = [said.pk, also.pk]
    merge = merging.merge(by=lead, standing=standing, round_=round_, contributions=both, pain_point=point, now=now)
    merging.object_to(participant=bea, part=merge.parts.get(contribution=said), text=OBJECTED, now=now)
    following.stop(participant=bea)
    quoting = "You told us: “[what you said]”. We will."
    answering.answer_many(by=lead, standing=standing, round_=round_, contributions=both, what="will", text=quoting, now=now)
    running.close_due(now=round_.closes_at)
    traces = (ADDRESS, NAME, SAID, OBJECTED, COMMENTED)
    before = everything_stored()
    assert [trace for trace in traces if trace not in before] == []
    forget(by=making.make_user(is_administrator=True), user=bea.user)
    after = everything_stored()
    assert [trace for trace in traces if trace in after] == []
    assert [answer.what for answer in Response.objects.all()] == ["will", "will"]
    assert Response.objects.get(contribution=also).text == "You told us: “We type, too.”. We will."
