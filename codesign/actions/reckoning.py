"""Keeping what came out of a round: once, when it closes."""

import datetime as dt

from django.db import transaction

from codesign.models import Round, RoundResults
from codesign.reckoning import reckon


def keep_results(round_: Round, *, now: dt.datetime) -> RoundResults:
    """Count the votes and keep what may be shown, in place of what was kept before. The caller says why in its audit row."""
    with transaction.atomic():
        content = reckon(round_)
        kept, _ = RoundResults.objects.update_or_create(round=round_, defaults={"content": content, "kept_at": now})
    return kept


def keep_missing(*, now: dt.datetime) -> int:
    """Results of rounds that are over and have none (read from elsewhere); returns how many. Running it twice changes nothing."""
    missing = Round.objects.filter(status__in=("closed", "responded"), results__isnull=True).select_related("mission")
    rounds = list(missing.order_by("pk"))
    for round_ in rounds:
        keep_results(round_, now=now)
    return len(rounds)
