"""The page of the time that rounds take of councils, for the team. A council sees its own beside what it may claim for it."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from codesign import burden
from codesign.burden import Burden
from missions.core import clock
from missions.core.exporting import csv_lines
from missions.people.access import signed_in
from missions.stewardship.access import stand_on
from missions.stewardship.population import eligible_councils

PER_PAGE = 50
HEADERS = ("council", "code", "rounds", "people-asked", "minutes-asked", "minutes-given")


@login_required
def page(request: HttpRequest, mission: str) -> HttpResponse:
    """Minutes asked and given by council over the last 12 months, and the warning where the same few carry it."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    now = clock.now()
    found = burden.burden_of(standing.mission.pk, now=now)
    asked = {load.organisation_id for load in found.loads}
    exist = set(eligible_councils(standing.mission, standing.on).values_list("pk", flat=True))
    context = {
        "standing": standing,
        "section": "rounds",
        "burden": found,
        "too_often": burden.asked_too_often(standing.mission.pk, now=now),
        "rule": burden.RULE,
        "page": Paginator(found.loads, PER_PAGE).get_page(request.GET.get("page")),
        "exist": len(exist),
        "never_asked": len(exist - asked),
    }
    return render(request, "codesign/burden.html", context)


@login_required
def download(request: HttpRequest, mission: str) -> StreamingHttpResponse:
    """The same as a table."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    lines = _lines(burden.burden_of(standing.mission.pk, now=clock.now()))
    answer = StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{standing.mission.slug}-minutes-of-councils.csv"'
    return answer


def _lines(found: Burden) -> Iterator[tuple[object, ...]]:
    yield HEADERS
    for load in found.loads:
        yield load.name, load.code, load.rounds, load.people, load.asked, load.given
