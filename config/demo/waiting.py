"""A made-up round of the demo that has closed and waits for its answers: what a team sees before it answers many at once."""

import datetime as dt

from codesign.actions import moderating, running, taking_part
from codesign.models import Round
from config.demo.accounts import MEMBER
from config.demo.content import ELLEN, JO, LARA, MAREK, RAVI, SPEAKERS
from missions.core import clock
from missions.people.models import User
from missions.problems.actions import link_evidence
from missions.problems.models import PainPoint
from missions.register.models import Organisation
from missions.stewardship.access import stand
from missions.stewardship.models import Mission

TITLE = "What did taking part in a pilot cost you?"
QUESTION = "You tested a format, a tool or a standard with us. What did it take, and what would have made it easier?"
# Who said what, who may read it, and the pain point that it was linked to since.
SAID = (
    (JO, "Testing took our one geographic-data specialist out of the team for three weeks.", "public", "PP-031"),
    (LARA, "We had nobody to spare, so the test was done in the evenings.", "public", "PP-046"),
    (RAVI, "The day rate covered the officer, and not the agency that stood in.", "councils", "PP-046"),
    (ELLEN, "Our IT department took two months to open one address for the pilot.", "public", "PP-032"),
    (MAREK, "Tell us at the start how many days it takes. We planned four and it was eleven.", "team", ""),
)


def hold(mission: Mission, people: dict[str, User], *, now: dt.datetime) -> None:
    """Closed three weeks ago; everything is accepted, all but one is linked, and nothing is answered."""
    opened, closed = now - dt.timedelta(days=45), now - dt.timedelta(days=21)
    member = people[MEMBER.email]
    team = stand(member, mission.slug, on=clock.london_day(now))
    round_ = running.create(by=member, standing=team, plan=running.Plan(TITLE, "find", QUESTION, 15, opened, closed))
    councils = {item.code: item for item in Organisation.objects.filter(code__in=[speaker.council for speaker in SPEAKERS])}
    invitees = [running.Invitee(item.email, councils[item.council], "council") for item in SPEAKERS]
    running.invite(by=member, standing=team, round_=round_, invitees=invitees, now=opened)
    running.launch(by=member, standing=team, round_=round_, now=opened)
    round_ = Round.objects.get(pk=round_.pk)
    said = []
    for days, (speaker, text, disclosure, reference) in enumerate(SAID, start=2):
        moment, user = opened + dt.timedelta(days=days), people[speaker.email]
        person = taking_part.join(invitation=round_.invitations.get(email=speaker.email), as_user=user, now=moment)
        made = taking_part.submit(participant=person, submission=taking_part.Submission(text, 3, disclosure), now=moment)
        said.append(made.pk)
        if reference:
            point = PainPoint.objects.get(mission=mission, reference=reference)
            link_evidence(by=member, standing=team, evidence=made.evidence, pain_point=point)
    moderating.accept(by=member, standing=team, round_=round_, contributions=said, now=closed)
    running.close_due(now=closed)
    mission.rounds.update(is_illustrative=True)
