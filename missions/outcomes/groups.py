"""Groups of councils that figures are compared by, kept as spans from adoption's facts; rollups of what changed follow.

Adopters are a state: a council counts in the periods that begin while it has adopted, by adoption's own derivation. Who took part in an
iteration or had money for it is a fixed group in every period, so that before and after are about the same councils; a successor
stands in it where every council that it replaced did.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

import structlog
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError

from missions.adoption.models import AdoptionEvent, FundedPlace
from missions.adoption.summary import histories
from missions.outcomes.models import GroupKind, GroupSpan, Indicator
from missions.outcomes.rollups import build, lock
from missions.register.models import Succession
from missions.register.models import SuccessionStatus as Status
from missions.stewardship.models import Mission

log = structlog.get_logger(__name__)
SECONDS = 5
# Nobody compares by more than that; each costs a row for every indicator and period.
MOST = 20


class Span(NamedTuple):
    """A row of `GroupSpan` without its key."""

    kind: str
    value: str
    organisation_id: int
    starts_on: dt.date | None
    ends_on: dt.date | None


def keep_groups(mission: Mission) -> int:
    """Derive the groups of a mission and build the rollups of those that changed, from the first changed day on. Returns how many changed."""
    with transaction.atomic():
        indicators = list(Indicator.objects.filter(mission=mission))
        lock([item.pk for item in indicators])
        changed = derive(mission)
        if changed and indicators:
            groups = sorted({(span.kind, span.value) for span in changed})
            first = (
                None
                if any(span.starts_on is None for span in changed)
                else min(span.starts_on for span in changed if span.starts_on)
            )
            build([item.pk for item in indicators], groups=groups, since=first)
    return len({(span.kind, span.value) for span in changed})


def derive(mission: Mission) -> set[Span]:
    """Bring a mission's spans up to date; returns those that are new or gone."""
    wanted = set(_spans(mission))
    stored = {Span(*row): pk for pk, *row in GroupSpan.objects.filter(mission=mission).values_list("pk", *Span._fields)}
    GroupSpan.objects.filter(pk__in=[pk for span, pk in stored.items() if span not in wanted]).delete()
    new = [GroupSpan(mission=mission, **span._asdict()) for span in wanted if span not in stored]
    GroupSpan.objects.bulk_create(new, batch_size=2_000)
    return wanted ^ set(stored)


def ask_to_keep(mission_ids: Collection[int]) -> None:
    """Let a worker bring groups up to date once what changed is stored; many changes at once ask once."""
    for pk in sorted(mission_ids):
        transaction.on_commit(lambda pk=pk: _ask(pk))  # type: ignore[misc]


def _ask(mission_id: int) -> None:
    from missions.outcomes.tasks import keep_groups_of

    if not cache.add(f"groups-asked:{mission_id}", 1, SECONDS):
        return
    try:
        keep_groups_of.apply_async((mission_id,), countdown=SECONDS)
    except (OperationalError, OSError):
        log.warning("groups.nudge_failed", mission=mission_id)


def _spans(mission: Mission) -> Iterable[Span]:
    """Of interventions the headline and those that most councils have adopted, of iterations those in which most took part."""
    interventions = list(mission.interventions.all())
    headline = {str(item.pk) for item in interventions if item.is_headline}
    adopted: dict[str, list[Span]] = {}
    for pk, history in histories(interventions, until=dt.date.max).items():
        found = [(council, *span) for council in history.councils for span in history.adopted_spans(council)]
        if found:
            adopted[str(pk)] = [Span(GroupKind.ADOPTED.value, str(pk), *span) for span in found]
    for value in sorted(adopted, key=lambda value: (value not in headline, -len(adopted[value]), int(value)))[:MOST]:
        yield from adopted[value]
    fixed = _fixed(mission)
    for kind, value in sorted(fixed, key=lambda group: (group[0] != GroupKind.FUNDED, -len(fixed[group]), group[1]))[: MOST + 1]:
        yield from (Span(kind, value, council, None, None) for council in fixed[kind, value])


def _fixed(mission: Mission) -> dict[tuple[str, str], set[int]]:
    """Who took part in each iteration, and who had money."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    places = FundedPlace.objects.filter(iteration__mission=mission).values_list("iteration_id", "organisation_id")
    events = AdoptionEvent.objects.known_at().filter(iteration__mission=mission).values_list("iteration_id", "organisation_id")
    for iteration_id, council in [*places, *events]:
        found[GroupKind.ITERATION.value, str(iteration_id)].add(council)
    for _, council in places:
        found[GroupKind.FUNDED.value, ""].add(council)
    if found:
        before: dict[int, set[int]] = defaultdict(set)
        links = Succession.objects.exclude(status__in=(Status.WITHDRAWN, Status.CHALLENGED)).order_by("vests_on")
        for predecessor, successor in links.values_list("predecessor_id", "successor_id"):
            before[successor].add(predecessor)
        for members in found.values():
            members |= {pk for pk, earlier in before.items() if earlier <= members}
    return found
