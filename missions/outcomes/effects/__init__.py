"""What an intervention changed: difference-in-differences with staggered adoption. Plain values in and out, no database."""

from missions.outcomes.effects.estimating import METHOD, Effect, estimate
from missions.outcomes.effects.panel import Panel

__all__ = ("METHOD", "Effect", "Panel", "estimate")
