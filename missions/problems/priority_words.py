"""Says in words how the four numbers of a priority come about, for pages: no score is shown without its parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from missions.core import formats
from missions.problems.judging import CERTAINTY, Confidence, Impact, Judgement
from missions.problems.prioritising import FULL_POST, Carried, Priority

NOT_KNOWN, JUDGED = "Not known", "judged"


@dataclass(frozen=True)
class Told:
    """One of the four: its name, its number from 0 to 100 in words, what it was made from, and a note where the team judged it."""

    name: str
    figure: str
    lines: Sequence[str]
    note: str = ""


def figure(value: float | None) -> str:
    """“62”, of 100."""
    return NOT_KNOWN if value is None else formats.thousands(round(100 * value, 1), 1)


def tell(found: Priority, judgement: Judgement | None, *, impact: Sequence[str], reach: Sequence[str]) -> list[Told]:
    """All four; `impact` and `reach` say what was counted."""
    return [
        Told("Impact", figure(found.impact), [*_judged_impact(judgement), *impact], JUDGED if "impact" in found.judged else ""),
        Told("Reach", figure(found.reach), reach),
        Told("Confidence", figure(found.confidence), [_confidence(judgement)], JUDGED if "confidence" in found.judged else ""),
        Told("Effort", figure(found.ease), [_effort(judgement, found.ease)], _months(judgement)),
    ]


def impact_of(carried: Carried) -> list[str]:
    """What was said about how much it hurts."""
    severity = "Nobody has said how severe it is."
    if carried.severity is not None:
        severity = f"Severity {carried.severity:.1f} of 5 on average, said {times(carried.severities)}."
    hours = "Nobody has said how many hours it takes."
    if carried.hours is not None:
        each = carried.hours / carried.hours_stated
        hours = (
            f"{formats.thousands(carried.hours, 1)} hours a month, said {times(carried.hours_stated)}: "
            f"{formats.thousands(each, 1)} each time, of the {FULL_POST} of a full-time post."
        )
    return [severity, hours]


def reach_of(carried: Carried) -> list[str]:
    """Whom it affects: councils, people, and councils of each type."""
    if not carried.councils:
        return ["No council that the mission is for has said so or stands behind it."]
    lines = [
        f"{carried.councils:,} of {carried.councils_exist:,} councils ({formats.percent(carried.councils, carried.councils_exist, 1)})."
    ]
    if carried.people is not None:
        share = formats.percent(carried.people, carried.people_exist, 1)
        lines.append(f"{carried.people:,} of the {carried.people_exist:,} people who live there ({share}).")
    if carried.without_people:
        lines.append(f"The population of {carried.without_people:,} of these councils isn’t known.")
    return [*lines, *(f"{row.label}: {row.affected:,} of {row.exist:,}." for row in carried.support)]


def times(number: int) -> str:
    """“once” or “3 times”."""
    return "once" if number == 1 else f"{number:,} times"


def _judged_impact(judgement: Judgement | None) -> list[str]:
    if judgement is None or judgement.impact is None:
        return []
    return [f"The team judges {Impact(judgement.impact).label}. What was counted is kept beside it:"]


def _confidence(judgement: Judgement | None) -> str:
    if judgement is None or not judgement.confidence:
        return "The team hasn’t said yet what it rests on."
    basis = Confidence(judgement.confidence)
    return f"{basis.label}: {figure(CERTAINTY[basis])}."


def _effort(judgement: Judgement | None, ease: float | None) -> str:
    if judgement is None or judgement.effort_months is None:
        return "The team hasn’t said yet what it takes."
    return f"{_months(judgement).removesuffix(f', {JUDGED}')}: 100 divided by the months, at most 100, makes {figure(ease)}."


def _months(judgement: Judgement | None) -> str:
    if judgement is None or judgement.effort_months is None:
        return ""
    months = judgement.effort_months.normalize()
    return f"{months:f} person-month{'' if months == 1 else 's'}, {JUDGED}"
