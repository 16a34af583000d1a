"""Co-design rounds in the search."""

from collections.abc import Iterable

from django.db.models import Model, Q
from django.urls import reverse

from codesign.models import Participant, Round
from missions.core.registries import Hit, SearchSource
from missions.core.searching import best
from missions.people.models import User
from missions.stewardship.search import roles_of


def find(query: str, user: Model | None, limit: int) -> Iterable[Hit]:
    """Rounds of missions that a person is on, and rounds in which they take part; nobody else knows of a round."""
    if not isinstance(user, User):
        return []
    on_it = roles_of(user).values("mission")
    mine = Participant.objects.taking_part().filter(user=user).values("round")
    rows = Round.objects.filter(Q(mission__in=on_it) | Q(pk__in=mine)).select_related("mission")
    rows = rows.annotate(is_team=Q(mission__in=on_it))
    found = best(rows, query, limit, title="title", text=("question",), code="slug")
    return [Hit(row.title, _url(row), "Co-design round", row.mission.name, rank) for row, rank in found]


def _url(row: Round) -> str:
    """The team's page, or the participant's."""
    return row.get_absolute_url() if getattr(row, "is_team", False) else reverse("rounds:take_part", args=[row.pk])


SOURCE = SearchSource("Co-design rounds", find)
