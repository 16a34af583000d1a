"""Stores what lists say: adds what is new, notes what was seen again. It never ends anything."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from missions.core.importing import Problem, Tally
from missions.core.models import StoredFile
from missions.market.matching import Councils, NoMatch
from missions.market.models import Deployment, MarketAnswer, MarketList
from missions.market.products import Products
from missions.market.rows import SystemRow
from missions.market.words import Named, meaning_of

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
ORDER = (CREATED, UPDATED, UNCHANGED)


def store_systems(
    service: str,
    rows: Sequence[SystemRow],
    *,
    by: Model | None,
    source: StoredFile,
    title: str,
    url: str = "",
    today: dt.date,
    is_partial: bool = False,
) -> Tally:
    """Each line is counted once, under the most that it did; a line that names a body we don't count is refused."""
    store = _Store(service, title, url)
    councils = Councils()
    read: list[tuple[SystemRow, list[int], str]] = []
    tally = Tally()
    for row in rows:
        try:
            if row.observed_on > today:
                raise NoMatch("observed-on", row.observed_on.isoformat(), "This day hasn’t come yet. Type the day it was seen.")
            read.append(
                (row, councils.of(row.codes, row.name, row.observed_on, body_kind=row.body_kind), councils.areas(row.area))
            )
        except NoMatch as why:
            tally.refused.append(Problem(row.line, why.column, why.value, str(why)))
    store.products.provide((meaning_of(row.system) for row, _, _ in read), by=by, source=source)
    for row, found, area in read:
        did = [store.see(pk, area, row) for pk in found]
        count(tally, did)
    store.save()
    if read and not is_partial:
        # The earliest day of its lines, so that nothing it names counts as “not seen” by it.
        MarketList.objects.get_or_create(service=service, observed_on=min(row.observed_on for row, _, _ in read), source=title)
    return tally


def count(tally: Tally, did: Iterable[str]) -> None:
    """One line more, under the most that it did."""
    most = min(did, key=ORDER.index)
    setattr(tally, most, getattr(tally, most) + 1)


class _Store:
    """Deployments and answers of a service as stored and as they will be; saved in four queries."""

    def __init__(self, service: str, title: str, url: str) -> None:
        self.service, self.title, self.url = service, title, url
        self.products = Products(service)
        self.deployments: dict[tuple[int, int, str], Deployment] = {}
        for item in Deployment.objects.for_service(service).order_by("ends_on"):
            self.deployments[item.council_id, item.product_id, item.area] = item
        self.answers: dict[tuple[int, str, str], MarketAnswer] = {}
        for answer in MarketAnswer.objects.filter(service=service).order_by("ends_on"):
            self.answers[answer.council_id, answer.area, answer.kind] = answer
        self.new: list[Deployment | MarketAnswer] = []
        self.changed: dict[tuple[type[Model], int], Deployment | MarketAnswer] = {}

    def see(self, council: int, area: str, row: SystemRow) -> str:
        """What one line says about one council; returns what that did."""
        meaning = meaning_of(row.system)
        values = {
            "council_id": council,
            "area": area,
            "observed_on": row.observed_on,
            "last_seen_on": row.observed_on,
            "source": self.title,
            "source_url": self.url,
            "portal_url": row.portal_url,
        }
        if isinstance(meaning, Named):
            product = self.products.of(meaning)
            key = council, product.pk, area
            return self._see(self.deployments, key, Deployment(product=product, **values))
        answer_key = council, area, meaning.value
        return self._see(self.answers, answer_key, MarketAnswer(service=self.service, kind=meaning.value, **values))

    def _see(self, known: dict[Any, Any], key: Any, seen: Deployment | MarketAnswer) -> str:
        stored = known.get(key)
        if stored is None or (stored.ends_on is not None and seen.observed_on >= stored.ends_on):
            known[key] = seen
            self.new.append(seen)
            return CREATED
        if stored.ends_on is not None or not _note(stored, seen):
            return UNCHANGED
        if stored.pk:
            self.changed[type(stored), stored.pk] = stored
        return UPDATED

    def save(self) -> None:
        """Write what is new and what was seen again."""
        models: tuple[type[Any], ...] = (Deployment, MarketAnswer)
        for model in models:
            model.objects.bulk_create([item for item in self.new if type(item) is model])
            changed = [item for item in self.changed.values() if type(item) is model]
            if changed:
                model.objects.bulk_update(changed, ["observed_on", "last_seen_on", "source", "source_url", "portal_url"])


def _note(stored: Deployment | MarketAnswer, seen: Deployment | MarketAnswer) -> bool:
    """Take over what a list adds to what is stored; the latest one that names it is its source."""
    before = stored.observed_on, stored.last_seen_on, stored.portal_url, stored.source
    stored.observed_on = min(stored.observed_on, seen.observed_on)
    if seen.last_seen_on > stored.last_seen_on:
        stored.last_seen_on, stored.source, stored.source_url = seen.last_seen_on, seen.source, seen.source_url
    if seen.last_seen_on == stored.last_seen_on and seen.portal_url:
        stored.portal_url = seen.portal_url
    return before != (stored.observed_on, stored.last_seen_on, stored.portal_url, stored.source)
