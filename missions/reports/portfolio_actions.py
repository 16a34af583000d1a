"""Setting portfolios up: which missions, who directs them, who writes about them."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.reports.access import why_not_set_up
from missions.reports.models import Portfolio
from missions.stewardship.models import Mission

SAME_PERSON = "Who writes about a portfolio is somebody else than its director, who signs the reports off."
RESERVED = ("new",)


def set_up(
    *, by: User, name: str, director: User, writer: User, missions: Sequence[Mission], portfolio: Portfolio | None = None
) -> Portfolio:
    """A new portfolio, or other people and missions for one. Reports that were frozen keep the missions that they were about."""
    require(why_not_set_up(by))
    if director == writer:
        raise NotNow(SAME_PERSON)
    with transaction.atomic():
        if portfolio is None:
            found = Portfolio.objects.create(slug=_slug(name), name=name, director=director, writer=writer)
        else:
            found = Portfolio.objects.select_for_update().get(pk=portfolio.pk)
            found.name, found.director, found.writer = name, director, writer
            found.save()
        found.missions.set(missions)
        record(
            "portfolio.set-up",
            by=by,
            subject=found,
            director=director.pk,
            writer=writer.pk,
            missions=[item.pk for item in missions],
        )
    return found


def _slug(name: str) -> str:
    """Of the name; with a number where that is taken."""
    base = slugify(name)[:50].strip("-") or "portfolio"
    taken = {*RESERVED, *Portfolio.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    return next(slug for number in range(1, len(taken) + 2) if (slug := base if number == 1 else f"{base}-{number}") not in taken)
