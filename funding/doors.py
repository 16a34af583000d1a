"""The doors of pages about one award: who is asking, and the award as they meet it."""

from django.http import HttpRequest

from funding.access import Place, whole_award_for, why_not_draft
from missions.core import clock
from missions.core.access import require
from missions.people.access import signed_in
from missions.people.models import User
from missions.stewardship.access import stand


def whole(request: HttpRequest, mission: str, reference: str) -> tuple[User, Place]:
    """For those who see the whole of it: 404 to everybody else."""
    user = signed_in(request)
    return user, whole_award_for(stand(user, mission, on=clock.today()), reference)


def team(request: HttpRequest, mission: str, reference: str) -> tuple[User, Place]:
    """For the team: as above, and 403 to those who see it and may not change it."""
    user, place = whole(request, mission, reference)
    require(why_not_draft(place.standing))
    return user, place
