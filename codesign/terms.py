"""What a round asked and how it is counted, as frozen at its launch: its content, its hash, and what it says to a reader."""

import datetime as dt
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from codesign.draft_models import Review
from codesign.models import POINTS, Round
from codesign.reckoning import METHODS
from codesign.setup_models import Terms
from missions.decisions.freezing import digest, verify

Json = dict[str, Any]
# Each has a record of its own: extensions, and the methods that results name.
AFTERWARDS = {"closes_at", "methods"}


def terms_of(round_: Round) -> Json:
    """Everything that people agree to by taking part, as plain values."""
    return {
        "title": round_.title,
        "purpose": round_.purpose,
        "question": round_.question,
        "minutes": round_.minutes,
        "asks_what_hurts": round_.asks_what_hurts,
        "statements": list(round_.statements.order_by("position").values_list("text", flat=True)),
        "weighing": round_.weighing,
        "points": POINTS if round_.weighing == "points" else None,
        "items": list(round_.items.order_by("position").values_list("text", flat=True)),
        "draft": _draft_of(round_),
        "rejection_reasons": round_.reasons,
        "opens_at": round_.opens_at.astimezone(dt.UTC).isoformat(),
        "closes_at": round_.closes_at.astimezone(dt.UTC).isoformat(),
        "methods": list(METHODS),
    }


def _draft_of(round_: Round) -> str | None:
    """The version under review."""
    found = Review.objects.filter(round=round_).select_related("version__draft").first()
    return f"{found.version.draft.title}, version {found.version.number}" if found else None


def freeze(round_: Round, *, now: dt.datetime) -> Terms:
    """Keep the terms with their hash; the launch does this once, in its transaction."""
    content = terms_of(round_)
    return Terms.objects.create(round=round_, content=content, sha256=digest(content), frozen_at=now)


def frozen(round_: Round) -> Terms | None:
    """The terms of a launched round; none where it was read from elsewhere or was launched before terms were kept."""
    try:
        return round_.terms
    except ObjectDoesNotExist:
        return None


def is_as_launched(round_: Round, terms: Terms) -> bool:
    """Whether what people are asked now, but for a later closing time and newer methods, is what the launch froze."""
    kept = {key: value for key, value in terms.content.items() if key not in AFTERWARDS}
    return verify(terms.content, terms.sha256) and kept == {
        key: value for key, value in terms_of(round_).items() if key not in AFTERWARDS
    }
