"""What came of what somebody said: each step with its day and state, a message at each, once, until they stop it."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from codesign.actions import answering, following
from codesign.models import Contribution, Participant
from config.came_of_it import due
from config.steps import Kind, steps_of
from missions.core import clock
from missions.core.models import AuditRow, OutboxMessage
from missions.core.working_days import add_working_days
from missions.notices.planning import plan
from missions.outcomes.models import Rollup
from missions.problems.models import EvidenceLink, PainPoint
from missions.problems.supporting import support_evidence
from missions.stewardship.access import stand_on
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

MORNING = dt.datetime.combine(add_working_days(clock.today(), 1), dt.time(10), tzinfo=clock.LONDON)


def somebody() -> tuple[Participant, PainPoint, Contribution]:
    """A contributor whose submission is under a pain point that nothing acts on yet."""
    round_ = making.make_round(making.make_mission())
    participant = making.make_participant(round_, making.make_user("jo@council.example"), making.make_council())
    point = making.make_pain_point(round_.mission, title="Typed twice")
    said = making.make_contribution(participant, pain_point=point)
    # The history’s clock stands still in a test’s transaction, so what is said was said before it.
    an_hour_ago = timezone.now() - dt.timedelta(hours=1)
    EvidenceLink.objects.update(linked_at=an_hour_ago)
    Participant.objects.update(follows_from=an_hour_ago)
    participant.refresh_from_db()
    return participant, point, said


def everything_happens(point: PainPoint) -> None:
    """An intervention, an iteration, two awards, ten councils live, and a figure of the headline indicator."""
    today, mission = clock.today(), point.mission
    standard = making.make_intervention(mission, name="The standard", pain_point=point, started_on=today)
    trial = making.make_iteration(
        mission, name="The fund", serves=standard, starts_on=today, ends_on=today + dt.timedelta(days=90)
    )
    councils = [making.make_council() for _ in range(12)]
    tomorrow = today + dt.timedelta(days=1)
    for amount in ("1000.00", "2500.50"):
        making.make_award(mission, councils[0], amount, iteration=trial, awarded_on=tomorrow)
    for number, council in enumerate(councils):
        making.make_event(standard, council, happened_on=today - dt.timedelta(days=20 - number))
    indicator = making.make_indicator(mission, name="Days to decide", is_headline=True, frequency="dated")
    Rollup.objects.create(
        indicator=indicator, period_start=today, group_kind="all", value=7, reported=9, eligible=13, population=1
    )


def test_every_step_has_its_day_and_state() -> None:
    _, point, _ = somebody()
    everything_happens(point)
    tomorrow = clock.today() + dt.timedelta(days=1)
    found = {step.key: step for step in steps_of([point], on=tomorrow)[point.pk]}
    kinds = [step.kind for step in found.values()]
    assert kinds == sorted(kinds, key=list(Kind).index)
    assert set(kinds) == set(Kind)
    money = next(step for step in found.values() if step.kind == Kind.MONEY)
    assert (money.state, money.day) == ("£3,500.50 in 2 awards", tomorrow)
    adoption = [step for step in found.values() if step.kind == Kind.ADOPTION]
    # The first council was live 20 days ago, the tenth 11 days ago.
    assert [step.day for step in adoption[:2]] == [clock.today() - dt.timedelta(days=days) for days in (20, 11)]
    assert adoption[2].state == "12 of 13 councils have adopted it"
    outcome = next(step for step in found.values() if step.kind == Kind.OUTCOME)
    assert outcome.state.startswith("7 homes in")


def test_each_step_is_told_once_and_links_to_the_page_and_to_the_way_out() -> None:
    participant, point, _ = somebody()
    everything_happens(point)
    later = dt.datetime.combine(add_working_days(clock.today(), 6), dt.time(10), tzinfo=clock.LONDON)
    plan(now=later)
    told = OutboxMessage.objects.filter(to_user_id=participant.user_id)
    kinds = sorted(re.search(r"has happened since\. ([^:]+):", message.text)[1] for message in told)  # type: ignore[index]
    # Taken up, the standard, the iteration, its first award, the first and the tenth council, the figure.
    assert kinds == sorted([Kind.POINT, Kind.ACTION, Kind.TRIAL, Kind.MONEY, Kind.ADOPTION, Kind.ADOPTION, Kind.OUTCOME], key=str)
    assert all(reverse("rounds:came_of_it", args=[participant.round_id]) in message.text for message in told)
    assert all("/rounds/messages/" in message.text for message in told)
    count = told.count()
    plan(now=later)
    assert told.count() == count


def test_what_the_answer_or_a_merge_said_is_not_said_again() -> None:
    participant, point, said = somebody()
    lead = making.make_lead(point.mission)
    standing = stand_on(lead, point.mission.slug, on=clock.today())
    assert [notice.context["step"].key for notice in due(MORNING)] == [f"taken:{point.pk}"]
    answering.answer(
        by=lead, standing=standing, contribution=said, what="will", text="Soon.", pain_point=point, now=timezone.now()
    )
    assert list(due(MORNING)) == []
    assert participant.follows_from is not None


def test_two_submissions_under_one_pain_point_make_one_message() -> None:
    participant, point, _ = somebody()
    making.make_contribution(participant, text="And again.", pain_point=point)
    assert len(list(due(MORNING))) == 1


def test_who_stands_behind_it_gets_the_answer_the_page_and_the_messages() -> None:
    participant, point, said = somebody()
    other = making.make_participant(participant.round, making.make_user("al@council.example"), making.make_council())
    support_evidence(evidence=said.evidence, user=other.user, organisation=other.organisation, now=timezone.now())
    told = {(notice.to_user_id, notice.context["did"]) for notice in due(MORNING)}
    assert told == {(participant.user_id, "said")}  # it was linked before they stood behind it
    everything_happens(point)
    later = MORNING + dt.timedelta(days=3)
    mine = [notice for notice in due(later) if notice.to_user_id == other.user_id]
    assert {notice.context["step"].kind for notice in mine} >= {Kind.MONEY, Kind.ADOPTION, Kind.OUTCOME}
    lead = making.make_lead(point.mission)
    standing = stand_on(lead, point.mission.slug, on=clock.today())
    answering.answer(by=lead, standing=standing, contribution=said, what="will", text="Soon.", now=timezone.now())
    letters = OutboxMessage.objects.filter(key__startswith="round-answer:").order_by("to_address")
    assert [letter.to_address for letter in letters] == ["al@council.example", "jo@council.example"]
    assert "what you stood behind" in letters[0].subject
    page = client_of(other.user).get(reverse("rounds:came_of_it", args=[participant.round_id])).content.decode()
    assert "Somebody else, and you stand behind it" in page
    assert "Soon." in page


def test_what_had_happened_before_is_on_the_page_but_no_news() -> None:
    round_ = making.make_round(making.make_mission())
    point = making.make_pain_point(round_.mission)
    everything_happens(point)
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    making.make_contribution(participant, pain_point=point)
    now = dt.datetime.combine(clock.today(), dt.time(23), tzinfo=clock.LONDON)
    assert [notice.context["step"].key for notice in due(max(now, timezone.now()))] == [f"taken:{point.pk}"]
    page = client_of(participant.user).get(reverse("rounds:came_of_it", args=[round_.pk])).content.decode()
    assert "The first council is live with it" in page


def test_a_step_is_news_for_a_month_and_a_figure_for_a_year() -> None:
    _, point, _ = somebody()
    everything_happens(point)
    after = {notice.context["step"].kind for notice in due(MORNING + dt.timedelta(days=40))}
    assert after == {Kind.OUTCOME}
    assert list(due(MORNING + dt.timedelta(days=400))) == []


def test_one_press_stops_the_messages_and_another_brings_back_what_is_new() -> None:
    _, point, _ = somebody()
    everything_happens(point)
    client = client_of(None)
    notice = next(iter(due(MORNING)))
    link = notice.context["stop"]
    assert "Stop these messages" in client.get(link).content.decode()
    assert Participant.objects.get().follows_from is not None  # mail scanners open links
    client.post(link, {"do": "stop"})
    client.post(link, {"do": "stop"})
    assert Participant.objects.get().follows_from is None
    assert list(due(MORNING)) == []
    assert AuditRow.objects.filter(action="round.stop-following").count() == 1
    client.post(link, {"do": "resume"})
    # What happened while they were stopped stays untold; the awards and the figure are of tomorrow.
    told = {notice.context["step"].kind for notice in due(MORNING)}
    assert told == {Kind.MONEY, Kind.OUTCOME}


def test_a_made_up_link_stops_nobody() -> None:
    participant, _, _ = somebody()
    assert client_of(None).post(reverse("rounds:follow", args=[f"{participant.pk}.made-up"])).status_code == 404
    assert Participant.objects.get().follows_from is not None


@pytest.mark.parametrize("change", [{"is_active": False}, {"forgotten_at": timezone.now()}])
def test_who_is_gone_hears_nothing(change: dict[str, object]) -> None:
    participant, _, _ = somebody()
    type(participant.user).objects.filter(pk=participant.user_id).update(**change)
    assert list(due(MORNING)) == []


def test_messages_are_found_with_the_same_queries_however_many_said_it(django_assert_max_num_queries: object) -> None:
    _, point, _ = somebody()
    everything_happens(point)
    for _number in range(20):
        person = making.make_participant(making.make_round(point.mission), making.make_user(), making.make_council())
        making.make_contribution(person, pain_point=making.make_pain_point(point.mission))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(list(due(MORNING))) >= 27


def test_the_page_takes_the_same_queries_with_more_to_show() -> None:
    participant, point, _ = somebody()
    everything_happens(point)
    url = reverse("rounds:came_of_it", args=[participant.round_id])
    few = queries_of(client_of(participant.user), url)
    for _number in range(5):
        other = making.make_pain_point(point.mission)
        making.make_contribution(participant, pain_point=other)
        making.make_intervention(point.mission, pain_point=other)
    assert queries_of(client_of(participant.user), url) == few


def test_pressing_stop_is_one_write_with_its_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    participant, _, _ = somebody()

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(following, "record", breaks)
    with pytest.raises(RuntimeError):
        following.stop(participant=participant)
    assert Participant.objects.get().follows_from is not None


def test_the_director_sees_the_thread_from_the_other_end_with_who_objects() -> None:
    participant, point, said = somebody()
    lead, director = making.make_lead(point.mission), making.make_director(point.mission)
    standing = stand_on(lead, point.mission.slug, on=clock.today())
    answering.answer(by=lead, standing=standing, contribution=said, what="wont", text="No money.", now=timezone.now())
    merge = participant.round.merges.create(pain_point=point, merged_by=lead)
    merge.parts.create(contribution=said, is_new=False, objection="Mine is about trees.", objected_at=timezone.now())
    url = reverse("thread", args=[point.mission.slug, point.reference])
    page = client_of(director).get(url).content.decode()
    assert "1 submission in co-design rounds, each with an answer" in page
    assert "No money." in page
    assert "Mine is about trees." in page
    public = client_of(None).get(url).content.decode()
    assert "No money." in public
    assert "Mine is about trees." not in public  # said to the team
