"""One group of councils against all others of the mission: adopters, those of an iteration, those that had money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from missions.core import formats
from missions.core.figures import Figure, line_chart
from missions.outcomes.figures import MOST_LABELS
from missions.outcomes.models import OTHERS, SCALES, GroupKind, Indicator, OverCouncils, Rollup

NAMES = {
    GroupKind.ADOPTED: ("Adopters", "Others"),
    GroupKind.ITERATION: ("Took part", "Others"),
    GroupKind.FUNDED: ("Funded", "Not funded"),
}
TITLES = {GroupKind.ADOPTED: "{}", GroupKind.ITERATION: "Iteration: {}", GroupKind.FUNDED: "Money for an iteration{}"}
RULES = {
    GroupKind.ADOPTED: "Adopters are councils that were live with it or had it embedded as the period began: they change from period to period.",
    GroupKind.ITERATION: "These are the councils that took part in it at any time, the same in every period.",
    GroupKind.FUNDED: "These are the councils that had money for an iteration at any time, the same in every period.",
}

CHOICES = """
SELECT kind, value, name FROM (
    SELECT 1 AS place, 'adopted' AS kind, id::text AS value, name, is_headline FROM interventions_intervention WHERE mission_id = %(mission)s
    UNION ALL
    SELECT 2, 'iteration', id::text, name, FALSE FROM interventions_iteration WHERE mission_id = %(mission)s
    UNION ALL
    SELECT 3, 'funded', '', '', FALSE
) choice
WHERE EXISTS (SELECT 1 FROM outcomes_groupspan s WHERE s.mission_id = %(mission)s AND s.kind = choice.kind AND s.value = choice.value)
ORDER BY is_headline DESC, place, name
"""


@dataclass(frozen=True)
class Choice:
    """A group that an indicator's councils can be compared by."""

    kind: GroupKind
    value: str
    title: str

    @property
    def key(self) -> str:
        """What stands in the address."""
        return f"{self.kind}:{self.value}"

    @property
    def rule(self) -> str:
        """Who is in it, in words."""
        return RULES[self.kind]


def choices_of(mission_id: int) -> list[Choice]:
    """The headline intervention first, then interventions, iterations, and money. One query; empty where nobody has adopted anything."""
    with connection.cursor() as cursor:
        cursor.execute(CHOICES, {"mission": mission_id})
        return [Choice(GroupKind(kind), value, TITLES[GroupKind(kind)].format(name)) for kind, value, name in cursor.fetchall()]


def chosen_of(choices: Sequence[Choice], key: str) -> Choice | None:
    """The one that the address names, else the first."""
    return next((choice for choice in choices if choice.key == key), choices[0] if choices else None)


def compared_figure(indicator: Indicator, chosen: Choice, rollups: Iterable[Rollup]) -> Figure | None:
    """Both groups, period by period, from rollups of either; None where fewer than two periods have a figure for both."""
    periods: dict[str, dict[bool, Rollup]] = {}
    for rollup in (item for item in rollups if item.group_kind in (chosen.kind, f"{OTHERS}{chosen.kind}")):
        periods.setdefault(rollup.period.label, {})[rollup.group_kind == chosen.kind] = rollup
    pairs = [(label, both[True], both[False]) for label, both in periods.items() if len(both) == 2]
    known = [pair for pair in pairs if pair[1].value is not None and pair[2].value is not None]
    if len(known) < 2:
        return None
    inside, outside = NAMES[chosen.kind]
    temporal = len(pairs) > MOST_LABELS
    points = []
    for label, first, second in pairs:
        place = first.period_start.isoformat() if temporal else label
        points += [(place, inside, _number(indicator, first)), (place, outside, _number(indicator, second))]
    points.sort(key=lambda point: point[1] != inside)
    return Figure(
        title=f"{chosen.title}: {inside.lower()} against others",
        summary=_sentence(indicator, chosen, known),
        headers=("Period", inside, "Known", outside, "Known"),
        rows=tuple(
            (label, _text(indicator, first), _coverage(first), _text(indicator, second), _coverage(second))
            for label, first, second in reversed(pairs)
        ),
        spec=line_chart(points, x_title="", y_title=_unit(indicator).capitalize(), temporal=temporal),
    )


def _number(indicator: Indicator, rollup: Rollup) -> float | None:
    """Sums of groups of different sizes can't be compared, so a sum is shown for each council that gave a number."""
    if rollup.value is None:
        return None
    return float(rollup.value / rollup.reported if indicator.over_councils == OverCouncils.SUM else rollup.value)


def _text(indicator: Indicator, rollup: Rollup) -> str:
    number = _number(indicator, rollup)
    return rollup.why_no_value if number is None else indicator.written(Decimal(str(number)))


def _unit(indicator: Indicator) -> str:
    return f"{indicator.unit} a council" if indicator.over_councils == OverCouncils.SUM else indicator.unit


def _coverage(rollup: Rollup) -> str:
    return f"{formats.thousands(rollup.reported)} of {formats.thousands(rollup.eligible)}"


def _sentence(indicator: Indicator, chosen: Choice, known: Sequence[tuple[str, Rollup, Rollup]]) -> str:
    inside, outside = NAMES[chosen.kind]
    unit = "" if _unit(indicator) in ("%", *SCALES) else f" {_unit(indicator)}"

    def told(pair: tuple[str, Rollup, Rollup]) -> str:
        label, first, second = pair
        return (
            f"{label}: {inside.lower()} {_text(indicator, first)}{unit} ({_coverage(first)} councils known), "
            f"{outside.lower()} {_text(indicator, second)}{unit} ({_coverage(second)})."
        )

    return f"{told(known[-1])} {told(known[0])} A difference isn’t an effect: who adopts or takes part isn’t chosen by lot."
