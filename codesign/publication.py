"""Everybody’s door to finished rounds, and what is printed of their responses and of those to drafts."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from codesign.draft_access import document_of
from codesign.draft_models import Outcome, ResponseDocument
from codesign.models import Round
from codesign.querysets import RoundQuerySet
from codesign.response_document import shown
from codesign.round_response import answered_in, row_of, totals
from missions.core import clock
from missions.core.prints import Page, Print
from missions.people.models import User
from missions.stewardship.access import Standing, stand

ROUND, DRAFT = "round-response", "draft-response"


def published_rounds(standing: Standing) -> RoundQuerySet:
    """Finished rounds of a mission: each submission has its answer. A published conversation has none."""
    rounds = Round.objects.filter(mission=standing.mission, status="responded", imported_from="")
    return rounds.with_counts().order_by("-closes_at", "pk")


def round_published(standing: Standing, slug: str) -> Round:
    """404 until it is finished, so that nobody reads answers before those to whom they were given."""
    found = published_rounds(standing).select_related("mission").filter(slug=slug).first()
    if found is None:
        raise Http404("No such response.")
    return found


def _round(user: User, about: Mapping[str, Any]) -> Round:
    return round_published(stand(user, about["mission"], on=clock.today()), about["round"])


def _round_page(user: User, about: Mapping[str, Any]) -> Page:
    round_ = _round(user, about)
    rows = [row_of(said) for said in answered_in(round_)]
    context = {"round": round_, "mission": round_.mission, "totals": totals(round_), "rows": rows, "on": clock.today()}
    return Page(f"response-{round_.slug}.pdf", "codesign/round_response_print.html", context)


def _document(user: User, about: Mapping[str, Any]) -> ResponseDocument:
    return document_of(stand(user, about["mission"], on=clock.today()), about["draft"], about["number"])


def _document_page(user: User, about: Mapping[str, Any]) -> Page:
    """With the words as they may be read today: the frozen document holds none."""
    document = _document(user, about)
    outcomes = document.content["outcomes"]
    context = {
        "document": document,
        "version": document.version,
        "draft": document.version.draft,
        "elements": shown(document.content),
        "outcomes": [(Outcome(name).label, outcomes.get(name, 0)) for name in Outcome.values],
        "on": clock.today(),
    }
    name = f"response-{document.version.draft.slug}-{document.version.number}.pdf"
    return Page(name, "codesign/draft_response_print.html", context)


PRINTS = {ROUND: Print(_round, _round_page), DRAFT: Print(_document, _document_page)}
