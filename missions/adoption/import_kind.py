"""How a published list of adoption is imported on its page, for one intervention."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import models

from missions.adoption.actions import import_published
from missions.adoption.importers import read_published
from missions.adoption.rows import EventRow, Published
from missions.core import clock
from missions.core.import_jobs import ImportKind
from missions.core.importing import NotATable, Problem, Tally
from missions.core.models import StoredFile
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.stewardship.access import CURATORS, Standing, roles_on

NOWHERE = "A list of adoption is imported on the adoption page of an intervention."
ONLY_TEAM = "Only the mission team can import lists of adoption."


class _List(list[EventRow]):
    """The events of a file, with the lines that they come from."""

    def __init__(self, published: Published) -> None:
        super().__init__(published.rows)
        self.published = published


def for_intervention(item: Intervention) -> ImportKind:
    """The import of lists about one intervention."""
    read, apply = partial(_read, item.slug), partial(_store, item)
    return replace(LISTS, read=read, apply=apply, why_not=partial(_why_not, item), about=None)


def _about(parameters: Mapping[str, Any]) -> ImportKind:
    return for_intervention(Intervention.objects.select_related("mission").get(pk=parameters["intervention"]))


def _read(slug: str, content: bytes) -> tuple[Sequence[EventRow], Sequence[Problem]]:
    published = read_published(content, slug=slug)
    return _List(published), published.problems


def _store(item: Intervention, *, by: models.Model | None, rows: Sequence[Any], source: StoredFile) -> Tally:
    published: Published = replace(rows.published, problems=[]) if isinstance(rows, _List) else Published()
    return import_published(by=by, intervention=item, published=published, source=source, now=clock.now())


def _why_not(item: Intervention, user: models.Model | None) -> str | None:
    person, today = user if isinstance(user, User) else None, clock.today()
    standing = Standing(item.mission, person, roles_on(person, item.mission, on=today), today)
    return None if standing.holds(*CURATORS) else ONLY_TEAM


def _nothing(content: bytes) -> tuple[Sequence[EventRow], Sequence[Problem]]:
    raise NotATable(NOWHERE)


def _nowhere(*, by: models.Model | None, rows: Sequence[Any], source: StoredFile) -> Tally:
    raise NotATable(NOWHERE)


LISTS = ImportKind(
    name="adoption-lists",
    title="Import a published list of adoption",
    noun="stages",
    read=_nothing,
    apply=_nowhere,
    why_not=lambda _: NOWHERE,
    about=_about,
)
