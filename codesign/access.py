"""The doors to a round, for the team and for those who take part, and why somebody may not do something."""

import datetime as dt

from django.http import Http404

from codesign.models import Participant, Round
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.stewardship.access import CURATORS, Standing


def round_of(standing: Standing, slug: str) -> Round:
    """The team's door: only people on the mission get here (see `stand_on`)."""
    found = Round.objects.select_related("mission", "owner", "terms").filter(mission=standing.mission, slug=slug).first()
    if found is None:
        raise Http404("No such round.")
    return found


def why_not_run(standing: Standing) -> str | None:
    """The mission's lead, members and analysts run its rounds."""
    return standing.why_not(CURATORS, "run co-design rounds")


def participation(user: User, round_id: int) -> Participant:
    """The participant's door: 404 to everybody else, so that nobody learns who takes part."""
    related = ("round__mission__lead_department", "round__terms", "organisation", "user", "invitation", "unsent")
    found = Participant.objects.taking_part().select_related(*related)
    mine = found.filter(user=user, round=round_id).first()
    if mine is None:
        raise Http404("No such round.")
    return mine


def require_open(round_: Round, *, now: dt.datetime) -> None:
    """Answers are taken between opening and closing, by the server's clock."""
    if round_.status == "draft" or now < round_.opens_at:
        raise NotNow("This round hasn’t opened yet, so it takes no answers.")
    if not round_.is_open_at(now):
        raise NotNow("This round has closed, so it takes no more answers. What you saved before is kept.")
