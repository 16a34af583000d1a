"""What an award bought: adoption and outcomes of its councils beside the other councils, before the award and on a later day.

A comparison, not an effect: councils with an award weren’t chosen by chance. The number of queries doesn’t depend on the number of councils.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funding.models import Award
from funding.outcomes_beside import Beside, outcomes_beside
from missions.adoption.derivation import History
from missions.adoption.summary import LABELS, NOT_IN_FORCE, histories
from missions.interventions.models import Intervention
from missions.register.models import Organisation, Succession

OURS, FUNDED, UNFUNDED = "Councils of this award", "Other councils with an award", "Councils without an award"


@dataclass(frozen=True)
class Reached:
    """How many councils of a group had adopted something, of those that existed, on two days."""

    group: str
    before: int
    councils_before: int
    now: int
    councils_now: int


@dataclass(frozen=True)
class Adopted:
    """Adoption of one intervention that the award was for."""

    intervention: Intervention
    rows: list[Reached]
    own: list[tuple[Organisation, str, str]]

    @property
    def ours(self) -> Reached:
        """The award’s own councils."""
        return self.rows[0]

    @property
    def unfunded(self) -> Reached:
        """The councils without an award."""
        return self.rows[-1]


@dataclass(frozen=True)
class Bought:
    """Everything that the page shows. `left_out` are councils of the award that don’t count in the mission’s population on that day."""

    award: Award
    before: dt.date
    on: dt.date
    councils: list[Organisation]
    adopted: list[Adopted]
    outcomes: list[Beside]

    @property
    def left_out(self) -> int:
        """Councils of the award that no figure here counts: of another type than the mission is for, or gone without a successor."""
        return len(self.councils) - max((row.ours.councils_before for row in self.adopted), default=len(self.councils))


def what_it_bought(award: Award, *, on: dt.date) -> Bought:
    """Compares the day before the award with a later day."""
    before = award.awarded_on - dt.timedelta(days=1)
    councils = [item for item in (award.recipient, *award.partners.all()) if item.is_council]
    if not councils:
        return Bought(award, before, on, [], [], [])
    groups = dict.fromkeys(_funded(award, on), FUNDED) | {item.pk: OURS for item in councils}
    groups = _with_successors(groups, on)
    interventions = _interventions(award)
    found = histories(interventions, until=max(on, before))
    # A fund or a challenge is an intervention too, but nobody records who adopted it.
    recorded = [item for item in interventions if found[item.pk].events]
    adopted = [_adopted(item, found[item.pk], councils, groups, (before, on)) for item in recorded]
    outcomes = outcomes_beside(award.fund.mission, groups, (OURS, FUNDED, UNFUNDED), before=award.awarded_on, on=on)
    return Bought(award, before, on, councils, adopted, outcomes)


def _with_successors(groups: Mapping[int, str], on: dt.date) -> dict[int, str]:
    """A council that followed others by the day belongs to their group; to this award’s where they differ."""
    links = Succession.objects.filter(vests_on__lte=on).exclude(status__in=NOT_IN_FORCE).order_by("vests_on")
    found = dict(groups)
    for predecessor, successor in links.values_list("predecessor", "successor"):
        if predecessor in found and found.get(successor) != OURS:
            found[successor] = found[predecessor]
    return found


def _interventions(award: Award) -> list[Intervention]:
    """Those that its iteration serves; without one, what the source names."""
    if award.iteration_id is None:
        return [award.intervention] if award.intervention is not None else []
    served = Intervention.objects.filter(served_by__iteration=award.iteration_id).select_related("mission")
    return list(served.order_by("name"))


def _funded(award: Award, on: dt.date) -> set[int]:
    """Everybody who had an award of the mission by a day, as lead or as partner."""
    given = Award.objects.given().filter(fund__mission=award.fund.mission_id, awarded_on__lte=on)
    leads = given.order_by().values_list("recipient", flat=True)
    partners = given.filter(partners__isnull=False).order_by().values_list("partners", flat=True)
    return {*leads.union(partners)}


def _adopted(
    intervention: Intervention,
    history: History,
    councils: Sequence[Organisation],
    groups: Mapping[int, str],
    days: tuple[dt.date, dt.date],
) -> Adopted:
    first, last = (_counted(history, groups, day) for day in days)
    rows = [Reached(group, *first[group], *last[group]) for group in (OURS, FUNDED, UNFUNDED)]
    own = [
        (item, LABELS[history.position(item.pk, days[0]).stage], LABELS[history.position(item.pk, days[1]).stage])
        for item in councils
    ]
    return Adopted(intervention, rows, own)


def _counted(history: History, groups: Mapping[int, str], day: dt.date) -> dict[str, tuple[int, int]]:
    """(adopted, councils) of each group on a day."""
    found = {group: [0, 0] for group in (OURS, FUNDED, UNFUNDED)}
    for pk, position in history.on(day).items():
        tally = found[groups.get(pk, UNFUNDED)]
        tally[0] += position.is_adopted
        tally[1] += 1
    return {group: (adopted, councils) for group, (adopted, councils) in found.items()}
