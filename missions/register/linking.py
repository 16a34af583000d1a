"""How links between councils are stored by an import, and grouped into reorganisations."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from missions.core.importing import Problem, upsert
from missions.register.models import Organisation, Reorganisation, Succession, SuccessionStatus
from missions.register.rows import LinkRow, OrganisationRow

NOBODY = "No organisation has this code."
NAMELESS = "No organisation has this code, and the line gives no name and type to start one with."
LONGEST_NAME = 300
FIELDS = ("vests_on", "status", "population_share")


def links_of(rows: Iterable[OrganisationRow]) -> list[LinkRow]:
    """The links that a register states among its councils."""
    return [LinkRow(row.code, code, row.ends_on, line=row.line) for row in rows for code in row.followed_by]


def newcomers(links: Sequence[LinkRow], known: Mapping[str, Organisation]) -> list[OrganisationRow]:
    """Successors that no register holds yet: they start on the vesting day, where what they follow is, if that is one place."""
    found: dict[str, list[LinkRow]] = {}
    for link in links:
        if link.successor not in known and link.predecessor in known and link.name and link.type and link.vests_on:
            found.setdefault(link.successor, []).append(link)
    rows = []
    for code, named in found.items():
        first = named[0]
        before = [known[link.predecessor] for link in named]
        rows.append(
            OrganisationRow(
                code=code,
                name=first.name,
                type=first.type,
                nation=_same(item.nation for item in before),
                region=_same(item.region for item in before),
                starts_on=first.vests_on,
                gss=first.gss,
                line=first.line,
            )
        )
    return rows


def _same(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else ""


@dataclass
class Linker:
    """Checks links against what is stored; `on` is the day of the import: a link without a status has taken effect if its day has come."""

    known: Mapping[str, Organisation]
    on: dt.date
    stored: dict[tuple[int, int], Succession] = field(default_factory=dict)
    wanted: dict[tuple[int, int], Succession] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stored = {(link.predecessor_id, link.successor_id): link for link in Succession.objects.all()}

    def take(self, links: Iterable[LinkRow], *, column: str, sheet: str = "") -> None:
        """Links of one file; what stands in a later one goes over what stood in an earlier."""
        for link in links:
            predecessor, successor = self.known.get(link.predecessor), self.known.get(link.successor)
            if predecessor is None or successor is None:
                code, what = (link.predecessor, NOBODY) if predecessor is None else (link.successor, _unknown(link, sheet))
                self._leave_out(link, column, sheet, code, what)
            elif predecessor.pk == successor.pk:
                self._leave_out(link, column, sheet, link.successor, "An organisation can’t follow itself.")
            else:
                self._take(link, predecessor, successor, column, sheet)

    def _take(self, link: LinkRow, predecessor: Organisation, successor: Organisation, column: str, sheet: str) -> None:
        key = (predecessor.pk, successor.pk)
        old = self.stored.get(key)
        vests_on = link.vests_on or predecessor.ends_on or successor.starts_on
        if vests_on is None:
            self._leave_out(link, column, sheet, link.successor, "Neither an end of this one nor a start of the other says when.")
            return
        status = self._status(link, old, vests_on)
        if status is None:
            self._leave_out(link, "status", sheet, link.status, "This has taken effect already and can’t be taken back.")
            return
        share = link.population_share
        if share is None and old is not None:
            share = old.population_share
        others = [
            item
            for (before, _), item in {**self.stored, **self.wanted}.items()
            if before == key[0] and item.successor_id != key[1]
        ]
        if share and share + sum((item.population_share or Decimal(0) for item in others), Decimal(0)) > 1:
            self._leave_out(
                link, "population-share", sheet, str(share), "The parts of this council’s people come to more than all of them."
            )
            return
        self.wanted[key] = Succession(
            predecessor_id=key[0], successor_id=key[1], vests_on=vests_on, status=status, population_share=share
        )

    def _status(self, link: LinkRow, old: Succession | None, vests_on: dt.date) -> str | None:
        if old is not None and old.status == SuccessionStatus.TAKEN_EFFECT:
            stops = link.status in (SuccessionStatus.WITHDRAWN, SuccessionStatus.CHALLENGED)
            return None if stops else old.status
        if link.status:
            return link.status
        if vests_on <= self.on:
            return SuccessionStatus.TAKEN_EFFECT
        return old.status if old is not None else SuccessionStatus.PLANNED

    def _leave_out(self, link: LinkRow, column: str, sheet: str, value: str, what: str) -> None:
        self.problems.append(Problem(link.line, column, value, f"{what} The link was left out.", sheet))

    def store(self) -> int:
        """Write what is new or differs and group it; returns how many links are new or changed."""
        tally = upsert(self.wanted.values(), key=("predecessor_id", "successor_id"), fields=FIELDS)
        changed = tally.created + tally.updated
        if changed or any(link.reorganisation_id is None for link in self.stored.values()):
            group()
        return changed


def _unknown(link: LinkRow, sheet: str) -> str:
    return NAMELESS if sheet else NOBODY


def group() -> None:
    """Give every link its reorganisation: links with one vesting day that share a council, directly or through others, belong together."""
    links = list(Succession.objects.select_related("successor").order_by("vests_on", "pk"))
    stored = Reorganisation.objects.in_bulk()
    taken: set[int] = set()
    new: list[tuple[Reorganisation, list[Succession]]] = []
    changed, moved = [], []
    for together in _components(links):
        name, vests_on = _name(together), together[0].vests_on
        ids = sorted({link.reorganisation_id for link in together if link.reorganisation_id} - taken)
        if not ids:
            new.append((Reorganisation(name=name, vests_on=vests_on), together))
            continue
        item = stored[ids[0]]
        taken.add(item.pk)
        if (item.name, item.vests_on) != (name, vests_on):
            item.name, item.vests_on = name, vests_on
            changed.append(item)
        moved += [_moved(link, item) for link in together if link.reorganisation_id != item.pk]
    Reorganisation.objects.bulk_create([item for item, _ in new])
    Reorganisation.objects.bulk_update(changed, ["name", "vests_on"])
    moved += [_moved(link, item) for item, together in new for link in together]
    Succession.objects.bulk_update(moved, ["reorganisation"])


def _moved(link: Succession, item: Reorganisation) -> Succession:
    link.reorganisation = item
    return link


def _components(links: Sequence[Succession]) -> list[list[Succession]]:
    """Links of one day that are connected through councils, by merging sets; in the order of the links."""
    of: dict[tuple[dt.date, int], list[Succession]] = {}
    for link in links:
        ends = [(link.vests_on, link.predecessor_id), (link.vests_on, link.successor_id)]
        together = [link]
        for other in {id(of[end]): of[end] for end in ends if end in of}.values():
            together += other
        for item in together:
            of[item.vests_on, item.predecessor_id] = of[item.vests_on, item.successor_id] = together
    distinct = {id(together): together for together in of.values()}
    return sorted(distinct.values(), key=lambda together: min((link.vests_on, link.pk) for link in together))


def _name(links: Sequence[Succession]) -> str:
    """After its successors: “East Surrey and West Surrey”."""
    names = sorted({link.successor.name for link in links})
    joined = f"{'; '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return joined if len(joined) <= LONGEST_NAME else f"{joined[: LONGEST_NAME - 1]}…"
