"""The response document of a version: what was made of each comment, frozen without the words of those who commented.

The words are read beside it, where their authors let everybody read them, and go when their author is forgotten.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from codesign.carrying import LABELS, became
from codesign.consensus.publishing import LEAST
from codesign.draft_grid import grid_of
from codesign.draft_models import Comment, DraftVersion, Outcome
from missions.core import clock
from missions.problems.models import Disclosure

FORM = 1


def compose(version: DraftVersion, *, now: dt.datetime) -> dict[str, Any]:
    """Everything as plain values: elements in order with what councils could deliver, and each comment with what became of it."""
    comments = list(
        Comment.objects.readable().on_version(version).select_related("disposition", "participant__organisation", "element")
    )
    later = DraftVersion.objects.filter(draft=version.draft_id, number=version.number + 1).first()
    grid = grid_of(version, on=clock.london_day(now))
    states = became(grid.elements, later.elements.all()) if later else {}
    counts = Counter(item.disposition.outcome for item in comments)
    return {
        "form": FORM,
        "draft": version.draft.slug,
        "version": version.number,
        "published_on": clock.london_day(now).isoformat(),
        "next_version": later.number if later else None,
        "councils_that_answered": len(grid.councils),
        "outcomes": {name: counts.get(name, 0) for name in Outcome.values},
        "elements": [
            {
                "ref": element.ref,
                "title": element.title,
                "definition": element.definition,
                "in_next_version": states.get(element.ref),
                # What one or two councils said could be told apart.
                "councils": dict(found.counts) if found.answered >= LEAST else None,
                "comments": [_row(item) for item in comments if item.element_id == element.pk],
            }
            for element, found in grid.figures()
        ],
    }


def shown(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The document's elements for the page: with the words that everybody may read, as far as they are still there. One query."""
    keys = [row["comment"] for element in content["elements"] for row in element["comments"]]
    words = dict(Comment.objects.readable().filter(pk__in=keys, disclosure=Disclosure.PUBLIC).values_list("pk", "text"))
    return [
        {
            **element,
            "became": LABELS.get(element["in_next_version"] or ""),
            "comments": [
                {**row, "outcome_label": Outcome(row["outcome"]).label, "text": words.get(row["comment"])}
                for row in element["comments"]
            ],
        }
        for element in content["elements"]
    ]


def lines(content: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """The document as a table, a row for each comment."""
    yield "element", "comment", "from", "said", "disposition", "reason", "duplicate-of"
    for element in shown(content):
        for row in element["comments"]:
            said, other = row["text"] or "", row["duplicate_of"] or ""
            yield element["ref"], row["comment"], row["from"], said, row["outcome"], row["reason"], other


def _row(item: Comment) -> dict[str, Any]:
    """No name of a person or council: who speaks, and for which kind of council."""
    council = item.participant.organisation
    return {
        "comment": item.pk,
        "from": council.get_council_type_display()
        if council and council.council_type
        else item.participant.get_segment_display(),
        "outcome": item.disposition.outcome,
        "reason": item.disposition.reason,
        "duplicate_of": item.disposition.duplicate_of_id,
    }
