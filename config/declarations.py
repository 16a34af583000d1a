"""What this area declares in the registries of the core."""

from config.came_of_it import STEPS
from config.ends import RULES
from config.portfolio import collect
from config.vesting import VESTING
from missions.core.registries import PortfolioSource, portfolio, reminders


def declare() -> None:
    """Called once, when the product starts."""
    reminders.declare("vesting day", VESTING)
    portfolio.declare("missions", PortfolioSource(collect))
    for name, rule in RULES.items():
        reminders.declare(name, rule)
    reminders.declare("what came of it", STEPS)
