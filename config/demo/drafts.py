"""The demo's draft standard, made up by us: a first version that was reviewed and answered, a second that is under review."""

import datetime as dt
from collections.abc import Mapping, Sequence

from codesign.actions import disposing, drafting, reviewing, running, taking_part
from codesign.draft_models import Comment, DraftStandard, DraftVersion
from codesign.models import Participant, Round
from config.demo.accounts import MEMBER
from config.demo.content import ELLEN, JO, LARA, MAREK, RAVI, SARAH, SPEAKERS, Speaker
from missions.core import clock
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission

TITLE = "Tree data: what each record says"
SUMMARY = "A made-up draft that shows how a standard is reviewed: what a council’s record of a protected tree would have to say."
ELEMENTS = (
    ("tree-reference", "Tree reference", "A reference for the tree that never changes, even when the order is varied."),
    ("location", "Location", "A point for the tree, as coordinates with six decimals."),
    ("species", "Species", "The species of the tree, by its botanical name."),
    ("order-date", "Date of the order", "The day on which the order that protects the tree was made."),
    ("condition", "Condition", "How the tree was when it was last inspected: good, fair or poor."),
)
# What each council could deliver of the first version, in the order of the elements.
COULD = {
    JO: ("have", "supplier", "have", "derive", "cannot"),
    LARA: ("have", "have", "derive", "have", "supplier"),
    RAVI: ("derive", "supplier", "supplier", "have", "cannot"),
    ELLEN: ("have", "derive", "have", "have", "derive"),
    MAREK: ("have", "supplier", "have", "have", "have"),
}
COMMENTS = (
    (JO, "condition", "Nobody inspects every tree. We would have to send somebody out to each.", "public"),
    (RAVI, "condition", "We don’t hold the condition of a tree, and can’t afford to find it out.", "councils"),
    (MAREK, "location", "Many of our orders protect a group of trees. A point for each doesn’t exist.", "public"),
    (LARA, "species", "Ask for the everyday name as well: the public searches for oak.", "public"),
    (ELLEN, "order-date", "Please add who owns the land.", "team"),
)
ANSWERS: tuple[tuple[Sequence[int], str, str, int | None], ...] = (
    ((0,), "accepted", "The condition changes faster than records do. It leaves the standard.", None),
    ((1,), "duplicate", "Another council said the same, and we have accepted it.", 0),
    ((2,), "partly", "A group may be one record with an area. Single trees keep their point.", None),
    ((3,), "evidence", "Tell us how often people search by everyday names, and we look at it again.", None),
    ((4,), "scope", "Who owns land is kept elsewhere, and naming owners needs another legal basis.", None),
)
CHANGED = {"location": ("Location", "A point for a single tree, or an area for a group of trees.")}


def review(mission: Mission, people: Mapping[str, User], *, now: dt.datetime) -> None:
    """Version 1, its review and the response; version 2, which councils are asked about now."""
    member, opened = people[MEMBER.email], now - dt.timedelta(days=60)
    closed, answered = opened + dt.timedelta(days=28), opened + dt.timedelta(days=40)
    team = _team(mission, member, opened)
    first = drafting.create(by=member, standing=team, title=TITLE, summary=SUMMARY, now=opened)
    DraftStandard.objects.filter(pk=first.draft_id).update(is_illustrative=True)
    for ref, title, definition in ELEMENTS:
        drafting.add_element(by=member, standing=team, version=first, ref=ref, title=title, definition=definition)
    asked = "Would the first draft for tree data work for you?"
    joined = _asked(team, first, people, title=asked, opens=opened, closes=closed)
    said = _said(first, joined, opened + dt.timedelta(days=3))
    running.close_due(now=closed)
    second = _second(team, member, first, answered)
    for chosen, outcome, reason, other in ANSWERS:
        keys, original = [said[number].pk for number in chosen], None if other is None else said[other].pk
        disposing.dispose(
            by=member,
            standing=team,
            version=first,
            comments=keys,
            outcome=outcome,
            reason=reason,
            duplicate_of=original,
            now=answered,
        )
    disposing.publish(by=member, standing=team, version=first, now=answered)
    running.finish(by=member, standing=team, round_=joined[JO].round, now=answered)
    closes = dt.datetime.combine(clock.london_day(now) + dt.timedelta(days=16), dt.time(17), tzinfo=clock.LONDON)
    asked = "Would the draft for tree data work for you?"
    again = _asked(_team(mission, member, now), second, people, title=asked, opens=now - dt.timedelta(days=5), closes=closes)
    element = second.elements.get(ref="location")
    text = "An area for a group works for us. Say how exact it must be."
    reviewing.comment(participant=again[MAREK], element=element, text=text, disclosure="public", now=now - dt.timedelta(days=2))


def _asked(
    team: Standing, version: DraftVersion, people: Mapping[str, User], *, title: str, opens: dt.datetime, closes: dt.datetime
) -> dict[Speaker, Participant]:
    """A round that reviews the version, launched; all but the last of those invited have joined."""
    member = people[MEMBER.email]
    question = "Could your council deliver what the draft asks for? Comment on whatever wouldn’t work."
    round_: Round = running.create(by=member, standing=team, plan=running.Plan(title, "review", question, 10, opens, closes))
    drafting.put_to_review(by=member, standing=team, version=version, round_=round_, minutes=10)
    councils = {item.code: item for item in Organisation.objects.filter(code__in=[speaker.council for speaker in SPEAKERS])}
    invitees = [running.Invitee(item.email, councils[item.council], "council") for item in SPEAKERS]
    running.invite(by=member, standing=team, round_=round_, invitees=invitees, now=opens)
    running.launch(by=member, standing=team, round_=round_, now=opens)
    return {
        speaker: taking_part.join(
            invitation=round_.invitations.get(email=speaker.email),
            as_user=people[speaker.email],
            now=opens + dt.timedelta(days=1),
        )
        for speaker in SPEAKERS
        if speaker is not SARAH
    }


def _said(version: DraftVersion, joined: Mapping[Speaker, Participant], at: dt.datetime) -> list[Comment]:
    keys = dict(version.elements.values_list("ref", "pk"))
    for speaker, values in COULD.items():
        answers = {keys[ref]: value for (ref, _, _), value in zip(ELEMENTS, values, strict=True)}
        reviewing.say_able(participant=joined[speaker], answers=answers, product=None, now=at)
    elements = {item.ref: item for item in version.elements.all()}
    return [
        reviewing.comment(participant=joined[speaker], element=elements[ref], text=text, disclosure=disclosure, now=at)
        for speaker, ref, text, disclosure in COMMENTS
    ]


def _second(team: Standing, member: User, first: DraftVersion, at: dt.datetime) -> DraftVersion:
    second = drafting.next_version(by=member, standing=team, version=first, now=at)
    for element in second.elements.select_related("version"):
        if element.ref in CHANGED:
            title, definition = CHANGED[element.ref]
            drafting.edit_element(by=member, standing=team, element=element, title=title, definition=definition)
        elif element.ref == "condition":
            drafting.remove_element(by=member, standing=team, element=element)
    return second


def _team(mission: Mission, member: User, at: dt.datetime) -> Standing:
    return stand(member, mission.slug, on=clock.london_day(at))
