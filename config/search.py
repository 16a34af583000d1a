"""Search over everything that has a page, by what the person may see."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core.registries import Hit, search
from missions.people.access import person

MOST_OF_A_KIND = 10
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Found:
    """What one source found; `is_cut` says that there is more than is shown."""

    label: str
    hits: list[Hit]
    is_cut: bool


def page(request: HttpRequest) -> HttpResponse:
    """Results grouped by what they are, the group with the best hit first. No query: what can be found."""
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    groups: list[Found] = []
    if query:
        for source in search:
            hits = list(source.find(query, person(request), MOST_OF_A_KIND + 1))
            if hits:
                groups.append(Found(source.label, hits[:MOST_OF_A_KIND], len(hits) > MOST_OF_A_KIND))
        groups.sort(key=lambda group: -group.hits[0].rank)
    context = {
        "query": query,
        "groups": groups,
        "total": sum(len(group.hits) for group in groups),
        "is_cut": any(group.is_cut for group in groups),
        "labels": [source.label for source in search],
    }
    return render(request, "search/page.html", context)
