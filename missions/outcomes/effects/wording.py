"""Sentences about an effect that a director can repeat: what changed, compared with whom, how sure."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from missions.outcomes.effects.estimating import Effect
    from missions.outcomes.effects.panel import Panel

FEW_ADOPTERS = 20


def number(value: float) -> str:
    """“5.67”, “−0.41”, “1,235”: three figures are enough to repeat."""
    decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f}".replace("-", "−")


def chance(p: float) -> str:
    """“p = 0.04”, “p < 0.001”."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def sentence(effect: "Effect", unit: str = "") -> str:
    """What a director can repeat. An interval that holds zero is not called an effect."""
    if effect.refused or effect.att is None or effect.ci is None:
        return f"No effect can be shown. {effect.refused}"
    low, high = effect.ci
    after = "" if not unit else " percentage points" if unit == "%" else f" {unit}"
    rests = f"This rests on {effect.n_treated:,} councils that adopted and {_others(effect):,} that had not."
    if low <= 0 <= high:
        apart = (
            " The comparison fails its own check: these councils already moved differently before."
            if effect.moved_apart_before
            else ""
        )
        return (
            f"We can’t tell the effect from no change: it lies between {number(low)}{after} and {number(high)}{after} for each council and "
            f"period, with 95% confidence, compared with councils that had not adopted yet.{apart} {rests}"
        )
    if effect.moved_apart_before:
        return (
            f"Councils that adopted moved {number(abs(effect.att))}{after} {_way(effect.att)} than those that had not yet, but they already "
            f"moved differently before they adopted. So we don’t call it an effect. {rests}"
        )
    return (
        f"After councils adopted, their figure was {number(abs(effect.att))}{after} {_way(effect.att)} in each period than it would have "
        f"been, judging by councils that had not adopted yet. We are 95% confident that it is between {number(low)}{after} and "
        f"{number(high)}{after}. {rests}"
    )


def strength(effect: "Effect") -> str:
    """How strong the claim is, beside the weakest and the strongest kinds."""
    if effect.refused or effect.att is None:
        return "None: no effect is shown."
    if effect.moved_apart_before:
        return "Weak: the comparison failed its own check, because councils moved differently before adopting."
    if effect.pre_trend_p is None:
        return "Limited: a comparison over time, but whether councils moved alike before adopting can’t be checked."
    return (
        "Moderate: a comparison over time with councils that had not adopted, which moved alike before. Stronger than before and after "
        "without comparison, the weakest kind; weaker than a draw by lot."
    )


def caution(effect: "Effect", panel: "Panel") -> list[str]:
    """What to say beside the figures."""
    found = []
    if effect.pre_trend_p is None:
        found.append("No council has two periods before it adopted, so nobody can check whether councils moved alike before.")
    elif effect.moved_apart_before:
        found.append(
            f"Before adopting, councils moved differently from the others ({chance(effect.pre_trend_p or 0.0)}). The effect can’t be trusted."
        )
    if effect.n_treated is not None and effect.n_treated < FEW_ADOPTERS:
        found.append(f"Only {effect.n_treated} councils adopted with figures before and after: the interval may be too narrow.")
    late = sum(1 for place in panel.adopted.values() if place is None)
    if late < FEW_ADOPTERS:
        found.append(f"Only {late} councils never adopted within these periods, so late periods are compared with few.")
    return found


def _others(effect: "Effect") -> int:
    return (effect.n_units or 0) - (effect.n_treated or 0)


def _way(value: float) -> str:
    return "higher" if value > 0 else "lower"
