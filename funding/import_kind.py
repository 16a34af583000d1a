"""How a list of awards is imported on its page: for one mission, by the people who look after its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import models

from funding.importers import read_awards
from funding.imports import import_awards
from funding.rows import AwardRow, Listing
from missions.core import clock
from missions.core.import_jobs import ImportKind
from missions.core.importing import Tally
from missions.core.models import StoredFile
from missions.people.models import User
from missions.stewardship.access import CURATORS, stand
from missions.stewardship.models import Mission

TO_LOOK_AT = "Awards to organisations that had ended"


def store(slug: str, *, by: models.Model | None, rows: Sequence[AwardRow], source: StoredFile) -> Tally:
    """Create and correct; the preview names the awards that somebody should look at."""
    mission = Mission.objects.get(slug=slug)
    done = import_awards(by=by, mission=mission, listing=Listing(list(rows)), source=source, on=clock.today())
    return replace(done.tally, named={TO_LOOK_AT: [f"Award {flag.award}: {flag.reason}" for flag in done.flagged]})


def why_not_import(slug: str, user: models.Model | None) -> str | None:
    """The team’s curators keep the list of awards."""
    standing = stand(user if isinstance(user, User) else None, slug, on=clock.today())
    return standing.why_not(CURATORS, "import a list of awards")


def for_mission(slug: str) -> ImportKind:
    """The kind for the awards of one mission."""
    return replace(AWARDS, apply=partial(store, slug), why_not=partial(why_not_import, slug))


def _about(parameters: Mapping[str, Any]) -> ImportKind:
    return for_mission(parameters["mission"])


AWARDS = ImportKind(
    name="awards",
    title="Import a list of awards",
    noun="awards",
    read=read_awards,
    apply=partial(store, ""),
    why_not=lambda user: "Say which mission the awards are for.",
    about=_about,
)
